import { createHash } from 'node:crypto'
import { Analytics } from '@segment/analytics-node'
import type { ServeProcess } from '../../../soak/serve'
import { WRITE_KEY } from '../../../soak/serve'

/** A made-up person. */
export const PERSON = {
  email: 'jane.roe@example.com',
  phone: '+12125550123',
  firstName: 'Janeanna',
  lastName: 'Roeville',
  ip: '203.0.113.77',
  userId: 'customer-4711',
  street: '12 Imaginary Lane'
}

/** Values of the person, and digests of what TikTok gets. */
export const SECRETS = [
  ...Object.values(PERSON),
  '2125550123',
  'Mozilla/5.0',
  ...[PERSON.email, PERSON.phone, PERSON.userId].map((value) => createHash('sha256').update(value).digest('hex'))
]

/** Sends events of the person by the real library; resolves when they are acknowledged. */
export async function track(
  server: ServeProcess,
  events: readonly { event: string; properties?: object }[]
): Promise<void> {
  const analytics = new Analytics({ writeKey: WRITE_KEY, host: server.url, path: '/v1/batch', maxEventsInBatch: 100 })
  const { email, phone, firstName, lastName, ip, userId, street } = PERSON
  for (const { event, properties } of events) {
    const traits = { email, phone, firstName, lastName, address: { street }, [email]: true }
    const context = { ip, userAgent: 'Mozilla/5.0', traits }
    analytics.track({ userId, event, context, properties: { currency: 'USD', revenue: 9, email, ...properties } })
  }
  await analytics.closeAndFlush({ timeout: 600_000 })
}
