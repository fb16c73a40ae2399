import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { createEvent } from './events'

/** Lines that are written at a time. */
const LINES = 500

export interface FileOptions {
  isGzip?: boolean
}

/** Writes events to a file, one JSON object a line; the file may be larger than the memory. */
export async function generateFile(path: string, count: number, { isGzip = false }: FileOptions = {}): Promise<void> {
  const lines = Readable.from(generateLines(count), { objectMode: false })
  const file = createWriteStream(path)
  await (isGzip ? pipeline(lines, createGzip(), file) : pipeline(lines, file))
}

function* generateLines(count: number): Generator<string> {
  for (let start = 0; start < count; start += LINES) {
    let text = ''
    for (let index = start; index < Math.min(start + LINES, count); index++) {
      text += `${JSON.stringify(createEvent(index))}\n`
    }
    yield text
  }
}

if (require.main === module) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { gzip: { type: 'boolean' } } })
  const [count, path] = positionals
  if (path === undefined || !(Number(count) >= 0)) throw new Error('Usage: tsx bench/generate.ts N FILE [--gzip]')
  void generateFile(path, Number(count), { isGzip: values.gzip })
}
