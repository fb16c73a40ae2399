import { createHash } from 'node:crypto'
import { UsageError } from '../errors'
import { isObject } from '../json'
import { foldName } from '../names'

/** Identifiers of a person. An event is the person's if one of them is in it. */
export interface PersonIds {
  user?: string
  email?: string
  phone?: string
}

/** Keys of user IDs, without case and underscores. */
const USER_KEYS = new Set(['userid', 'anonymousid', 'previousid', 'externalid', 'customerid', 'uid'])

const PHONE_KEY = /phone|mobile|^tel/

/** Digits of the shortest phone numbers. Events may hold national ones, which the destination could not read. */
const MIN_DIGITS = 7

/** An address or its digest. Events may hold addresses that the destination would leave out. */
const EMAIL = /^\s*(?:[^\s@]+@[^\s@]+|[a-f\d]{64})\s*$/i

/** @throws UsageError for an email address or a phone number that is none: nothing would be found */
export function checkIds({ email, phone }: PersonIds): void {
  if (email !== undefined && !EMAIL.test(email)) throw new UsageError('--email is not an email address.')
  if (phone !== undefined && digitsOf(phone).length < MIN_DIGITS) throw new UsageError('--phone is not a phone number.')
}

/** Recognises the events of a person, in clear or hashed as TikTok asks. */
export class Person {
  private readonly user?: Set<string>
  private readonly email?: Set<string>
  private readonly phone?: Set<string>
  /** One of them is in the text of each event of the person; absent if a phone number may be written in any way. */
  private readonly needles?: readonly string[]

  constructor({ user, email, phone }: PersonIds) {
    if (user !== undefined) this.user = withDigests(user.trim())
    if (email !== undefined) this.email = withDigests(email.trim().toLowerCase())
    if (phone !== undefined) this.phone = withDigests(digitsOf(phone), `+${digitsOf(phone)}`)
    if (phone === undefined) {
      const values = [...(this.user ?? []), ...(this.email ?? [])]
      this.needles = values.map((value) => JSON.stringify(value).slice(1, -1).toLowerCase())
    }
  }

  /** @param event JSON text */
  isIn(event: string): boolean {
    const text = event.toLowerCase()
    if (this.needles?.some((needle) => text.includes(needle)) === false) return false
    return this.isInValue(JSON.parse(event), '', '')
  }

  private isInValue(value: unknown, key: string, parent: string): boolean {
    if (Array.isArray(value)) return value.some((item) => this.isInValue(item, key, parent))
    if (isObject(value))
      return Object.entries(value).some(([name, child]) => this.isInValue(child, foldName(name), key))
    if (typeof value !== 'string' && typeof value !== 'number') return false
    const text = String(value).trim()
    if (this.email?.has(text.toLowerCase())) return true
    if (this.user?.has(text) && (USER_KEYS.has(key) || (key === 'id' && parent === 'traits'))) return true
    return PHONE_KEY.test(key) && this.phone !== undefined && (this.phone.has(text) || this.phone.has(digitsOf(text)))
  }
}

function withDigests(...values: string[]): Set<string> {
  return new Set([...values, ...values.map((value) => createHash('sha256').update(value).digest('hex'))])
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^00/, '')
}
