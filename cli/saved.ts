import { z } from 'zod'
import { VERSION } from './checkpoint'
import type { Tally } from './tally'

const cursor = z.object({ file: z.int(), offset: z.int(), line: z.int(), chosen: z.int() })

/** What a checkpoint holds. It has a file of its own because only a run that is resumed needs to check it. */
export const saved = z.object({
  version: z.literal(VERSION),
  /** Digests of what the progress belongs to. */
  identity: z.record(z.string(), z.string()),
  /** All before it has an end. */
  cursor,
  /** Chunks behind the cursor that have an end, too: where they begin, and where they end. */
  completed: z.array(z.tuple([cursor, cursor])),
  /** How much of the file of failed events belongs to what has an end, in bytes. */
  failedBytes: z.int(),
  isFinished: z.boolean(),
  tally: z.custom<Tally>((value) => typeof value === 'object' && value !== null)
})

export type Saved = z.infer<typeof saved>
