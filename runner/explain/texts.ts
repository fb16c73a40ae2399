import type { Trace } from '../../src/reportWebEvent/left-out'
import type { TikTokUser } from '../../src/reportWebEvent/types'
import type { SentValue } from './types'

/** The texts of one key of the person. */
interface KeyTexts {
  /** The texts that are hashed, after normalization. */
  normalized: string[]
  /** The number of texts that were digests already. */
  digests: number
  unusable: number
}

/** Collects what the builder notes about the texts of a person. */
export class TextLog {
  private readonly keys = new Map<string, KeyTexts>()

  readonly trace: Trace = (key, form, normalized) => {
    const texts = this.keys.get(key) ?? { normalized: [], digests: 0, unusable: 0 }
    this.keys.set(key, texts)
    if (normalized !== undefined) texts.normalized.push(normalized)
    else if (form === 'digest') texts.digests++
    else texts.unusable++
  }

  /** @param path of a key of the request, such as `data.0.user.email` */
  normalizedOf(path: string): string[] {
    return this.textsOf(path)?.normalized ?? []
  }

  formOf(path: string): SentValue['form'] {
    const { normalized = [], digests = 0 } = this.textsOf(path) ?? {}
    if (normalized.length > 0) return 'hashed'
    return digests > 0 ? 'digest' : 'plain'
  }

  unusableOf(path: string): number {
    return this.textsOf(path)?.unusable ?? 0
  }

  private textsOf(path: string): KeyTexts | undefined {
    const [, key = ''] = /^data\.0\.user\.(\w+)$/.exec(path) ?? []
    return this.keys.get(key as keyof TikTokUser)
  }
}
