import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { presetMappings } from '../runner/mappings/presets'
import { createRoutes } from '../runner/transform/match'
import { startSandbox } from '../sandbox'
import { presets } from '../src/presets'
import { observeDestination } from './__helpers__/observed-destination'

const EXAMPLES = join(__dirname, '..', 'examples')
const PAIRS = readdirSync(join(EXAMPLES, 'pairs'))

it.each(PAIRS)('the pair %s holds: its event becomes its request', async (file) => {
  const { event, mappings, request } = JSON.parse(readFileSync(join(EXAMPLES, 'pairs', file), 'utf8'))
  const { destination, settings, bodies } = observeDestination(request.event_source_id)
  await destination.onEvent(event, { ...settings, subscriptions: mappings ?? presetMappings() } as never)
  expect(bodies.map((body) => JSON.parse(body))).toEqual([request])
})

it.each(PAIRS)('the sandbox takes the request of the pair %s', async (file) => {
  const { request } = JSON.parse(readFileSync(join(EXAMPLES, 'pairs', file), 'utf8'))
  const sandbox = await startSandbox({ pixelCode: request.event_source_id })
  const answer = await fetch(`${sandbox.url}/open_api/v1.3/event/track/`, {
    method: 'POST',
    headers: { 'Access-Token': sandbox.accessToken, 'Content-Type': 'application/json' },
    body: JSON.stringify(request)
  })
  expect(await answer.json()).toMatchObject({ code: 0 })
  await sandbox.close()
})

it('the shopping session has an event for each preset, and events that none wants', () => {
  const lines = readFileSync(join(EXAMPLES, 'events.ndjson'), 'utf8').trim().split('\n')
  const wantedBy = lines.map((line) =>
    createRoutes(presetMappings()).filter(({ matches }) => matches(JSON.parse(line)))
  )
  expect(new Set(wantedBy.flat().map(({ name }) => name))).toEqual(new Set(presets.map(({ name }) => name)))
  expect(wantedBy.filter((subscriptions) => subscriptions.length === 0)).toHaveLength(3)
})
