import type { MiddlewareHandler } from 'hono'
import type { WriteKeys } from '../write-keys'

const ALLOWED = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-type, content-encoding, x-retry-count, x-write-key, x-ip-policy, x-enable-debug',
  'access-control-max-age': '86400'
}

/**
 * Lets web pages send events. A preflight carries no key, so that any origin which some key allows may go on; the key
 * itself is checked with the request.
 */
export function allowOrigins(keys: WriteKeys): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (c.req.method === 'OPTIONS') c.res = new Response(null, { status: 204, headers: ALLOWED })
    else await next()
    if (!keys.allowAnyOrigin) c.header('vary', 'Origin')
    if (origin === undefined || !keys.allowOrigin(origin)) return
    c.header('access-control-allow-origin', keys.allowAnyOrigin ? '*' : origin)
    // Hidden otherwise: the browser would not know how long to wait.
    c.header('access-control-expose-headers', 'Retry-After, X-RateLimit-Reset')
  }
}
