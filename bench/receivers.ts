import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** `plain` accepts whatever comes; `sandbox` is the local TikTok. */
export const RECEIVER_KINDS = ['plain', 'sandbox'] as const

export type ReceiverKind = (typeof RECEIVER_KINDS)[number]

/** What was received. */
export interface Traffic {
  requests: number
  /** Of the bodies. */
  bytes: number
}

/** A receiver in a process of its own, so that its work is not counted as the sender's. */
export interface Receiver {
  port: number
  /** What came since this was asked last. The sandbox forgets its events then. */
  takeTraffic(): Promise<Traffic>
  close(): void
}

export async function startReceiver(kind: ReceiverKind): Promise<Receiver> {
  const child = fork(join(__dirname, 'receiver.js'), [kind])
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    takeTraffic: async () => {
      child.send('traffic')
      const [traffic] = (await once(child, 'message')) as [Traffic]
      return traffic
    },
    close: () => child.disconnect()
  }
}
