import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { createProgram } from '../../runner/cli/program'
import { code, page, table } from './markdown'

/** The page of all commands, with their arguments and options. */
export function describeCommands(): string {
  return page(
    '# Commands',
    'As `npx tiktok-conversions COMMAND --help` lists them. `-h` or `--help` works with each command.',
    ...commandsIn(createProgram(), 'tiktok-conversions').flatMap(describeCommand)
  )
}

/** The commands that do something, each with its whole name. */
function commandsIn(command: CommandUnknownOpts, name: string): { name: string; command: CommandUnknownOpts }[] {
  if (command.commands.length === 0) return [{ name, command }]
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help')
    .flatMap((child) => commandsIn(child, `${name} ${child.name()}`))
}

function describeCommand({ name, command }: { name: string; command: CommandUnknownOpts }): string[] {
  const rows = [
    ...command.registeredArguments.map((argument) => [
      code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
      '–',
      escapeTags(argument.description)
    ]),
    ...command.options.map((option) => [code(option.flags), defaultOf(option), escapeTags(option.description)])
  ]
  const usage = `npx ${name} ${command.registeredArguments.length > 0 ? '…' : ''}`.trim()
  const title = `## ${name.replace('tiktok-conversions ', '')}`
  const description = `${code(usage)}: ${command.description()}.`
  return rows.length === 0 ? [title, description] : [title, description, table(['option', 'default', 'meaning'], rows)]
}

function defaultOf({ defaultValue, defaultValueDescription, negate }: Option): string {
  if (negate || defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0)) return '–'
  return code(defaultValueDescription ?? String(defaultValue))
}

/** Markdown would read `<file>` as a tag. */
function escapeTags(text: string): string {
  return text.replaceAll('<', '\\<')
}
