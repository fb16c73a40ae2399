import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { presetSubscriptions } from '../cli/subscriptions'
import { dryRunTarget } from '../cli/target'
import { presets } from '../src/presets'

const EXAMPLES = join(__dirname, '..', 'examples')
const PAIRS = readdirSync(join(EXAMPLES, 'pairs'))

it.each(PAIRS)('the pair %s holds: its event becomes its request', async (file) => {
  const { event, request } = JSON.parse(readFileSync(join(EXAMPLES, 'pairs', file), 'utf8'))
  const requests: unknown[] = []
  const { destination, settings } = dryRunTarget((_url, body) => requests.push(JSON.parse(JSON.stringify(body))))
  const subscriptions = presetSubscriptions().filter(({ matches }) => matches(event))
  const pixelCode = request.event_source_id
  await destination.onEvent(event, { ...settings, pixelCode, subscriptions } as never)
  expect(requests).toEqual([request])
})

it('the shopping session has an event for each preset, and events that none wants', () => {
  const lines = readFileSync(join(EXAMPLES, 'events.ndjson'), 'utf8').trim().split('\n')
  const wantedBy = lines.map((line) => presetSubscriptions().filter(({ matches }) => matches(JSON.parse(line))))
  expect(new Set(wantedBy.flat().map(({ name }) => name))).toEqual(new Set(presets.map(({ name }) => name)))
  expect(wantedBy.filter((subscriptions) => subscriptions.length === 0)).toHaveLength(3)
})
