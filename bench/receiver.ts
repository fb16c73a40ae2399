import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSandbox } from '../sandbox'
import type { ReceiverKind, Traffic } from './receivers'

/** Receives requests in a process of its own, and tells its parent what came since it was asked last. */
async function receive(kind: ReceiverKind): Promise<void> {
  let traffic: Traffic = { requests: 0, bytes: 0 }
  subscribe('http.server.request.start', (message) => {
    const { headers } = (message as { request: IncomingMessage }).request
    traffic.requests++
    traffic.bytes += Number(headers['content-length'] ?? 0)
  })
  const { port, reset } = kind === 'sandbox' ? await startSandbox() : await startPlainReceiver()
  process.on('message', () => {
    process.send?.(traffic)
    traffic = { requests: 0, bytes: 0 }
    reset()
  })
  process.on('disconnect', () => process.exit())
  process.send?.(port)
}

/** Accepts whatever comes, at next to no cost. */
async function startPlainReceiver(): Promise<{ port: number; reset: () => void }> {
  const answer = JSON.stringify({ code: 0, message: 'OK', request_id: '20261101000000', data: {} })
  const headers = { 'content-type': 'application/json', 'content-length': answer.length }
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, headers).end(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, reset: () => undefined }
}

void receive(process.argv[2] as ReceiverKind)
