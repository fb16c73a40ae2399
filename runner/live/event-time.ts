import { readText } from '../../src/reportWebEvent/read/text'
import { toUnixSeconds } from '../../src/reportWebEvent/timestamp'

/** A skew below this is the network's, not the clock's; in milliseconds. */
const MIN_SKEW = 1000

export interface SentTimes {
  /** When the event happened, by the clock of its sender. */
  original: unknown
  /** When it was sent, by the same clock. */
  sentAt: unknown
}

/**
 * The time of an event by this machine's clock, as Segment corrects it: receivedAt − (sentAt − original). The original
 * if the sender's clock is right or its skew is not known, and `receivedAt` if the original cannot be read.
 * https://segment.com/docs/connections/spec/common/#timestamps
 */
export function correctTimestamp({ original, sentAt }: SentTimes, receivedAt: Date): string {
  const happened = readTime(original)
  if (happened === undefined) return receivedAt.toISOString()
  const sent = readTime(sentAt)
  const skew = sent === undefined ? 0 : receivedAt.getTime() - sent
  return Math.abs(skew) < MIN_SKEW ? (readText(original) as string) : toIso(happened + skew, receivedAt)
}

/** Unix milliseconds, of any time that the destination can read. */
function readTime(value: unknown): number | undefined {
  const text = readText(value)
  if (text === undefined) return undefined
  try {
    const seconds = toUnixSeconds(text)
    const milliseconds = /^\d+(\.\d*)?$/.test(text) ? Number.NaN : Date.parse(text)
    // JavaScript reads a time without a zone as a local one: the whole seconds show it.
    return Math.floor(milliseconds / 1000) === seconds ? milliseconds : seconds * 1000
  } catch {
    return undefined
  }
}

function toIso(milliseconds: number, receivedAt: Date): string {
  const corrected = new Date(milliseconds)
  return Number.isNaN(corrected.getTime()) ? receivedAt.toISOString() : corrected.toISOString()
}
