import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { BACKSLASH, COMMA, LIST_BEGIN, OBJECT_BEGIN, QUOTE } from '../../sources/json-bytes'
import { decodeUtf8, readJson } from '../../sources/json-reader'
import { badRequest } from './answer'
import type { Hold } from './byte-budget'

/** The Node.js request and response behind a request; absent in tests without a server. */
export type Env = { Bindings: Partial<HttpBindings> }

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const unpackGzip = promisify(gunzip) as Decoder
const unpackZlib = promisify(inflate) as Decoder
const unpackRaw = promisify(inflateRaw) as Decoder

/** HTTP's deflate is zlib's format, but some senders leave out its header, whose first half byte is 8. */
const unpackDeflate: Decoder = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? unpackZlib(bytes, options) : unpackRaw(bytes, options)

/** Content codings, by their names in HTTP. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', unpackGzip],
  ['x-gzip', unpackGzip],
  ['deflate', unpackDeflate],
  ['br', promisify(brotliDecompress) as Decoder]
])

/**
 * Reads and unpacks the body of a request.
 * @param hold counts its bytes, packed and unpacked
 * @throws Refusal for a body that is too large or cannot be unpacked
 */
export async function readBody(c: Context<Env>, maxBytes: number, hold: Hold): Promise<Buffer> {
  const encoding = (c.req.header('content-encoding') ?? 'identity').trim().toLowerCase()
  const decode = DECODERS.get(encoding)
  if (decode === undefined && encoding !== 'identity') {
    throw badRequest('encoding', 'The Content-Encoding is not gzip, deflate or br.')
  }
  const bytes = await readLimited(c, maxBytes, hold)
  if (decode === undefined) return bytes
  try {
    const body = await decode(bytes, { maxOutputLength: maxBytes })
    hold.add(body.length)
    return body
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : badRequest('encoding', `The body is not ${encoding}.`)
  }
}

/** Bytes of the largest body for each value that a body may hold. Those of events take twice as many. */
const BYTES_PER_VALUE = 8

/**
 * Parses JSON, and keeps the digits of integers that JavaScript would round. Anybody may send a body, and parsed, lists
 * without content take up a hundred times their bytes: one with too many values is not parsed.
 * @throws Refusal for anything else
 */
export function parseJson(body: Buffer, maxBytes: number): unknown {
  const most = Math.floor(maxBytes / BYTES_PER_VALUE)
  if (body.length > most && countValues(body) > most) {
    throw badRequest('shape', `The body holds more than ${most} values.`)
  }
  try {
    return readJson(decodeUtf8(body).replace(/^\uFEFF/, ''))
  } catch {
    throw badRequest('json', 'The body is not valid JSON.')
  }
}

/** Counts the values of JSON but for the first one of each list and object. */
function countValues(json: Buffer): number {
  let count = 0
  let isInString = false
  for (let index = 0; index < json.length; index++) {
    const byte = json[index]
    if (byte === QUOTE) isInString = !isInString
    else if (byte === BACKSLASH) index++
    else if (!isInString && (byte === COMMA || byte === LIST_BEGIN || byte === OBJECT_BEGIN)) count++
  }
  return count
}

async function readLimited(c: Context<Env>, maxBytes: number, hold: Hold): Promise<Buffer> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(c)) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes)
    hold.add(chunk.byteLength)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The stream of Node.js itself costs less than one of the web. It stays open after a refusal, which is answered. */
async function* chunksOf({ env, req }: Context<Env>): AsyncGenerator<Uint8Array> {
  const { incoming } = env ?? {}
  const stream = incoming instanceof Readable ? incoming.iterator({ destroyOnReturn: false }) : (req.raw.body ?? [])
  try {
    yield* stream as AsyncIterable<Uint8Array>
  } catch {
    throw badRequest('body', 'The body ends before its end.')
  }
}

function tooLarge(maxBytes: number) {
  return badRequest('size', `The body is larger than ${maxBytes} bytes.`)
}
