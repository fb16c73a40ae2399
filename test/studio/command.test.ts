import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { StudioSandbox } from '../../runner/studio/sandbox'
import { ordersOf, TestFolder, tiktokConversions, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { TestStudio } from './__helpers__/studio'
import { readingEnds, withStudio } from './__helpers__/studio-process'

let folder: TestFolder
let temporary: TestFolder
beforeEach(() => {
  folder = new TestFolder()
  temporary = new TestFolder()
})
afterEach(() => {
  folder.remove()
  temporary.remove()
})

it('serves a file to this machine only, says that its port is taken, and leaves nothing behind', async () => {
  const file = folder.write('events.ndjson', toLines(ordersOf(10)))
  const run = await withStudio(temporary, [file], async (page) => {
    const { origin, token, ask } = page
    expect(readdirSync(temporary.path)).toHaveLength(1)
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${origin}/api/sources`)).status).toBe(403)
    expect(token.length).toBeGreaterThanOrEqual(32)
    await expect(fetch(origin.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow()
    expect(await readingEnds(page)).toMatchObject({ rows: 10, counts: { delivered: 10 } })
    // It leaves it to the client to end idle connections.
    const { headers } = await ask('/api/sources')
    expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['keep-alive', null])
    const { port } = new URL(origin)
    expect(await tiktokConversions(['studio', '--no-open', '--port', port])).toMatchObject({
      status: 2,
      stderr: `error: Port ${port} cannot be used (another program uses it). Choose another with --port.\n`
    })
  })
  expect(run).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(temporary.path)).toEqual([])
})

it.each([
  [['none.ndjson'], /No such file: none\.ndjson\./],
  [['--mappings', 'package.json'], /package\.json/],
  [['--port', '70000'], /whole number/]
])('refuses %j', async (args, message) => {
  const { status, stderr } = await runInProcess(['studio', '--no-open', ...args])
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
})

it('ends if the folder for temporary files is not there', async () => {
  const TMPDIR = temporary.file('none')
  expect(await tiktokConversions(['studio', '--no-open'], { env: { TMPDIR } })).toEqual({
    status: 2,
    stdout: '',
    stderr: `error: The folder for temporary files, ${TMPDIR}, cannot be used (no such file or folder). Choose one with TMPDIR.\n`
  })
})

it('ends its sandbox if standard input cannot be kept', async () => {
  const close = jest.spyOn(StudioSandbox.prototype, 'close')
  const broken = new Readable({ read: () => broken.destroy(new Error('The terminal is gone.')) })
  await expect(TestStudio.open(['-'], { standardInput: broken })).rejects.toThrow('The terminal is gone.')
  expect(close).toHaveBeenCalledTimes(1)
})
