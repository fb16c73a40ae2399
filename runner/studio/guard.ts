import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { LOCAL_HOST } from '../hosts'
import { TOKEN_HEADER } from './api'
import { Problem } from './problem'

/** Refuses requests that name another host. */
export const checkHost: MiddlewareHandler = async (c, next) => {
  if (!LOCAL_HOST.test(c.req.header('host') ?? '')) throw new Problem(403, 'The studio answers to 127.0.0.1 only.')
  await next()
}

/** Refuses requests without the token. */
export function checkToken(token: string): MiddlewareHandler {
  const expected = Buffer.from(token)
  return async (c, next) => {
    const given = Buffer.from(c.req.header(TOKEN_HEADER) ?? '')
    const isSame = given.length === expected.length && timingSafeEqual(given, expected)
    if (!isSame) throw new Problem(403, 'The token is missing or wrong: open the address that the command printed.')
    await next()
  }
}

/** Lets the page load nothing but itself, and nobody else embed or read it. */
export const protectPage = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", NONCE],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"]
  },
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false,
  xFrameOptions: 'DENY'
})
