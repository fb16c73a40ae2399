import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { LOCAL_HOST } from '../hosts'
import { Problem } from './problem'

/** Refuses requests that name another host. */
export const checkHost: MiddlewareHandler = async (c, next) => {
  if (!LOCAL_HOST.test(c.req.header('host') ?? '')) throw new Problem(403, 'The studio answers to 127.0.0.1 only.')
  await next()
}

/** Refuses requests that a browser makes for another page, also for one on another port of this machine. */
export const checkOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site') ?? 'same-origin'
  if ((origin !== undefined && origin !== `http://${c.req.header('host')}`) || site !== 'same-origin') {
    throw new Problem(403, 'The studio answers to its own page only.')
  }
  await next()
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
