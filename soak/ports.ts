import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Nobody listens there, and the system gives it to no program. */
export const CLOSED_PORT = 1

/** Ports below those that systems give to programs that ask for any: 32,768 and more. */
const RANGE = [10_000, 32_000] as const

/** A port that stays free until it is asked for by its number. */
export async function freePort(): Promise<number> {
  const port = randomInt(...RANGE)
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  await once(server.close(), 'close')
  return port
}
