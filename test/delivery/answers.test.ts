import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

let server: Server
afterEach(async () => {
  server.closeAllConnections()
  server.close()
})

async function listen(listener: RequestListener): Promise<number> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const MEBIBYTE = 1024 * 1024

/** 16 MiB in 16 kB. */
const bomb = gzipSync(Buffer.alloc(16 * MEBIBYTE, ' '))

it.each<[what: string, listener: RequestListener]>([
  ['a gzip bomb', (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)],
  [
    'a body without an end',
    (_request, response) => {
      const block = Buffer.alloc(64 * 1024, ' ')
      const write = () => {
        while (!response.destroyed && response.write(block));
      }
      response.on('drain', write)
      write()
    }
  ]
])('abandons an answer that is %s, and gives its events up', async (_what, listener) => {
  const closings: Promise<unknown>[] = []
  const port = await listen((request, response) => {
    closings.push(once(response, 'close'))
    listener(request, response)
  })
  const args = ['send', '-', '--sandbox-port', String(port), '--max-attempts', '2', '--retry-delay', '0.01', '--json']
  const { stdout, status } = await runInProcess([...args, '--workers', '1'], { input: toLines(ordersOf(10)) })
  expect(JSON.parse(stdout)).toMatchObject({ read: 10, delivered: 0, gaveUp: 10, requests: 2 })
  expect(status).toBe(1)
  expect(closings).toHaveLength(2)
  await Promise.all(closings)
})

it('reads an answer of 64 kB', async () => {
  const answer = JSON.stringify({ code: 0, message: 'OK', padding: '' })
  const padding = ' '.repeat(64 * 1024 - answer.length)
  const port = await listen((_request, response) => response.end(answer + padding))
  const args = ['send', '-', '--sandbox-port', String(port), '--workers', '1', '--json']
  const { stdout } = await runInProcess(args, { input: toLines(ordersOf(1)) })
  expect(JSON.parse(stdout)).toMatchObject({ delivered: 1 })
})
