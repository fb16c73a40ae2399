import { z } from 'zod'
import { isBefore } from '../cursor'
import { COUNTS, MATCH_KEY_COUNTS, MAX_REASONS } from '../delivery/tally'
import { VERSION } from './checkpoint-version'

const count = z.int().nonnegative()

/** The form of `newRunId`. */
const RUN_ID = /^[0-9a-f]{16}$/

const digest = z.string().regex(/^[0-9a-f]{64}$/)

const cursor = z.strictObject({ file: count, offset: count, line: z.int().positive(), selected: count })

/** The start and the end of a settled chunk. */
const range = z.tuple([cursor, cursor]).refine(([start, end]) => {
  const isLastOfFile = end.file === start.file + 1 && end.offset === 0 && end.line === 1
  return isLastOfFile || (end.file === start.file && isBefore(start, end) && start.line < end.line)
})

/** `count` for each key; further keys are refused. */
function counts<Key extends string>(keys: readonly Key[]) {
  return Object.fromEntries(keys.map((key) => [key, count])) as Record<Key, typeof count>
}

const tally = z
  .strictObject({
    ...counts(COUNTS),
    // One more counts all other reasons.
    reasons: z
      .record(z.string(), z.strictObject({ count, example: z.string() }))
      .refine((reasons) => Object.keys(reasons).length <= MAX_REASONS + 1),
    warnings: z
      .record(z.string(), z.strictObject({ count, example: z.string() }))
      .refine((warnings) => Object.keys(warnings).length <= MAX_REASONS + 1),
    matchKeys: z.record(
      z.string(),
      z.strictObject({
        ...counts(MATCH_KEY_COUNTS),
        // Checkpoints of version 1.0 have no count of lead IDs.
        lead_id: count.default(0)
      })
    )
  })
  .refine(
    ({ read, delivered, unmatched, optedOut, rejected, gaveUp }) =>
      read === delivered + unmatched + optedOut + rejected + gaveUp
  )

/** The content of a checkpoint file, but for its digest. */
export const checkpointSchema = z
  .strictObject({
    version: z.literal(VERSION),
    /** Digests of the things the progress belongs to. */
    identity: z.strictObject({ input: digest, mappings: digest, pixel: digest, failed: digest }),
    /** ID of the runs that share it, which their failed events carry. */
    run: z.string().regex(RUN_ID),
    /** Everything before it is settled. */
    cursor,
    /** Settled chunks behind the cursor. */
    completed: z.array(range),
    /** Bytes of the file of failed events that belong to settled chunks. */
    failedBytes: count,
    isFinished: z.boolean(),
    tally
  })
  .refine(({ cursor, completed }) => completed.every(([start]) => isBefore(cursor, start)))
  .refine(
    ({ completed }) => new Set(completed.map(([{ file, offset }]) => `${file}:${offset}`)).size === completed.length
  )
  .refine(({ completed, isFinished }) => !isFinished || completed.length === 0)

export type Saved = Omit<z.infer<typeof checkpointSchema>, 'version'>
