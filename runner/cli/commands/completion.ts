import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { Argument, Command } from '@commander-js/extra-typings'
import { EXIT } from '../../errors'
import { action } from '../action'

const NAME = 'tiktok-conversions'

const HELP = `
The Tab key completes the command tiktok-conversions, which needs the global
installation: npm install --global tiktok-conversions. Behind npx it completes nothing.
Add the line of your shell to the file that it reads at its start:
  bash, ~/.bashrc:                  source <(tiktok-conversions completion bash)
  zsh, ~/.zshrc, after compinit:    source <(tiktok-conversions completion zsh)
  fish, ~/.config/fish/config.fish: tiktok-conversions completion fish | source
`

/** `tiktok-conversions completion`: prints a script that completes commands, options and files. */
export const completionCommand = () =>
  new Command('completion')
    .description('print a script for the Tab key of bash, zsh or fish')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', HELP)
    .action(
      action(async (shell) => {
        const { getCompletionScript } = await import('@pnpm/tabtab')
        console.log(await getCompletionScript({ name: NAME, completer: NAME, shell }))
        return EXIT.allDelivered
      })
    )

/** Answers the script. The shell gives the line in the environment. */
export const completionServerCommand = () =>
  new Command('completion-server').argument('[words...]').action(
    action(async (_words, _flags, command) => {
      const { getShellFromEnv, log, logFiles, parseEnv } = await import('@pnpm/tabtab')
      const { partial } = parseEnv(process.env)
      const [, ...words] = partial.split(/\s+/)
      const shell = getShellFromEnv(process.env)
      const found = complete(command.parent as CommandUnknownOpts, words)
      if (found !== 'files') log(found, shell)
      // Bash turns to its own completion of files if there is no other.
      else if (shell !== 'bash') logFiles()
      return EXIT.allDelivered
    })
  )

interface Completion {
  name: string
  description?: string
}

/** @param words of the line behind the name of the program; the last one is being typed */
function complete(program: CommandUnknownOpts, words: readonly string[]): Completion[] | 'files' {
  const typed = words.at(-1) ?? ''
  let command = program
  let awaited: CommandUnknownOpts['options'][number] | undefined
  for (const word of words.slice(0, -1)) {
    const option = command.options.find(({ short, long }) => word === short || word === long)
    const isValue = awaited !== undefined
    awaited = !isValue && option?.required ? option : undefined
    if (!isValue && option === undefined) command = command.commands.find((each) => each.name() === word) ?? command
  }
  if (awaited !== undefined) return valuesOf(awaited.argChoices, awaited.flags)
  const help = program.createHelp()
  if (typed.startsWith('-')) {
    return help.visibleOptions(command).flatMap(({ long, description }) => (long ? [{ name: long, description }] : []))
  }
  if (command.commands.length > 0) {
    return help.visibleCommands(command).map((each) => ({ name: each.name(), description: each.description() }))
  }
  const [argument] = command.registeredArguments
  return argument === undefined ? [] : valuesOf(argument.argChoices, argument.name())
}

/** @param name of an argument, or the flags of an option: `<file>` and `<store>` stand for files */
function valuesOf(choices: readonly string[] | undefined, name: string): Completion[] | 'files' {
  if (choices !== undefined) return choices.map((choice) => ({ name: choice }))
  return /file|store/.test(name) ? 'files' : []
}
