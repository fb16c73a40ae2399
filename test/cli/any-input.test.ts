import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { main } from '../../runner/cli/program'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261122 })

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())
afterEach(() => jest.restoreAllMocks())

/** Bytes of any kind, and bytes that are events in part. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.array(fc.oneof(fc.json(), fc.constant('')), { maxLength: 20 }).map((lines) => Buffer.from(lines.join('\n'))),
  fc
    .array(
      fc.record({
        type: fc.constantFrom('page', 'track'),
        event: fc.constantFrom('Order Completed', 1),
        properties: fc.jsonValue(),
        context: fc.jsonValue()
      })
    )
    .map((events) => Buffer.from(toLines(events))),
  fc.tuple(fc.nat(300), fc.uint8Array({ maxLength: 50 })).map(([length, tail]) => {
    const packed = gzipSync(toLines(ordersOf(20)))
    return Buffer.concat([packed.subarray(0, length), tail])
  })
)

it('any byte stream gives an exit status and a report, and never a stack trace', async () => {
  const printed: string[] = []
  jest.spyOn(console, 'log').mockImplementation((text) => void printed.push(text))
  jest.spyOn(console, 'error').mockImplementation((text) => void printed.push(text))

  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      printed.length = 0
      const status = await main([
        'node',
        'tiktok-conversions',
        'send',
        folder.write('input', content),
        '--dry-run',
        '--json'
      ])
      expect([0, 1]).toContain(status)
      const { read, wouldBeSent, rejected, gaveUp, unmatched } = JSON.parse(printed[0])
      expect(wouldBeSent + rejected + gaveUp + unmatched).toBe(read)
      expect(printed.join('\n')).not.toMatch(/^ {4}at |TypeError/m)
    }),
    { numRuns: runsOf(60) }
  )
})
