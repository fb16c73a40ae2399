import { z } from 'zod'
import { EVENT_TYPES } from '../segment-event'
import { storeProblem } from '../store-location'
import { MAX_CONCURRENCY, MAX_RATE } from './limits'

/** A name that metrics, logs and dead letters may show. */
const name = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,62}$/, 'Use up to 63 letters, digits, hyphens, dots and underscores.')

const secret = z
  .union(
    [
      z.strictObject({ env: z.string().min(1).describe('Name of the environment variable that holds it.') }),
      z.strictObject({
        file: z.string().min(1).describe('Path of a file that holds it alone. A reload reads it again.')
      })
    ],
    'It must be { "env": "NAME" } or { "file": "PATH" }.'
  )
  .describe('A secret, which is not written into this file.')

export type Secret = z.infer<typeof secret>

const seconds = z.number().positive().max(3600)

/** How events are mapped and sent. */
const delivery = {
  mappings: z
    .string()
    .min(1)
    .optional()
    .describe('Path of a JSON file of mappings, relative to this file. The presets are used without one.'),
  consentCategories: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Categories that events with consent must grant.'),
  rate: z.number().int().min(1).max(MAX_RATE).optional().describe('Requests a second.'),
  concurrency: z.number().int().min(1).max(MAX_CONCURRENCY).optional().describe('Requests at a time.'),
  maxAttempts: z.number().int().min(1).max(1000).optional().describe('Attempts before an event fails for good.'),
  retryDelay: seconds
    .optional()
    .describe('Longest pause before the second attempt, in seconds; it doubles with each further one.'),
  timeout: seconds.optional().describe('Seconds for one request before it is tried again.')
}

export const destinationConfig = z
  .strictObject({
    pixelCode: z.string().min(1).describe('Pixel Code of this destination.'),
    accessToken: secret,
    ...delivery
  })
  .describe('A pixel, and what goes there.')

/** Limits of a write key. */
export const keyLimits = {
  origins: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Web pages that may use the key, such as https://shop.example.com. A browser's key is public."),
  types: z.array(z.enum(EVENT_TYPES)).min(1).optional().describe('Types of events that the key may send.'),
  eventsPerSecond: z.number().positive().optional().describe('Events a second.'),
  bytesPerSecond: z
    .number()
    .positive()
    .optional()
    .describe(
      'Bytes of unpacked bodies a second. The default is 4,096 for each of the events a second, if these are limited.'
    )
}

const keyConfig = z.strictObject({
  key: z
    .union([z.string().min(1), secret], 'It must be a text, { "env": "NAME" } or { "file": "PATH" }.')
    .describe('The write key. That of a browser is public, and may stand here.'),
  ...keyLimits,
  webhookSecret: secret.optional().describe('Secret of a webhook: every request with the key has to be signed by it.')
})

const sourceConfig = z
  .strictObject({
    keys: z.array(keyConfig).min(1),
    destinations: z.array(name).min(1).optional().describe('Destinations of its events. The default is all of them.')
  })
  .describe('A sender of events to serve, by its write keys.')

/** The file that the command line looks for. */
export const configuration = z
  .strictObject({
    $schema: z.string().optional(),
    store: z
      .string()
      .min(1)
      .superRefine((location, { addIssue }) => {
        const message = storeProblem(location)
        if (message !== undefined) addIssue(message)
      })
      .optional()
      .describe('Path of a SQLite file, relative to this file, or a postgres:// URL.'),
    ...delivery,
    destinations: z
      .record(name, destinationConfig)
      .refine((entries) => Object.keys(entries).length > 0, 'Name at least one destination.')
      .optional()
      .describe('Destinations of serve, by name. Their values come before the common ones.'),
    sources: z
      .record(name, sourceConfig)
      .refine((entries) => Object.keys(entries).length > 0, 'Name at least one source.')
      .optional()
      .describe('Senders of events to serve, by name.')
  })
  .describe('Configuration of tiktok-conversions. Flags come before its values.')

export type Configuration = z.infer<typeof configuration>

export type DestinationConfig = z.infer<typeof destinationConfig>
