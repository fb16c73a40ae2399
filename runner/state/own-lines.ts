import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { NEWLINE } from '../sources/chunk'

/** The beginning of each line. */
const BEGINNING = '{"event":'

const READ_BYTES = 64 * 1024

/** The end of each line that the runs of one checkpoint have written. @param run ID of these runs */
export function endOfLine(run: string): string {
  return `,"run":"${run}"}`
}

/**
 * Whether the runs of one checkpoint have written all of a file of failed events.
 * @param bytes how many of its bytes are settled: a line has to end there, and a crash may have cut the last one behind it
 */
export async function isOwnFile(path: string, run: string, bytes: number): Promise<boolean> {
  const handle = await open(path)
  try {
    const { ends, areOwn } = await scanLines(handle, Buffer.from(endOfLine(run)), bytes)
    return areOwn && isCutLine(await readFrom(handle, ends))
  } finally {
    await handle.close()
  }
}

/** @returns where the last whole line ends, and whether each line ends as it has to */
async function scanLines(handle: FileHandle, end: Buffer, bytes: number): Promise<{ ends: number; areOwn: boolean }> {
  let ends = 0
  let isCounted = bytes === 0
  let offset = 0
  /** The last bytes before the offset, which may hold the beginning of the end of a line. */
  let kept = Buffer.alloc(0)
  for (;;) {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(READ_BYTES), position: offset })
    if (bytesRead === 0) return { ends, areOwn: isCounted }
    const text = Buffer.concat([kept, buffer.subarray(0, bytesRead)])
    for (let at = text.indexOf(NEWLINE, kept.length); at >= 0; at = text.indexOf(NEWLINE, at + 1)) {
      if (!text.subarray(Math.max(0, at - end.length), at).equals(end)) return { ends, areOwn: false }
      ends = offset - kept.length + at + 1
      if (ends === bytes) isCounted = true
    }
    offset += bytesRead
    kept = text.subarray(Math.max(0, text.length - end.length))
  }
}

async function readFrom(handle: FileHandle, position: number): Promise<string> {
  const { size } = await handle.stat()
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - position), position })
  return buffer.toString('utf8', 0, bytesRead)
}

/** Whether a text is the beginning of a line of ours, or nothing. A whole line without its end is somebody else's. */
function isCutLine(text: string): boolean {
  if (!text.startsWith(BEGINNING.slice(0, text.length))) return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}
