import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { keyLimits } from '../config/schema'
import { RateLimit } from './rate-bucket'

/** A write key and its limits, as an operator writes them. */
export const writeKeyOptions = z.strictObject({
  /** A name for the sender, which logs and metrics may show. Several keys may share it. */
  source: z.string().min(1).max(100),
  /** Destinations of its events; all of them by default. */
  destinations: z.array(z.string().min(1)).min(1).optional(),
  key: z.string().min(1),
  ...keyLimits,
  /** The shared secret of a webhook: every request with the key then has to be signed. */
  webhookSecret: z.string().min(1).optional()
})

export type WriteKeyOptions = z.infer<typeof writeKeyOptions>

export interface WriteKey extends Omit<WriteKeyOptions, 'key'> {
  limit: RateLimit
}

/** The keys that may send events. Only their digests are kept. */
export class WriteKeys {
  private keys: { digest: Buffer; key: WriteKey }[] = []
  private origins: ReadonlySet<string> = new Set()
  private isOpen = false

  constructor(options: readonly WriteKeyOptions[]) {
    this.replace(options)
  }

  /** Takes other keys over, for all requests from now on. */
  replace(options: readonly WriteKeyOptions[]): void {
    this.keys = options.map(({ key, ...rest }) => ({
      digest: digestOf(key),
      key: { ...rest, limit: new RateLimit(rest) }
    }))
    this.origins = new Set(options.flatMap(({ origins = [] }) => origins))
    this.isOpen = options.some(({ origins }) => origins === undefined)
  }

  /** Takes the same time for every wrong key. */
  find(candidate: string): WriteKey | undefined {
    const digest = digestOf(candidate)
    const found = this.keys.filter((each) => timingSafeEqual(each.digest, digest))
    return found[0]?.key
  }

  /** Whether any key may be used by the pages of an origin: a preflight does not name its key. */
  allowOrigin(origin: string): boolean {
    return this.isOpen || this.origins.has(origin)
  }

  /** Whether no key is limited to some origins. */
  get allowAnyOrigin(): boolean {
    return this.origins.size === 0
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
