import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { COMMAND, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

const LINE = 'tiktok-conversions '

/** What the script of a shell is told, for a line whose end is being typed. */
const complete = async (line: string, SHELL = 'fish') => {
  const text = LINE + line
  const env = { SHELL, COMP_CWORD: '1', COMP_LINE: text, COMP_POINT: String(text.length) }
  const { stdout } = await runInProcess(['completion-server', '--', ...text.split(' ')], { env })
  return stdout.trimEnd().split('\n')
}
const names = async (line: string) => (await complete(line)).map((each) => each.split('\t')[0])

it.each<[line: string, some: string[]]>([
  ['', ['send', 'serve', 'completion']],
  ['dead ', ['list', 'show', 'send', 'drop']],
  ['send -', ['--sandbox', '--dry-run', '--help']],
  ['dead list --', ['--store', '--reason']],
  ['serve --only ', ['intake', 'deliver']],
  ['completion ', ['bash', 'zsh', 'fish']]
])('completes "%s"', async (line, some) => {
  expect(await names(line)).toEqual(expect.arrayContaining(some))
})

it.each([
  ['send '],
  ['send a.ndjson b'],
  ['send --mappings '],
  ['send --rate 10 '],
  ['mappings check '],
  ['dead list --store ']
])('leaves "%s" to the files of the shell', async (line) => {
  expect(await complete(line)).toEqual(['__tabtab_complete_files__'])
  expect(await complete(line, 'bash')).toEqual([''])
})

it('offers nothing for a number, nor itself', async () => {
  expect(await complete('send --rate ')).toEqual([''])
  expect(await names('')).not.toContain('completion-server')
})

it('describes what it offers where the shell shows that', async () => {
  expect(await complete('', 'zsh')).toContain(
    'check:check mappings and ask TikTok whether the credentials work; no event is recorded'
  )
  expect(await complete('', 'fish')).toContain(
    'check\tcheck mappings and ask TikTok whether the credentials work; no event is recorded'
  )
})

it.each([['zsh'], ['fish']])('prints a script for %s', async (shell) => {
  const { status, stdout } = await runInProcess(['completion', shell])
  expect(stdout).toContain('tiktok-conversions completion-server -- ')
  expect(status).toBe(0)
})

it('works in bash', () => {
  const folder = new TestFolder()
  mkdirSync(folder.file('bin'))
  symlinkSync(COMMAND, folder.file('bin/tiktok-conversions'))
  const script = `
    source <(tiktok-conversions completion bash)
    COMP_WORDS=(tiktok-conversions s) COMP_CWORD=1 COMP_LINE='tiktok-conversions s' COMP_POINT=20
    _tiktok-conversions_completion
    printf '%s\\n' "\${COMPREPLY[@]}"
    complete -p tiktok-conversions`
  const env = { ...process.env, PATH: `${folder.file('bin')}:${process.env.PATH}` }
  const output = execFileSync('bash', ['-c', script], { encoding: 'utf8', env })
  folder.remove()
  expect(output.trimEnd().split('\n')).toEqual([
    'send',
    'studio',
    'serve',
    'sandbox',
    'complete -o default -F _tiktok-conversions_completion tiktok-conversions'
  ])
})
