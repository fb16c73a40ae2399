import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** At most 64 MB a second: enough to be noticed, not enough to exhaust the machine. */
const BLOCK = Buffer.alloc(64 * 1024, ' ')

const ANSWERS = {
  accept: (response: ServerResponse) => response.end('{"code":0,"message":"OK","request_id":"20261101000000"}'),
  reject: (response: ServerResponse) => response.end('{"code":40002,"message":"Invalid value for event_id."}'),
  endless: (response: ServerResponse) => {
    const timer = setInterval(() => response.write(BLOCK), 1)
    response.on('close', () => clearInterval(timer))
  }
}

export type Answer = keyof typeof ANSWERS

/** Starts a server that answers all requests alike, in a process of its own: its work is not counted as the sender's. */
export async function startReceiver(answer: Answer) {
  const child = fork(__filename, [answer])
  const [port] = (await once(child, 'message')) as [number]
  /** @returns the number of requests that arrived */
  const stop = async () => {
    child.send('stop')
    const [requests] = (await once(child, 'message')) as [number]
    child.disconnect()
    return requests
  }
  return { port, stop }
}

if (require.main === module) {
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    request.resume().on('end', () => ANSWERS[process.argv[2] as Answer](response))
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('message', () => process.send?.(requests))
  process.on('disconnect', () => process.exit())
}
