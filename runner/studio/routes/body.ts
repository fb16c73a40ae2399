import type { Context } from 'hono'
import type { z } from 'zod'
import { Problem } from '../problem'

/** Maximum size of a JSON body, in bytes. Files are not JSON bodies. */
const MAX_BODY = 8 * 1024 * 1024

/** Reads a JSON body. @throws Problem that names the key that is not valid */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const { data, error } = schema.safeParse(parse(await readText(c)))
  if (error === undefined) return data as T
  const [{ path, message }] = error.issues
  throw new Problem(400, `${path.join('.') || 'The body'}: ${message}.`)
}

/** Reads a body of any length up to the limit. That of a chunked one is not known before. */
async function readText(c: Context): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.byteLength
    if (size > MAX_BODY) throw new Problem(413, `The body is larger than ${MAX_BODY} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'The body is not valid JSON.')
  }
}

/** Whether the request asks for values that may be personal. */
export function isShown(c: Context): boolean {
  return c.req.query('show') === '1'
}
