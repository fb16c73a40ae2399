import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { addReason, newTally } from '../../runner/delivery/tally'
import { UsageError } from '../../runner/errors'
import { Checkpoint } from '../../runner/state/checkpoint'
import { ordersOf } from '../__helpers__/command'
import { runsOf } from '../__helpers__/runs'
import { SendBench } from '../__helpers__/send'

fc.configureGlobal({ seed: 20261122 })

const bench = new SendBench()

const REFUND = { value: -1 }

type Json = Record<string, unknown>

const IDENTITY = { input: 'input', mappings: 'mappings', pixel: 'pixel' }

const chunkAt = (offset: number, line: number) => ({
  path: 'a.ndjson',
  start: { file: 0, offset, line, selected: 0 },
  end: { file: 0, offset: offset + 100, line: line + 10, selected: 0 },
  bytes: Buffer.alloc(0),
  tooLong: []
})

/** Saves a checkpoint with a gap between its settled chunks. */
async function saveCheckpoint(path: string): Promise<Json> {
  const checkpoint = await Checkpoint.open(path, IDENTITY)
  const tally = newTally()
  Object.assign(tally, { read: 10, delivered: 7, rejected: 3 })
  addReason(tally, 'a reason', 'a.ndjson:3', 3)
  for (const chunk of [chunkAt(0, 1), chunkAt(200, 21), chunkAt(300, 31)]) checkpoint.complete(chunk, tally)
  checkpoint.failedBytes = 500
  await checkpoint.save()
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The content of a checkpoint with another value at a path of keys, and the digest that belongs to it. */
function mutate(saved: Json, keys: readonly string[], value: unknown): string {
  const { digest: _digest, ...content } = structuredClone(saved)
  let holder = content
  for (const key of keys.slice(0, -1)) holder = holder[key] as Json
  Object.defineProperty(holder, keys[keys.length - 1], { value, enumerable: true, configurable: true, writable: true })
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return JSON.stringify({ ...content, digest })
}

/** All paths of keys in a value. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [[key], ...pathsIn(child).map((path) => [key, ...path])])
}

const PROBLEM = /is not a checkpoint of this version, or it is damaged\. Delete it|belongs to other/

it.each<[what: string, keys: string[], value: unknown]>([
  ['a negative size of the failed file', ['failedBytes'], -5],
  ['a position that is not a whole number', ['cursor', 'offset'], 1.5],
  ['a cursor behind a settled chunk', ['cursor', 'offset'], 250],
  ['a cursor that is null', ['cursor'], null],
  ['a settled chunk that ends before it begins', ['completed', '0', '1', 'offset'], 150],
  ['the same settled chunk twice', ['completed', '1', '0', 'offset'], 200],
  ['a negative count', ['tally', 'delivered'], -7],
  ['counts that do not add up', ['tally', 'read'], 11],
  ['a count that is missing', ['tally', 'retries'], undefined],
  ['a reason without a count', ['tally', 'reasons', 'a reason'], { example: 'a.ndjson:3' }],
  [
    'reasons without end',
    ['tally', 'reasons'],
    Object.fromEntries(Array.from({ length: 102 }, (_, i) => [i, { count: 1, example: '' }]))
  ],
  ['a finished input with chunks to come', ['isFinished'], true],
  ['further keys', ['more'], 1]
])('a checkpoint with %s is refused', async (_what, keys, value) => {
  const path = bench.folder.file('checkpoint')
  bench.folder.write('checkpoint', mutate(await saveCheckpoint(path), keys, value))
  await expect(Checkpoint.open(path, IDENTITY)).rejects.toThrow(PROBLEM)
})

it.each(['reasons', 'matchKeys'])('a name in the %s does not change the prototype of anything', async (key) => {
  const path = bench.folder.file('checkpoint')
  const saved = await saveCheckpoint(path)
  bench.folder.write('checkpoint', mutate(saved, ['tally', key, '__proto__'], { count: 1, example: '' }))
  const { tally } = await Checkpoint.open(path, IDENTITY)
  addReason(tally, '__proto__', 'a.ndjson:1')
  expect(Object.keys(Object.prototype)).toEqual([])
})

it('any checkpoint is taken with what it says, or refused with one clear error', async () => {
  const path = bench.folder.file('checkpoint')
  const saved = await saveCheckpoint(path)
  const keys = fc.constantFrom(...pathsIn(saved).filter(([first]) => first !== 'digest'))
  const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.double(), fc.constantFrom(undefined, -1, 2 ** 53, '0', []))
  const named = fc
    .tuple(keys, fc.constantFrom('__proto__', 'constructor', 'toString', 'x'))
    .map(([all, key]) => [...all.slice(0, -1), key])
  const numRuns = runsOf(200)
  let refused = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(keys, named), value, async (changed, replacement) => {
      bench.folder.write('checkpoint', mutate(saved, changed, replacement))
      try {
        const { cursor, failedBytes, tally } = await Checkpoint.open(path, IDENTITY)
        const numbers = [cursor.file, cursor.offset, cursor.line, failedBytes, tally.read, tally.delivered]
        expect(numbers.every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true)
        for (const { count } of Object.values(tally.reasons)) expect(Number.isSafeInteger(count)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError)
        expect((error as Error).message).toMatch(PROBLEM)
        refused++
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { numRuns }
  )
  expect(refused).toBeGreaterThan(numRuns / 2)
})

it('a checkpoint whose bytes were changed is refused', async () => {
  const path = bench.folder.file('checkpoint')
  await saveCheckpoint(path)
  const bytes = readFileSync(path)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 2), fc.nat(255), async (position, byte) => {
      fc.pre(bytes[position] !== byte)
      const changed = Buffer.from(bytes)
      changed[position] = byte
      bench.folder.write('checkpoint', changed)
      await expect(Checkpoint.open(path, IDENTITY)).rejects.toThrow(PROBLEM)
    }),
    { numRuns: runsOf(50) }
  )
})

it('counts a reason by any name', () => {
  const tally = newTally()
  addReason(tally, '__proto__', 'a.ndjson:1')
  addReason(tally, '__proto__', 'a.ndjson:2')
  expect(JSON.stringify(tally.reasons)).toBe('{"__proto__":{"count":2,"example":"a.ndjson:1"}}')
  expect(Object.keys(Object.prototype)).toEqual([])
})

it.each<[what: string, keys: string[], value: unknown]>([
  ['a negative size', ['failedBytes'], -5],
  ['a size of zero', ['failedBytes'], 0],
  ['no tally', ['tally'], {}]
])('a run leaves the failed events as they are where the checkpoint has %s', async (_what, keys, value) => {
  const [failed, checkpoint] = [bench.folder.file('failed.ndjson'), bench.folder.file('checkpoint')]
  const input = bench.folder.writeEvents(
    'a.ndjson',
    ordersOf(3, (index) => (index === 0 ? REFUND : {}))
  )
  const args = [input, '--failed', failed, '--checkpoint', checkpoint]
  await bench.send(args)
  const kept = readFileSync(failed, 'utf8')
  const saved: Json = JSON.parse(readFileSync(checkpoint, 'utf8'))
  bench.folder.write('checkpoint', JSON.stringify({ ...saved, isFinished: false, [keys[0]]: value }))
  const { status, stderr } = await bench.send(args)
  expect(stderr).toMatch(/^error: \S+ is not a checkpoint of this version, or it is damaged\. Delete it[^\n]*\n$/)
  expect(status).toBe(2)
  expect(kept).not.toBe('')
  expect(readFileSync(failed, 'utf8')).toBe(kept)
})
