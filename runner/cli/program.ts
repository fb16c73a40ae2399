import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { Command, CommanderError } from '@commander-js/extra-typings'
import { version } from 'tiktok-conversions/package.json'
import type { ExitCode } from '../errors'
import { EXIT, reasonOf, UsageError } from '../errors'
import { exitStatusOf } from './action'
import { checkCommand } from './commands/check'
import { completionCommand, completionServerCommand } from './commands/completion'
import { deadCommand } from './commands/dead'
import { diagnoseCommand } from './commands/diagnose'
import { eraseCommand } from './commands/erase'
import { eventsCommand } from './commands/events'
import { explainCommand } from './commands/explain'
import { mappingsCommand } from './commands/mappings'
import { presetsCommand } from './commands/presets'
import { retryCommand } from './commands/retry'
import { sandboxCommand } from './commands/sandbox'
import { sendCommand } from './commands/send'
import { serveCommand } from './commands/serve'
import { studioCommand } from './commands/studio'
import { printError, printNotice } from './print'

const COMMANDS = [
  sendCommand,
  explainCommand,
  diagnoseCommand,
  studioCommand,
  serveCommand,
  deadCommand,
  eventsCommand,
  retryCommand,
  eraseCommand,
  sandboxCommand,
  checkCommand,
  mappingsCommand,
  presetsCommand,
  completionCommand
]

/** The command line. A command loads what it needs when it runs. */
export function createProgram(): CommandUnknownOpts {
  const program = new Command('tiktok-conversions')
    .description('Report conversions to TikTok, server to server, without a CDP.')
    .version(version)
  for (const createCommand of COMMANDS) program.addCommand(createCommand())
  program.addCommand(completionServerCommand(), { hidden: true })
  throwErrors(program, program.name())
  return program
}

/**
 * Makes a command and those below it throw their errors, print them as all messages are printed, and name their help.
 * @param path the names of the command, as they are typed
 */
function throwErrors(command: CommandUnknownOpts, path: string): void {
  const print = (text: string) => printNotice(text.trimEnd())
  command.exitOverride().configureOutput({ outputError: print, writeErr: print })
  command.showHelpAfterError(`For usage and examples, run: npx ${path} --help`)
  for (const each of command.commands) throwErrors(each, `${path} ${each.name()}`)
}

/** Runs the command line. @returns the exit status */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const program = createProgram()
  try {
    await program.parseAsync(argv)
    return exitStatusOf(program)
  } catch (error) {
    // Help and version also end with an error, whose exit code is 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.allDelivered : EXIT.wrongUse
    printError(messageOf(error))
    return error instanceof UsageError ? EXIT.wrongUse : EXIT.somethingFailed
  }
}

/** An error of the system names its code and a path only. */
function messageOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException
  return code === undefined || path === undefined ? message : `${path} cannot be used (${reasonOf(error)}).`
}
