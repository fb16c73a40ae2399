import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { readError } from '../errors'

/** Parses a whole number within a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    const range = most === Infinity ? `${least} or more` : `${least} to ${most}`
    throw new InvalidArgumentError(`It is not a whole number of ${range}.`)
  }
}

/** Parses seconds. @returns milliseconds */
export function seconds(text: string): number {
  const number = Number(text)
  if (number > 0 && number <= 3600) return number * 1000
  throw new InvalidArgumentError('It is not a number of seconds, above 0 and up to 3600.')
}

/** The beginning of a date: without it, Date.parse reads almost any number. */
const ISO_DATE = /^\d{4}-\d\d/

/**
 * Parses an ISO 8601 time, or the beginning of a day on this machine's clock: `today`, `yesterday` or `7d`, a week ago.
 * @returns Unix milliseconds
 */
export function time(text: string): number {
  const daysAgo = { today: 0, yesterday: 1 }[text] ?? /^(\d{1,4})d$/.exec(text)?.[1]
  const now = new Date()
  const milliseconds =
    daysAgo === undefined
      ? Date.parse(ISO_DATE.test(text) ? text : '')
      : new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(daysAgo)).getTime()
  if (!Number.isNaN(milliseconds)) return milliseconds
  throw new InvalidArgumentError(
    'It is neither an ISO 8601 time, such as 2026-11-22T10:00:00Z, nor 7d, yesterday or today.'
  )
}

/** Parses a number of lines; `all` is Infinity. */
export function lineCount(text: string): number {
  return text === 'all' ? Infinity : wholeNumber(0, Infinity)(text)
}

/** Parses `old=new`, and adds it to earlier ones. */
export function renaming(text: string, before: readonly [string, string][] = []): [string, string][] {
  const [, from, to] = /^([^=]+)=([^=]+)$/.exec(text) ?? []
  if (from === undefined) throw new InvalidArgumentError('It is not of the form old=new.')
  return [...before, [from.trim(), to.trim()]]
}

/** Parses a text that must not be blank: a variable of the shell that is not set gives an empty one. */
export function filled(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('It is blank.')
}

/** Adds a text to earlier ones. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

/** Whether a flag was given, or its variable of the environment, as opposed to a default. */
export function isGiven(command: Pick<CommandUnknownOpts, 'getOptionValueSource'>, key: string): boolean {
  return ['cli', 'env'].includes(command.getOptionValueSource(key) ?? '')
}

/** The flag of every command that reads the environment. The file is read with it, before defaults of other flags. */
export const envFileOption = () =>
  new Option('--env-file <file>', 'read variables from a file; the environment wins').argParser((file: string) => {
    readEnvFile(file)
    return file
  })

function readEnvFile(file: string): void {
  try {
    for (const [name, value] of Object.entries(parseEnv(readFileSync(file, 'utf8')))) process.env[name] ??= value
  } catch (error) {
    throw readError(file, error)
  }
}
