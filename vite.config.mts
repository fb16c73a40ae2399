import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page of the studio, which the package serves as plain files. */
export default defineConfig({
  root: inProject('runner/studio/page'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: inProject('dist/studio'),
    emptyOutDir: true,
    // Browsers that know `light-dark()`.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Its content policy allows no inline code and no data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Warns of the time that a plugin takes, on a busy machine.
    rolldownOptions: { checks: { pluginTimings: false } }
  },
  // `npx vite` serves the sources, and asks a running studio for the rest.
  server: { proxy: { '/api': 'http://127.0.0.1:4600' } }
})
