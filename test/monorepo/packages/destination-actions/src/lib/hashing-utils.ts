import { createHash } from 'node:crypto'

export type EncryptionMethod = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
export type DigestType = 'hex' | 'base64'

/** Thrown for a value of which the cleaning function left nothing. */
export class EmptyValueError extends Error {
  override name = 'EmptyValueError'
}

const BITS: Record<EncryptionMethod, number> = {
  md5: 128,
  sha1: 160,
  sha224: 224,
  sha256: 256,
  sha384: 384,
  sha512: 512
}

/** Whether a value has the form of such a digest, in either case. */
export function isAlreadyHashed(value: string, encryptionMethod: EncryptionMethod, digest: DigestType): boolean {
  const bytes = BITS[encryptionMethod] / 8
  if (digest === 'hex') return value.length === bytes * 2 && /^[a-f0-9]+$/i.test(value)
  return (
    value.length === Math.ceil(bytes / 3) * 4 && /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i.test(value)
  )
}

/**
 * The digest of a value. A blank value gives an empty text; a value that is a digest already comes out as it is.
 * @param cleaningFunction applied to the value before it is hashed
 * @throws EmptyValueError if the cleaning function leaves nothing
 */
export function processHashing(
  value: string,
  encryptionMethod: EncryptionMethod,
  digest: DigestType,
  cleaningFunction: (value: string) => string = (same) => same
): string {
  if (value.trim() === '') return ''
  if (isAlreadyHashed(value, encryptionMethod, digest)) return value

  const cleaned = cleaningFunction(value)
  if (cleaned.trim() === '') throw new EmptyValueError('Cannot hash an empty string')
  return createHash(encryptionMethod).update(cleaned).digest(digest)
}
