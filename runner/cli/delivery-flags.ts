import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import { findConfiguration } from '../config/find'
import { MAX_CONCURRENCY, MAX_RATE } from '../config/limits'
import type { DeliveryLimits } from '../delivery/config'
import { UsageError } from '../errors'
import { collect, seconds, wholeNumber } from './flags'

/** Flags of all commands that deliver. Each is declared once, with help for what differs. */
export const mappingsOption = () =>
  new Option('--mappings <file>', 'a JSON file of mappings, as a CDP exports it, instead of the presets')

export const sandboxPortOption = (verb: 'send' | 'deliver') =>
  new Option('--sandbox-port <port>', `${verb} to a local TikTok that is already running`).argParser(
    wholeNumber(1, 65535)
  )

export const consentOption = (note: string) =>
  new Option('--consent-category <name>', `category that events with consent must grant; ${note}`).argParser(
    (text: string, before?: readonly string[]) => collect(text, before)
  )

export const concurrencyOption = () =>
  new Option('--concurrency <n>', 'requests at a time').argParser(wholeNumber(1, MAX_CONCURRENCY)).default(4)

export const rateOption = (description: string) =>
  new Option('--rate <n>', description).argParser(wholeNumber(1, MAX_RATE)).default(MAX_RATE)

export const attemptsOption = (attempts: number) =>
  new Option('--max-attempts <n>', 'maximum number of attempts for an event')
    .argParser(wholeNumber(1, 1000))
    .default(attempts)

export const retryDelayOption = () =>
  new Option(
    '--retry-delay <seconds>',
    'longest pause before the second attempt; doubled each time (default: 1)'
  ).argParser(seconds)

export const timeoutOption = () =>
  new Option('--timeout <seconds>', 'time for one request before it is tried again (default: 60)').argParser(seconds)

/** The flag of every command that reads the configuration file. */
export const configOption = () =>
  new Option('--config <file>', 'the configuration file (default: the nearest tiktok-conversions.config.json)')

/** The flag of commands for one destination of the configuration file. */
export const destinationOption = () =>
  new Option('--destination <name>', 'the destination of the configuration file to use, if it has several')

/** A hook of commands with `configOption`. */
export async function configureFirst(command: CommandUnknownOpts): Promise<void> {
  const { config, destination } = command.opts() as Record<string, string | undefined>
  const path = config ?? findConfiguration(process.cwd())
  if (path !== undefined) {
    const { configure } = await import('./configuration')
    await configure(command, path)
  } else if (destination !== undefined) {
    throw new UsageError('--destination needs a configuration file that names it.')
  }
}

type LimitFlags = Pick<DeliveryLimits, 'rate' | 'maxAttempts'> & Partial<DeliveryLimits>

/** The limits of a delivery, with the defaults that help names. */
export function limitsOf({ rate, maxAttempts, retryDelay = 1000, timeout = 60_000 }: LimitFlags): DeliveryLimits {
  return { rate, maxAttempts, retryDelay, timeout }
}

/** Explains where credentials come from. */
export const CREDENTIALS_HELP = `
Credentials come from the environment, or from --env-file FILE, so that they stay
out of the shell's history and the list of processes:
  TIKTOK_ACCESS_TOKEN   the Access Token
  TIKTOK_PIXEL_CODE     the Pixel Code
`
