import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { SecureHeadersVariables } from 'hono/secure-headers'
import { Problem } from './problem'

/** The routes of the page. It decides itself what each shows. */
const PAGES = ['/', '/events', '/events/:source/:index', '/mappings', '/mappings/:name', '/diagnostics', '/requests']

/** The rest of what Vite has built. */
const FILES = ['/assets/*', '/:file{[\\w-]+\\.(?:svg|ico|png)}']

type PageEnv = { Variables: SecureHeadersVariables }

/** Serves the page. @param folder the files that Vite has built */
export function createPageFiles(folder: string): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  // `serveStatic` itself prints that a folder is missing.
  if (existsSync(folder)) app.on('GET', FILES, serveStatic({ root: folder }))
  app.on('GET', PAGES, async (c) => c.html(await readPage(folder, c)))
  app.get('*', async (c, next) => {
    // A person gets a page with the reason, a program gets JSON.
    const isPerson = c.req.header('accept')?.includes('text/html') === true && !c.req.path.startsWith('/api/')
    return isPerson ? c.html(await readPage(folder, c), 404) : next()
  })
  return app
}

/** @throws Problem if the page is not built */
async function readPage(folder: string, c: Context<PageEnv>): Promise<string> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => {
    throw new Problem(503, `The page is not built: ${folder} holds no index.html. Run npm run build.`)
  })
  return page.replace('<head>', `<head><meta name="csp-nonce" content="${c.get('secureHeadersNonce') ?? ''}">`)
}
