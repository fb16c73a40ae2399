import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEvents } from './events'
import { startReceiver } from './receivers'
import type { Section } from './report'
import type { Size } from './sizes'
import { createDestination, cutIntoBatches, EVENT_KINDS, sendInBatches } from './subjects'

const ROOT = resolve(__dirname, '..')

/** Files that take less than this share of the time are one row. */
const LEAST_SHARE = 0.01

/** Which files the time goes to, in batches of 1000: self time, without what they call. */
export async function benchProfile({ batched, rounds }: Size): Promise<Section> {
  const receiver = await startReceiver('plain')
  try {
    const shares = []
    for (const { create, settings } of EVENT_KINDS) {
      const destination = createDestination(receiver.port)
      const batches = cutIntoBatches(createEvents(batched, create), 1000)
      const send = () => sendInBatches(destination, batches, settings, 1)
      await send()
      shares.push(sharesOf(await record(send, rounds)))
    }
    const [orders, pageViews] = shares
    const files = [...orders.keys()].filter((file) => (orders.get(file) ?? 0) >= LEAST_SHARE)
    const rows = files.map((file) => ({
      '% of self time': file,
      orders: 100 * (orders.get(file) ?? 0),
      'page views': 100 * (pageViews.get(file) ?? 0)
    }))
    return { title: 'Profile, in batches of 1000', rows, targets: [] }
  } finally {
    receiver.close()
  }
}

async function record(work: () => Promise<void>, times: number): Promise<Profiler.Profile> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  for (let time = 0; time < times; time++) await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return profile
}

/** The share of the samples in each file, the largest first. Waiting is not counted. */
function sharesOf({ nodes }: Profiler.Profile): Map<string, number> {
  const hits = new Map<string, number>()
  for (const { callFrame, hitCount = 0 } of nodes) {
    if (callFrame.functionName === '(idle)') continue
    const file = nameOf(callFrame)
    hits.set(file, (hits.get(file) ?? 0) + hitCount)
  }
  const total = [...hits.values()].reduce((sum, count) => sum + count, 0)
  return new Map(
    [...hits].map(([file, count]): [string, number] => [file, count / total]).sort(([, a], [, b]) => b - a)
  )
}

/** A package and its file; code without a file is the validator's, or a part of Node.js. */
function nameOf({ url, functionName }: Profiler.ProfileNode['callFrame']): string {
  if (url === '') return functionName.startsWith('validate') ? 'ajv, compiled schema' : functionName || '(no name)'
  if (url.startsWith('node:')) return 'Node.js'

  const path = url.startsWith('file:') ? fileURLToPath(url) : url
  return relative(ROOT, path).replace(/^.*node_modules\//, '')
}
