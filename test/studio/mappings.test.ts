import { readFileSync } from 'node:fs'
import { explain, maskExplanation, presetMappings } from '../../runner/explain'
import type { EditableMapping, SandboxRequest } from '../../runner/studio/api'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { TestStudio } from './__helpers__/studio'

const PURCHASES: EditableMapping = {
  name: 'Purchases',
  subscribe: 'event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: { event: 'Purchase', event_id: { '@path': '$.messageId' }, timestamp: { '@path': '$.timestamp' } },
  enabled: true
}
const LEADS: EditableMapping = { ...PURCHASES, name: 'Leads', subscribe: 'event = "Signed Up"', enabled: false }
const [ORDER] = ordersOf(1, () => ({ email: 'jane@example.com' }))

let folder: TestFolder
let studio: TestStudio
beforeEach(async () => {
  folder = new TestFolder()
  studio = await TestStudio.open([folder.writeEvents('events.ndjson', [ORDER, { ...ORDER, event: 'Signed Up' }])])
  await studio.counted()
})
afterEach(async () => {
  await studio.close()
  folder.remove()
})

describe('the mappings', () => {
  it('are the presets at first', async () => {
    const presets = presetMappings().map((mapping, index) => ({ ...mapping, id: `m${index + 1}`, enabled: true }))
    expect(await studio.get('/api/mappings')).toEqual({
      mappings: presets,
      original: presets,
      warnings: [],
      revision: 1,
      isChanged: false
    })
  })

  it('are replaced, and all events are counted anew', async () => {
    const { status, body } = await studio.change([PURCHASES, LEADS])
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { mappings: [PURCHASES, LEADS], revision: 2, isChanged: true }
    })
    await studio.counted()
    const { rows } = await studio.get('/api/sources/1/rows')
    expect(rows.map(({ mappings }: { mappings: object[] }) => mappings)).toMatchObject([
      [{ mapping: 'Purchases', event: 'Purchase', verdict: 'delivered' }],
      []
    ])
  })

  it('may change while a file is read for the first time', async () => {
    const other = await TestStudio.open([folder.writeEvents('long.ndjson', ordersOf(3000))])
    const subscription = other.session.updates.subscribe()
    while (other.session.sources.all[0].rows === 0) await subscription.next()
    expect(other.session.sources.all[0].state).toBe('reading')
    await other.change([PURCHASES])
    expect(await other.counted()).toMatchObject([{ rows: 3000, counts: { delivered: 3000 }, revision: 2 }])
    for (const index of [0, 1500, 2999]) {
      const { event } = await other.get(`/api/sources/1/events/${index}?show=1`)
      expect(event).toMatchObject({ messageId: `m${index}` })
    }
    await other.close()
  })

  it('stay as they are where there are faults, all of which are told', async () => {
    const faulty = [
      { ...PURCHASES, subscribe: 'event = ' },
      { ...LEADS, enabled: true, partnerAction: 'other' }
    ]
    const { status, body } = await studio.change(faulty)
    expect(status).toBe(422)
    expect(body.faults.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/0/subscribe', '/1/partnerAction'])
    expect(await studio.get('/api/mappings')).toMatchObject({ revision: 1, isChanged: false })
  })

  it('are checked as a text', async () => {
    const check = async (text: string) => (await studio.ask('POST /api/mappings/check', { text })).body
    expect(await check(JSON.stringify([PURCHASES, LEADS]))).toEqual({
      mappings: [PURCHASES, LEADS],
      faults: [],
      warnings: []
    })
    expect(await check('[')).toEqual({
      mappings: [],
      faults: [{ pointer: '', message: 'is not valid JSON: line 1, column 2.' }],
      warnings: []
    })
    const { faults } = await check(JSON.stringify([{ ...PURCHASES, mapping: {} }]))
    expect(faults).toEqual([{ pointer: '/0/mapping/event', message: 'mapping 1: "mapping.event" is required.' }])
  })

  it.each(['send', 'segment'])('are exported as %s, which send takes', async (format) => {
    const { body: state } = await studio.change([...presetMappings(), LEADS])
    expect(state.mappings).toHaveLength(8)
    const { body, headers } = await studio.ask(`GET /api/mappings/export?format=${format}`)
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="mappings/)
    const file = folder.write('export.json', JSON.stringify(body))
    const events = folder.writeEvents('send.ndjson', [ORDER])
    const run = await runInProcess(['send', events, '--mappings', file, '--sandbox', '--json'])
    expect(run).toMatchObject({ status: 0 })
    expect(JSON.parse(run.stdout)).toMatchObject({ delivered: 1 })
  })

  it('have the keys of Segment in the form of Segment', async () => {
    await studio.change([PURCHASES])
    const { name, enabled, subscribe, mapping } = PURCHASES
    expect(await studio.get('/api/mappings/export?format=segment')).toEqual([
      { name, enabled, trigger: subscribe, actionSlug: 'reportWebEvent', settings: mapping }
    ])
  })

  it('cannot be saved without a file', async () => {
    expect(await studio.ask('POST /api/mappings/save', { revision: 1 })).toMatchObject({ status: 409 })
  })

  it('are saved in the file that was named', async () => {
    const file = folder.write('mappings.json', JSON.stringify([PURCHASES, LEADS]))
    const other = await TestStudio.open([], { mappings: file })
    expect(await other.get('/api/mappings')).toMatchObject({ mappings: [PURCHASES, LEADS], isChanged: false, file })
    const { body } = await other.change([PURCHASES])
    expect(body.isChanged).toBe(true)
    expect((await other.ask('POST /api/mappings/save', { revision: 2 })).body).toMatchObject({ isChanged: false })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([PURCHASES])
    await other.close()
  })

  it('keep their identity, whatever their names are', async () => {
    const { body } = await studio.change([PURCHASES, LEADS])
    const [purchases, leads] = body.mappings
    const { body: renamed } = await studio.change([{ ...leads, name: '..' }, PURCHASES, purchases])
    expect(renamed.mappings.map(({ id, name }: EditableMapping) => [id, name])).toEqual([
      [leads.id, '..'],
      ['m10', 'Purchases'],
      [purchases.id, 'Purchases']
    ])
  })

  it('are not replaced by those of a window that has not seen the last change', async () => {
    await studio.ask('PUT /api/mappings', { mappings: [PURCHASES], revision: 1 })
    const { status, body } = await studio.ask('PUT /api/mappings', { mappings: [LEADS], revision: 1 })
    expect({ status, body }).toMatchObject({
      status: 409,
      body: {
        message: 'The mappings have been changed in another window.',
        conflict: { kind: 'session', theirs: [PURCHASES], version: '2' }
      }
    })
    expect(await studio.get('/api/mappings')).toMatchObject({ revision: 2, mappings: [PURCHASES] })
  })

  it('have no other keys, which saving would lose', async () => {
    const { status, body } = await studio.change([{ ...PURCHASES, note: 'by Jane' }])
    expect({ status, body }).toMatchObject({
      status: 422,
      body: {
        faults: [{ pointer: '/0/note', message: expect.stringContaining('"note" is not a key of a mapping') }]
      }
    })
  })

  describe('of a file that another program changes', () => {
    const theirs = { ...LEADS, enabled: true }
    let file: string
    let other: TestStudio
    beforeEach(async () => {
      file = folder.write('mappings.json', JSON.stringify([PURCHASES]))
      other = await TestStudio.open([], { mappings: file })
      await other.change([{ ...PURCHASES, name: 'Mine' }])
      folder.write('mappings.json', JSON.stringify([theirs]))
    })
    afterEach(() => other.close())

    const save = (replaces?: string) => other.ask('POST /api/mappings/save', { revision: 2, replaces })

    it('are shown, and the file is kept', async () => {
      expect(await save()).toMatchObject({
        status: 409,
        body: {
          message: `${file} has been changed by another program.`,
          conflict: { kind: 'file', theirs: [theirs], version: expect.any(String) }
        }
      })
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([theirs])
    })

    it('replace the file if the person has seen what it holds', async () => {
      const { version } = (await save()).body.conflict
      expect(await save(version)).toMatchObject({ status: 200, body: { isChanged: false } })
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ ...PURCHASES, name: 'Mine' }])
    })

    it('do not replace a file that has changed again', async () => {
      const { version } = (await save()).body.conflict
      folder.write('mappings.json', JSON.stringify([theirs, PURCHASES]))
      expect(await save(version)).toMatchObject({ status: 409, body: { conflict: { kind: 'file' } } })
    })

    it('are read from the file on request', async () => {
      const { status, body } = await other.ask('POST /api/mappings/load', { revision: 2 })
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { mappings: [theirs], isChanged: false, revision: 3 }
      })
      expect(await other.ask('POST /api/mappings/save', { revision: 3 })).toMatchObject({ status: 200 })
    })
  })

  it('leave the figures of the mappings before them, until the new ones are complete', async () => {
    const other = await TestStudio.open([folder.writeEvents('long.ndjson', ordersOf(1000))])
    await other.counted()
    const subscription = other.session.updates.subscribe()
    other.session.changeMappings((mappings) => mappings.replace([{ ...LEADS, enabled: true }], 1))
    const seen: object[] = []
    for (;;) {
      const [source] = other.session.sources.all
      seen.push(source)
      if (source.state === 'ready') break
      expect(source).toMatchObject({ rows: 1000, counts: { delivered: 1000 }, revision: 1 })
      expect(await other.get('/api/sources/1/diagnosis')).toMatchObject({ report: { events: 1000 }, isComplete: false })
      await subscription.next()
    }
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.pop()).toMatchObject({ rows: 1000, counts: { delivered: 0, unmatched: 1000 }, revision: 2 })
    subscription.end()
    await other.close()
  })
})

describe('an explanation', () => {
  const now = Date.parse('2026-11-25T00:00:00Z')
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(now)
    process.env.TIKTOK_PIXEL_CODE = 'not-for-the-studio'
  })
  afterEach(() => {
    jest.restoreAllMocks()
    delete process.env.TIKTOK_PIXEL_CODE
  })
  const expected = () => explain(ORDER, presetMappings(), { pixelCode: 'SANDBOXPIXEL', now, leavesPixel: true })

  it.each([
    ['an event of a source', { source: '1', index: 0 }],
    ['any event', { event: ORDER }],
    ['a wrapped event', { event: { batch: [ORDER] } }]
  ])('of %s is the one of explain', async (_kind, choice) => {
    const { body } = await studio.ask('POST /api/explain', { ...choice, show: true })
    expect(body).toEqual(JSON.parse(JSON.stringify({ event: ORDER, explanation: await expected() })))
  })

  it('has no values unless they are asked for', async () => {
    const { body } = await studio.ask('POST /api/explain', { source: '1', index: 0 })
    expect(body.explanation).toEqual(JSON.parse(JSON.stringify(maskExplanation(await expected()))))
    expect(JSON.stringify(body)).not.toMatch(/jane|203\.0\.113|user-0|m0/)
  })

  it('takes mappings that are being edited', async () => {
    const { body } = await studio.ask('POST /api/explain', { event: ORDER, mappings: [PURCHASES] })
    expect(body.explanation.mappings).toMatchObject([{ name: 'Purchases', outcome: { request: expect.anything() } }])
    expect(await studio.get('/api/mappings')).toMatchObject({ revision: 1 })
  })

  it.each([
    [{ event: 'text' }, 422],
    [{ source: '9', index: 0 }, 404],
    [{ source: '1', index: 9 }, 404],
    [{}, 400],
    [{ event: ORDER, mappings: [{}] }, 422]
  ])('of %j is refused with status %i', async (choice, status) => {
    expect(await studio.ask('POST /api/explain', choice)).toMatchObject({
      status,
      body: { message: expect.any(String) }
    })
  })
})

describe('the sandbox', () => {
  const requests = async (query = ''): Promise<SandboxRequest[]> => (await studio.get(`/api/requests${query}`)).requests
  const send = async () => (await studio.ask('POST /api/send', { source: '1', index: 0 })).body.rows

  it('gets an event as send delivers it', async () => {
    expect(await send()).toEqual([
      { line: 1, name: 'Order Completed', mapping: 'Place an Order', tiktokEvent: 'PlaceAnOrder', status: 'delivered' }
    ])
    const [request] = await requests()
    expect(request).toMatchObject({ status: 200, code: 0, events: 1, names: ['PlaceAnOrder'], warnings: [] })
    expect(JSON.stringify(request.body)).not.toMatch(/203\.0\.113|"m0"/)
    const [shown] = await requests('?show=1')
    expect(shown.body).toMatchObject({ data: [{ event: 'PlaceAnOrder', event_id: 'm0', user: { ip: '203.0.113.7' } }] })
  })

  it('answers as it is told, and gets a body again', async () => {
    await studio.ask('POST /api/stubs', { code: 40100, message: 'Too many requests' })
    expect(await send()).toMatchObject([{ status: 'delivered' }])
    const [, limited] = await requests()
    expect(limited).toMatchObject({ code: 40100 })
    const { body } = await studio.ask(`POST /api/requests/${limited.id}/replay`)
    expect(body).toMatchObject({ code: 0, names: ['PlaceAnOrder'] })
    expect(await requests()).toHaveLength(3)
  })

  it('forgets requests and stubs', async () => {
    await studio.ask('POST /api/stubs', { drop: 'before', times: 9 })
    await studio.ask('DELETE /api/requests')
    expect(await send()).toMatchObject([{ status: 'delivered' }])
    expect(await requests()).toHaveLength(1)
  })

  it.each([
    ['POST /api/stubs', { drop: 'never' }, 400],
    ['POST /api/requests/9/replay', {}, 404],
    ['POST /api/send', { event: {} }, 422]
  ])('refuses %s of %j', async (request, body, status) => {
    expect(await studio.ask(request, body)).toMatchObject({ status, body: { message: expect.any(String) } })
  })
})

it('tells an open page of changes', async () => {
  const response = await studio.app.request('/api/updates', {
    headers: { host: 'localhost', 'X-Studio-Token': studio.token }
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  const until = async (expected: RegExp) => {
    while (!expected.test(text)) text += Buffer.from((await reader.read()).value ?? []).toString()
  }
  await until(/event: source\ndata: \{"id":"1"(?:.|\n)*event: mappings(?:.|\n)*event: requests\ndata: \{"total":0\}/)
  await studio.ask('POST /api/send', { source: '1', index: 0 })
  await until(/data: \{"total":1\}/)
  await studio.ask('POST /api/sources?name=more', JSON.stringify(ORDER))
  await until(/"name":"more"[^\n]*"state":"ready"/)
  await studio.ask('DELETE /api/sources/2')
  await until(/event: removed\ndata: \{"id":"2"\}/)
  await reader.cancel()
})
