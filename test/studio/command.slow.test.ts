import { mkdirSync, readdirSync } from 'node:fs'
import type { Run } from '../__helpers__/command'
import { ordersOf, TestFolder, tiktokConversions, toLines } from '../__helpers__/command'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
  mkdirSync(folder.file('temporary'))
})
afterAll(() => folder.remove())

const HEADER = 'X-Studio-Token'
const EVENTS = 100_000

interface Page {
  origin: string
  token: string
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  get: (path: string) => Promise<any>
}

/** Starts the real command, uses its page, and ends it as Ctrl-C does. */
async function withStudio(args: readonly string[], use: (page: Page) => Promise<void>): Promise<Run> {
  let failure: unknown
  const run = await tiktokConversions(['studio', ...args, '--no-open'], {
    env: { TMPDIR: folder.file('temporary') },
    onStart: (child) => {
      let output = ''
      child.stdout?.on('data', async (text) => {
        output += text
        const [, origin, token] = /^The studio is at (\S+)\/#token=(\S+)\n/.exec(output) ?? []
        if (origin === undefined || child.killed || !output.endsWith('Ctrl-C ends it.\n')) return
        const get = async (path: string) => (await fetch(`${origin}${path}`, { headers: { [HEADER]: token } })).json()
        try {
          await use({ origin, token, get })
        } catch (error) {
          failure = error
        }
        child.kill('SIGINT')
      })
    }
  })
  if (failure !== undefined) throw failure
  return run
}

it('serves 100,000 events to this machine only, and leaves nothing behind', async () => {
  const file = folder.write('events.ndjson', toLines(ordersOf(EVENTS)))
  const run = await withStudio([file], async ({ origin, token, get }) => {
    expect(readdirSync(folder.file('temporary'))).toHaveLength(1)
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${origin}/api/sources`)).status).toBe(403)
    expect(token.length).toBeGreaterThanOrEqual(32)
    await expect(fetch(origin.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow()
    let source = { state: 'reading', counts: {} }
    for (; source.state === 'reading'; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const { sources } = await get('/api/sources')
      source = sources[0]
    }
    expect(source).toMatchObject({ rows: EVENTS, counts: { delivered: EVENTS } })
    const { rows } = await get(`/api/sources/1/rows?from=${EVENTS - 2}&limit=10`)
    expect(rows.map(({ line }: { line: number }) => line)).toEqual([EVENTS - 1, EVENTS])
    const { event } = await get(`/api/sources/1/events/${EVENTS - 1}?show=1`)
    expect(event).toMatchObject({ messageId: `m${EVENTS - 1}` })
  })
  expect(run).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(folder.file('temporary'))).toEqual([])
})

it.each([
  [['none.ndjson'], /none\.ndjson cannot be read \(ENOENT\)/],
  [['--mappings', 'package.json'], /package\.json/],
  [['--port', '70000'], /whole number/]
])('refuses %j', async (args, message) => {
  const { status, stderr } = await tiktokConversions(['studio', '--no-open', ...args])
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
})

it('says that a port is taken', async () => {
  await withStudio([], async ({ origin }) => {
    const { port } = new URL(origin)
    expect(await tiktokConversions(['studio', '--no-open', '--port', port])).toMatchObject({
      status: 2,
      stderr: `error: Port ${port} cannot be used (EADDRINUSE).\n`
    })
  })
})
