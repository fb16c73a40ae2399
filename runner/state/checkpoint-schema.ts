import { z } from 'zod'
import type { Tally } from '../delivery/tally'
import { VERSION } from './checkpoint-version'

const cursor = z.object({ file: z.int(), offset: z.int(), line: z.int(), selected: z.int() })

/** The content of a checkpoint file. */
export const checkpointSchema = z.object({
  version: z.literal(VERSION),
  /** Digests of the things the progress belongs to. */
  identity: z.record(z.string(), z.string()),
  /** Everything before it is settled. */
  cursor,
  /** Settled chunks behind the cursor: their start and their end. */
  completed: z.array(z.tuple([cursor, cursor])),
  /** Bytes of the file of failed events that belong to settled chunks. */
  failedBytes: z.int(),
  isFinished: z.boolean(),
  tally: z.custom<Tally>((value) => typeof value === 'object' && value !== null)
})

export type Saved = Omit<z.infer<typeof checkpointSchema>, 'version'>
