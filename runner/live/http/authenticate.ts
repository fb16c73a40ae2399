import type { HonoRequest } from 'hono'
import { objectOr } from '../../json'
import type { WriteKey, WriteKeys } from '../write-keys'
import { forbidden, unauthorized } from './answer'

/** Finds the key that a request names. @throws Refusal where it is not known, or not for the page that sends it */
export function authenticate(request: HonoRequest, payload: unknown, keys: WriteKeys): WriteKey {
  const candidates = namedKeys(request)
  // Mobile libraries name it in the body only.
  if (candidates.length === 0) candidates.push(objectOr(payload).writeKey as string)
  const key = candidates.map((candidate) => keys.find(String(candidate))).find((found) => found !== undefined)
  if (key === undefined) throw unauthorized()
  if (key.origins?.includes(request.header('origin') ?? '') === false) throw forbidden()
  return key
}

function namedKeys(request: HonoRequest): string[] {
  const named = [request.header('x-write-key'), request.query('writeKey'), request.query('writekey')]
  return [...authorizationKeys(request.header('authorization')), ...named].filter((key) => key !== undefined)
}

/** The user name of Basic authentication, or both parts for keys with a colon; or the token of Bearer. */
function authorizationKeys(header = ''): string[] {
  const [scheme, value = ''] = header.trim().split(/\s+/)
  if (scheme.toLowerCase() === 'bearer') return [value]
  if (scheme.toLowerCase() !== 'basic') return []
  const credentials = Buffer.from(value, 'base64').toString('utf8')
  return [credentials.split(':')[0], credentials]
}
