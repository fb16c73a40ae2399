import { spawn } from '@lydell/node-pty'
import { Terminal } from '@xterm/headless'
import { COMMAND, ROOT, withoutCredentials } from './command'

export interface TerminalOptions {
  columns: number
  env?: Record<string, string>
  /** A command line for the shell, in which `$0` and `$1` are Node.js and the command; the command itself by default. */
  shell?: string
  /** Is given the process when it has started. */
  onStart?: (terminal: { write(keys: string): void; pid: number }) => void
}

export interface TerminalRun {
  status: number
  /** The bytes that the command wrote to the terminal. */
  raw: string
  /** The rows that a person sees, from the first one on, without the blanks at their ends. */
  rows: string[]
}

/** Runs the real command on a pseudo-terminal, and renders its output as a terminal does. */
export function runOnTerminal(args: readonly string[], options: TerminalOptions): Promise<TerminalRun> {
  const { columns, env = {}, shell, onStart } = options
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = withoutCredentials()
  const [file, argv] =
    shell === undefined
      ? [process.execPath, [COMMAND, ...args]]
      : ['sh', ['-c', shell, process.execPath, COMMAND, ...args]]
  const child = spawn(file, argv, {
    name: 'xterm-256color',
    cols: columns,
    rows: 24,
    cwd: ROOT,
    env: { ...inherited, ...env }
  })
  let raw = ''
  child.onData((data) => {
    raw += data
  })
  onStart?.({ write: (keys) => child.write(keys), pid: child.pid })
  return new Promise((resolve) => {
    child.onExit(async ({ exitCode }) => resolve({ status: exitCode, raw, rows: await render(raw, columns) }))
  })
}

/** Renders bytes on a screen of 24 rows. @returns the rows, those that have scrolled away included */
function render(raw: string, columns: number): Promise<string[]> {
  const screen = new Terminal({ cols: columns, rows: 24, scrollback: 10_000, allowProposedApi: true })
  return new Promise((resolve) => {
    screen.write(raw, () => {
      const { active } = screen.buffer
      const rows = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
      while (rows.at(-1) === '') rows.pop()
      screen.dispose()
      resolve(rows)
    })
  })
}
