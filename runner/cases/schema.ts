import { z } from 'zod'

const OUTCOMES = ['delivered', 'rejected', 'unmatched', 'optedOut'] as const

const object = z.record(z.string(), z.json())

const request = z
  .strictObject({
    mapping: z.string().describe('Name of the mapping that makes it.'),
    data: object.describe(
      "Parts of TikTok's event. Each key that is given must have the same value, and one that is null must be absent; others may have any. Lists are compared as a whole."
    )
  })
  .describe("An event that reaches TikTok's API.")

const expectation = z
  .strictObject({
    outcome: z
      .enum(OUTCOMES)
      .describe(
        'delivered: each mapping that matches makes a request, and TikTok would accept it; rejected: one does not; unmatched: no mapping is for it; optedOut: the event says itself that it is not for this destination.'
      ),
    requests: z
      .array(request)
      .optional()
      .describe('All requests of the event, in the order of the mappings. Any without it.')
  })
  .describe('What is expected of the event.')

const eventCase = z.strictObject({
  name: z.string().min(1).describe('A sentence or a name. Each case has its own.'),
  event: object.describe('An event of Segment, in any form that send reads.'),
  now: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('The time of an event without one. The present by default.'),
  expect: expectation
})

export const casesFile = z
  .strictObject({
    $schema: z.string().optional(),
    cases: z.array(eventCase).describe('Events, and what is expected of each.')
  })
  .describe('Cases for npx tiktok-conversions explain --cases.')

/** An event, and what is expected of it. */
export type EventCase = z.infer<typeof eventCase>
export type Expectation = z.infer<typeof expectation>
export type CaseOutcome = (typeof OUTCOMES)[number]
