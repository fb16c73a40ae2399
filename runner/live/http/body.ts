import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import { readJson } from '../../sources/json-reader'
import { badRequest } from './answer'

const unzip = promisify(gunzip)

/** The bytes of a request's body, unpacked. @throws Refusal for one that is too large or cannot be unpacked */
export async function readBody(c: Context, maxBytes: number): Promise<Buffer> {
  const encoding = (c.req.header('content-encoding') ?? 'identity').toLowerCase()
  const bytes = await readLimited(c.req.raw, maxBytes)
  if (encoding === 'identity') return bytes
  if (encoding !== 'gzip') throw badRequest('The Content-Encoding is not gzip.')
  try {
    return await unzip(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(maxBytes)
      : badRequest('The body is not gzip.')
  }
}

/** Parses JSON, and keeps the digits of integers that JavaScript would round. @throws Refusal for anything else */
export function parseJson(body: Buffer): unknown {
  try {
    return readJson(body.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    throw badRequest('The body is not valid JSON.')
  }
}

/** Node.js reads no more than a length says; without one, this counts while it reads. */
async function readLimited(request: Request, maxBytes: number): Promise<Buffer> {
  const length = request.headers.get('content-length')
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (length !== null) return Buffer.from(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(maxBytes: number) {
  return badRequest(`The body is larger than ${maxBytes} bytes.`)
}
