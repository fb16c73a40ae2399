import { cpSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

const section = (text, pages) => ({
  text,
  items: Object.entries(pages).map(([page, title]) => ({ text: title, link: `/docs/${page}` }))
})

/** The pages of the package as a site. `npm run docs:build` writes it to docs/.vitepress/dist. */
export default {
  title: 'TikTok Conversions',
  description: 'Report conversions to TikTok, server to server',
  base: process.env.DOCS_BASE ?? '/',
  srcDir: ROOT,
  srcExclude: ['**/node_modules/**', '{bench,dist,entry,examples,runner,sandbox,scripts,soak,src,test}/**'],
  outDir: join(ROOT, 'docs/.vitepress/dist'),
  cacheDir: join(ROOT, 'docs/.vitepress/cache'),
  rewrites: { 'README.md': 'index.md' },
  // Not the configuration of the studio's page.
  vite: { configFile: false },
  markdown: {
    // Braces and tags in the pages are text.
    html: false,
    config: ({ renderer }) => {
      // Examples are files, not pages.
      const renderPageLink = renderer.rules.link_open
      renderer.rules.link_open = (tokens, index, options, env, self) => {
        const link = tokens[index]
        if (!link.attrGet('href').includes('examples/')) return renderPageLink(tokens, index, options, env, self)
        link.attrSet('target', '_self')
        return self.renderToken(tokens, index, options)
      }
    }
  },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: [
      section('Use', {
        archive: 'Deliver an archive',
        serve: 'Accept events live',
        studio: 'Studio',
        explain: 'Explain',
        diagnose: 'Diagnose',
        sandbox: 'Sandbox',
        commands: 'Commands'
      }),
      section('Map', {
        fields: 'Fields',
        presets: 'Presets',
        'real-events': 'Values as they come',
        errors: 'Return codes',
        pixel: 'Beside the TikTok Pixel',
        migration: 'From the earlier destination'
      }),
      section('Operate', {
        'serve-operating': 'Operating a server',
        configuration: 'Configuration',
        'serve-stores': 'Stores',
        'serve-volume': 'Volume',
        kafka: 'Kafka'
      }),
      section('Contribute', {
        architecture: 'Architecture',
        upstream: 'Changes for actions-core',
        'upstream-plan': 'The way into the monorepo'
      })
    ]
  },
  buildEnd: ({ outDir }) => cpSync(join(ROOT, 'examples'), join(outDir, 'examples'), { recursive: true })
}
