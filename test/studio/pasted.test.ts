import { ordersOf } from '../__helpers__/command'
import { TestStudio } from './__helpers__/studio'

const [ORDER] = ordersOf(1)
const { properties, ...REST } = ORDER as { properties?: object }
const CALL = `analytics.track('Order Completed', ${JSON.stringify(properties)}, ${JSON.stringify(REST)})`

let studio: TestStudio
beforeEach(async () => {
  studio = await TestStudio.open()
})
afterEach(() => studio.close())

const paste = (text: string) => studio.ask('POST /api/sources/pasted', { text })
const pastedSources = () => studio.session.sources.all.filter(({ origin }) => origin === 'pasted')

it('adds all that is pasted to one source', async () => {
  const first = await paste(JSON.stringify(ORDER, undefined, 2))
  expect(first).toMatchObject({ status: 201, body: { first: 0, count: 1, values: 1, notes: [], faults: [] } })
  const second = await paste(`curl x -d '${JSON.stringify([ORDER, ORDER])}'`)
  expect(second.body).toMatchObject({ first: 1, count: 2, values: 1, notes: ['Read as a curl command.'] })
  const third = await paste(CALL)
  expect(third.body).toMatchObject({
    first: 3,
    count: 1,
    source: { id: first.body.source.id, name: 'Pasted', rows: 4 }
  })
  expect(pastedSources()).toMatchObject([{ rows: 4, state: 'ready', counts: { delivered: 4 } }])
})

it('keeps the events that were pasted before', async () => {
  await paste('{"type":"track","event":"One"}')
  const { body } = await paste('id,user_id,event,timestamp,total\nm,u,Two,2026-11-22,5\n')
  const names = await Promise.all(
    [0, 1].map(async (index) => (await studio.get(`/api/sources/${body.source.id}/events/${index}`)).event.event)
  )
  expect(names).toEqual(['One', 'Two'])
})

it('takes several texts at once, each whole', async () => {
  const texts = Array.from({ length: 5 }, (_, index) => JSON.stringify({ ...ORDER, messageId: `m-${index}` }))
  const answers = await Promise.all(texts.map(paste))
  expect(answers.map(({ body }) => body.first).sort()).toEqual([0, 1, 2, 3, 4])
  expect(pastedSources()).toMatchObject([{ rows: 5 }])
})

it('begins anew after the source is removed', async () => {
  const { body } = await paste(CALL)
  expect(await studio.ask(`DELETE /api/sources/${body.source.id}`)).toMatchObject({ status: 204 })
  expect((await paste(CALL)).body).toMatchObject({ first: 0, count: 1, source: { rows: 1 } })
})

it('adds nothing of a text with a fault, and says where that is', async () => {
  expect(await paste('{\n  "a": }')).toMatchObject({
    status: 422,
    body: {
      message: 'Line 2, column 8: Unexpected token.',
      textFaults: [{ line: 2, column: 8, message: 'Unexpected token.' }]
    }
  })
  expect(await paste('a,b\n1,2\n')).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(/^The text is a table without the columns of events/) }
  })
  expect(await paste(' \n')).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(/^There is no event in this text\. JSON, /) }
  })
  expect(pastedSources()).toEqual([])
})

it('adds the lines that can be read, and names the others', async () => {
  const { body } = await paste(`${JSON.stringify(ORDER)}\n{"type":\n${JSON.stringify(ORDER)}`)
  expect(body).toMatchObject({ count: 2, faults: [{ line: 2, column: 9 }] })
})

it('checks a text without adding it', async () => {
  expect(await studio.ask('POST /api/sources/pasted/check', { text: CALL.replace(/\)$/, ',)') })).toMatchObject({
    status: 200,
    body: { values: 1, notes: [expect.stringContaining('Read as a call of analytics.track'), expect.anything()] }
  })
  expect(pastedSources()).toEqual([])
})
