import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { TOKEN_HEADER } from './api'
import { Problem } from './problem'

const TOKEN_BYTES = 24

const ID_BYTES = 16

/** Seconds that a browser stays admitted after its last visit. */
const LIFETIME = 7 * 24 * 3600

export interface AccessOptions {
  /** What signs the sessions of browsers: they last as long as it. */
  key: Buffer
  /** It distinguishes this studio from others with the same key. */
  audience: string
}

/**
 * Decides who may use the API: whoever has the token of the printed address, which is another one in each run; or a
 * browser that was admitted with it once. A browser proves that by two halves, which are of no use without each other:
 * a cookie, which no script can read, but which servers on other ports of this machine can get to see; and a page key in
 * the storage of the page's origin, which is bound to the port.
 */
export class StudioAccess {
  readonly token = randomBytes(TOKEN_BYTES).toString('base64url')

  constructor(private readonly options: AccessOptions) {}

  /** Refuses requests of others. */
  readonly check: MiddlewareHandler = async (c, next) => {
    const given = c.req.header(TOKEN_HEADER) ?? ''
    const host = c.req.header('host') ?? ''
    const isToken = isSame(given, this.token)
    if (!isToken && !this.isPageKey(given, getCookie(c, cookieName(host)))) {
      throw new Problem(403, 'The token is missing or wrong: open the address that the command printed.')
    }
    await next()
  }

  /** `POST /api/session` admits a browser, or prolongs its session. */
  createRoutes(): Hono {
    const app = new Hono()
    app.post('/', (c) => {
      const name = cookieName(c.req.header('host') ?? '')
      // Other windows have requests under way: the session that is prolonged keeps its page key.
      const id = this.idIn(getCookie(c, name)) ?? randomBytes(ID_BYTES).toString('base64url')
      const content = `${id}.${Math.floor(Date.now() / 1000) + LIFETIME}`
      setCookie(c, name, `${content}.${this.sign('cookie', content)}`, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/api',
        maxAge: LIFETIME
      })
      return c.json({ pageKey: this.sign('page', id) })
    })
    return app
  }

  private isPageKey(given: string, cookie?: string): boolean {
    const id = this.idIn(cookie)
    return id !== undefined && isSame(given, this.sign('page', id))
  }

  /** The id of a session that lasts. */
  private idIn(cookie = ''): string | undefined {
    const [id, expires, signature = ''] = cookie.split('.')
    if (!(Number(expires) * 1000 > Date.now())) return undefined
    return isSame(signature, this.sign('cookie', `${id}.${expires}`)) ? id : undefined
  }

  private sign(purpose: string, content: string): string {
    const { key, audience } = this.options
    return createHmac('sha256', key).update(`${purpose} ${audience} ${content}`).digest('base64url')
  }
}

/** Cookies are sent to all ports of a host: each port has its own. */
function cookieName(host: string): string {
  return `studio-${/:(\d+)$/.exec(host)?.[1] ?? '80'}`
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
