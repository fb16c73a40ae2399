import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../../__helpers__/command'

const PAGE = join(ROOT, 'dist', 'studio')
const KILOBYTE = 1000

/** Bytes of a file, as they are sent. */
const sizeOf = (file: string) => gzipSync(readFileSync(join(PAGE, file))).length

const sum = (files: readonly string[]) => files.reduce((total, file) => total + sizeOf(file), 0)

/** The files that the document itself names. */
function firstFiles(): string[] {
  const document = readFileSync(join(PAGE, 'index.html'), 'utf8')
  const named = [...document.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file]) => file)
  return ['index.html', ...named]
}

it('loads at most 60 kB at first', () => {
  const files = firstFiles()
  expect(files.some((file) => file.endsWith('.js'))).toBe(true)
  expect(sum(files)).toBeLessThan(60 * KILOBYTE)
})

it('is 250 kB at most as a whole', () => {
  const files = readdirSync(PAGE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(sum(files.map(({ parentPath, name }) => join(parentPath, name).slice(PAGE.length)))).toBeLessThan(
    250 * KILOBYTE
  )
})

it('holds no inline script or style, which the content policy would block', () => {
  const document = readFileSync(join(PAGE, 'index.html'), 'utf8')
  expect(document).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
})
