import fs from 'node:fs'
import { Readable } from 'node:stream'
import { main } from '../../runner/cli/program'
import { ProgressLines } from '../../runner/terminal/progress-lines'
import type { JsonReport, Run, RunOptions } from './command'
import { withoutCredentials } from './command'

/** The descriptor of standard input. */
const STANDARD_INPUT = 0

export type InProcessOptions = Pick<RunOptions, 'input' | 'env'>

let lastRun: Promise<unknown> = Promise.resolve()

/** Resolves when no run is under way in this process: one whose test has timed out would reach into the next test. */
export async function runsEnded(): Promise<void> {
  await lastRun
}

/**
 * Runs the command line in this process, without a build, one run after the other. It sees neither a terminal nor,
 * unless they are given, credentials.
 */
export function runInProcess(args: readonly string[], options: InProcessOptions = {}): Promise<Run> {
  const run = lastRun.then(() => runNow(args, options))
  lastRun = run.catch(() => undefined)
  return run
}

async function runNow(args: readonly string[], { input = '', env }: InProcessOptions): Promise<Run> {
  const stdout: string[] = []
  const stderr: string[] = []
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text) => void stdout.push(`${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => void stderr.push(`${text}\n`)),
    // Printed only in a run that takes long: what a test sees must not depend on the machine.
    jest.spyOn(ProgressLines.prototype as unknown as { print(): void }, 'print').mockImplementation(),
    captureWrites(process.stdout, stdout),
    captureWrites(process.stderr, stderr)
  ]
  const restore = replaceStreams(Buffer.from(input))
  const inherited = process.env
  if (env !== undefined) process.env = { ...withoutCredentials(), ...env }
  try {
    const status = await main(['node', 'tiktok-conversions', ...args])
    return { status, stdout: stdout.join(''), stderr: stderr.join('') }
  } finally {
    process.env = inherited
    restore()
    for (const spy of spies) spy.mockRestore()
  }
}

/** Commander writes its help and its errors by itself. */
function captureWrites(stream: NodeJS.WriteStream, texts: string[]): jest.SpyInstance {
  return jest.spyOn(stream, 'write').mockImplementation((text) => texts.push(String(text)) > 0)
}

/** Makes standard input a pipe that holds some bytes, and standard output and standard error files. */
function replaceStreams(input: Buffer): () => void {
  const { fstatSync } = fs
  const pipe = { isDirectory: () => false, isCharacterDevice: () => false }
  const stat = jest
    .spyOn(fs, 'fstatSync')
    .mockImplementation((descriptor, ...rest) =>
      descriptor === STANDARD_INPUT ? (pipe as fs.Stats) : Reflect.apply(fstatSync, fs, [descriptor, ...rest])
    )
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin') as PropertyDescriptor
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([input], { objectMode: false }) })
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, isTTY: stream.isTTY }))
  for (const { stream } of streams) stream.isTTY = false
  return () => {
    stat.mockRestore()
    Object.defineProperty(process, 'stdin', stdin)
    for (const { stream, isTTY } of streams) stream.isTTY = isTTY
  }
}

/** Rehearses the delivery of a file. */
export async function rehearse(file: string, ...flags: string[]): Promise<Run & { report: JsonReport }> {
  const run = await runInProcess(['send', file, '--dry-run', '--json', ...flags])
  return { ...run, report: run.stdout === '' ? undefined : JSON.parse(run.stdout) }
}
