import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import type { ModifiedResponse, RequestClient } from '@segment/actions-core'
import { sendBatch, sendEvent } from '../src/reportWebEvent/send'
import { TestFolder, toLines } from './__helpers__/command'
import { EVENTS, leakIn, leaksIn, SECRETS, VARIANTS } from './__helpers__/echoes'
import { runInProcess } from './__helpers__/in-process'
import { sampleOf } from './__helpers__/runs'

const PAYLOAD = {
  event: 'Purchase',
  event_id: 'e',
  email: [SECRETS.email],
  phone_number: [SECRETS.phone],
  first_name: SECRETS.name,
  external_id: [SECRETS.externalId],
  ip: SECRETS.address,
  ttclid: SECRETS.clickId,
  order_id: SECRETS.order
}
const SETTINGS = { accessToken: SECRETS.token, pixelCode: 'PIXELCODE' }

/** Everything that can be told of an error. */
function textsOf(error: unknown): string {
  const { message, stack, cause } = error as Error
  return [message, stack, String(cause), inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)].join(
    '\n'
  )
}

function answering(body: string): RequestClient {
  const client = async () => ({ status: 200, content: body }) as ModifiedResponse
  return client as unknown as RequestClient
}

it('echoes of TikTok leave nothing in the results and errors of the destination', async () => {
  expect(VARIANTS).toHaveLength(1496)
  const leaks: string[] = []
  for (const { name, secret, body } of sampleOf(VARIANTS, 5)) {
    const single = await sendEvent(answering(body), SETTINGS, PAYLOAD, {}).catch(textsOf)
    const batch = await sendBatch(answering(body), SETTINGS, [PAYLOAD], {})
    const told = `${inspect(single, { depth: 9 })}\n${inspect(batch, { depth: 9 })}\n${JSON.stringify([single, batch])}`
    // Both tell the same: each is looked at by itself, as digits may not come together by chance.
    const leak = told.split('\n').find((line) => leakIn(line, secret) !== undefined)
    if (leak !== undefined) leaks.push(`${name}: ${leak}`)
  }
  expect(leaks).toEqual([])
})

it('leaves nothing of the events in diagnose and explain', async () => {
  const folder = new TestFolder()
  const input = folder.write('a.ndjson', toLines(EVENTS.slice(0, 50)))
  const page = folder.file('page.html')
  const runs = [
    ['diagnose', input, '--html', page],
    ['diagnose', input, '--json'],
    ['explain', input],
    ['explain', input, '--json']
  ]
  const told: string[] = []
  for (const args of runs) {
    const { stdout, stderr } = await runInProcess(args)
    expect(stdout).not.toBe('')
    told.push(stdout, stderr)
  }
  told.push(readFileSync(page, 'utf8'))
  folder.remove()
  expect(told.flatMap((text) => text.split('\n')).flatMap(leaksIn)).toEqual([])
})
