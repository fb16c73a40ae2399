import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WriteKey } from '../write-keys'
import { Refusal } from './answer'

/**
 * Checks the X-Signature of Segment's webhook: the HMAC-SHA1 of the body in hexadecimal, or of the first event for an
 * array of events. A key with a secret needs one at every address, or the key alone would do elsewhere.
 * @throws Refusal if a key with a secret comes without such a signature
 */
export function checkSignature(
  { webhookSecret }: WriteKey,
  signature: string | undefined,
  body: Buffer,
  payload: unknown
): void {
  if (webhookSecret === undefined) return
  const signed = Array.isArray(payload) ? (JSON.stringify(payload[0]) ?? '') : body
  const expected = createHmac('sha1', webhookSecret).update(signed).digest()
  const given = Buffer.from(signature ?? '', 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Refusal(401, 'signature', 'The X-Signature does not match.')
  }
}
