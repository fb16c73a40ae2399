import type { HonoRequest } from 'hono'
import { objectOr } from '../../json'
import type { WriteKey, WriteKeys } from '../write-keys'
import { forbidden, unauthorized } from './answer'

/**
 * Finds the key that the address or the headers of a request name, before its body is read.
 * @returns `undefined` if they name none
 * @throws Refusal if the key is not known, or may not be used by the page that sends it
 */
export function findNamedKey(request: HonoRequest, keys: WriteKeys): WriteKey | undefined {
  const candidates = namedKeys(request)
  return candidates.length === 0 ? undefined : findKey(candidates, request, keys)
}

/** Finds the key in a body: mobile libraries name it there only. @throws Refusal as `findNamedKey` does */
export function findBodyKey(payload: unknown, request: HonoRequest, keys: WriteKeys): WriteKey {
  return findKey([String(objectOr(payload).writeKey)], request, keys)
}

function findKey(candidates: readonly string[], request: HonoRequest, keys: WriteKeys): WriteKey {
  const key = candidates.map((candidate) => keys.find(candidate)).find((found) => found !== undefined)
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
