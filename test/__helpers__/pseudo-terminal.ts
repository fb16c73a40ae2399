import { spawn } from '@lydell/node-pty'
import { Terminal } from '@xterm/headless'
import { COMMAND, ROOT, withoutCredentials } from './command'

/** A running command, for whoever sits in front of its terminal. */
export interface Keyboard {
  write(keys: string): void
  /** Gives the terminal another width. */
  resize(columns: number): void
  /** Resolves when the command has written something that matches, since the last time it was asked for. */
  written(pattern: RegExp): Promise<void>
  /** The bytes that the command has written so far. */
  output(): string
  pid: number
}

export interface TerminalOptions {
  columns: number
  env?: Record<string, string>
  /** The value of `TERM`. */
  term?: string
  /** A command line for the shell, in which `$0` and `$1` are Node.js and the command; the command itself by default. */
  shell?: string
  /** Is given the process when it has started. */
  onStart?: (keyboard: Keyboard) => void
}

export interface TerminalRun {
  status: number
  /** The bytes that the command wrote to the terminal. */
  raw: string
  /** The rows that a person sees, from the first one on, without the blanks at their ends. */
  rows: string[]
}

const ROWS = 24

/** Runs the real command on a pseudo-terminal, and renders its output as a terminal does. */
export function runOnTerminal(args: readonly string[], options: TerminalOptions): Promise<TerminalRun> {
  const { columns, env = {}, term = 'xterm-256color', shell, onStart } = options
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = withoutCredentials()
  const [file, argv] =
    shell === undefined
      ? [process.execPath, [COMMAND, ...args]]
      : ['bash', ['--norc', '-c', shell, process.execPath, COMMAND, ...args]]
  const child = spawn(file, argv, {
    name: term,
    cols: columns,
    rows: ROWS,
    cwd: ROOT,
    env: { ...inherited, ...env }
  })
  const screen = new Terminal({ cols: columns, rows: ROWS, scrollback: 10_000, allowProposedApi: true })
  let raw = ''
  let read = 0
  let check = () => {}
  child.onData((data) => {
    raw += data
    screen.write(data)
    check()
  })
  onStart?.({
    pid: child.pid,
    output: () => raw,
    write: (keys) => child.write(keys),
    resize: (width) =>
      // Whatever was written before is on the screen by then.
      screen.write('', () => {
        screen.resize(width, ROWS)
        child.resize(width, ROWS)
      }),
    written: (pattern) =>
      new Promise((resolve) => {
        check = () => {
          const found = pattern.exec(raw.slice(read))
          if (found === null) return
          read += found.index + found[0].length
          check = () => {}
          resolve()
        }
        check()
      })
  })
  return new Promise((resolve) => {
    child.onExit(async ({ exitCode }) => resolve({ status: exitCode, raw, rows: await rowsOf(screen) }))
  })
}

/** @returns the rows, those that have scrolled away included */
function rowsOf(screen: Terminal): Promise<string[]> {
  return new Promise((resolve) => {
    screen.write('', () => {
      const { active } = screen.buffer
      const rows = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
      while (rows.at(-1) === '') rows.pop()
      screen.dispose()
      resolve(rows)
    })
  })
}
