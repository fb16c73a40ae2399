import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { ExitCode } from '../errors'
import { EXIT } from '../errors'

const statuses = new WeakMap<CommandUnknownOpts, ExitCode>()

/** Makes an action of a command from a function that returns the exit status, which Commander would drop. */
export function action<Args extends unknown[]>(run: (...args: Args) => Promise<ExitCode>) {
  return async function (this: CommandUnknownOpts, ...args: Args): Promise<void> {
    statuses.set(rootOf(this), await run(...args))
  }
}

/** The exit status of the command that a program has run. An action that reports none has failed. */
export function exitStatusOf(program: CommandUnknownOpts): ExitCode {
  return statuses.get(program) ?? EXIT.somethingFailed
}

function rootOf(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.parent === null ? command : rootOf(command.parent)
}
