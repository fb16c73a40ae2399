import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './command'

/** A block of code on a page. */
export interface Sample {
  /** Path of the page, and number of the block's first line. */
  place: string
  page: string
  /** Empty for the output of a command. */
  language: string
  text: string
}

/** Pages that the package carries. */
export const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))
]

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8')
}

/** All blocks of code of a page, in their order. */
export function samplesOf(page: string): Sample[] {
  const text = readPage(page)
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length + 1
    return { place: `${page}:${line}`, page, language, text: code }
  })
}

/** The commands of a block: lines of a script, or lines behind `$` of a session. Comments are left out. */
export function commandsOf({ language, text }: Sample): string[] {
  if (language !== 'sh' && language !== '') return []
  const lines = text.replaceAll('\\\n', ' ').split('\n')
  const commands = language === 'sh' ? lines : lines.flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
  return commands.map((line) => line.replace(/\s+# .*$/, '').trim()).filter((line) => line !== '')
}
