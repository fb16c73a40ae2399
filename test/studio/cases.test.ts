import { readFileSync } from 'node:fs'
import { presetMappings } from '../../runner/mappings/presets'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { TestStudio } from './__helpers__/studio'

let folder: TestFolder
let file: string
let studio: TestStudio
beforeEach(async () => {
  folder = new TestFolder()
  file = folder.file('cases.json')
  studio = await TestStudio.open([folder.write('events.ndjson', toLines(ordersOf(1)))], { cases: file })
  await studio.counted()
})
afterEach(async () => {
  await studio.close()
  folder.remove()
})

const keep = () => studio.ask('POST /api/cases', { source: '1', index: 0 })
const save = (replaces?: string) => studio.ask('POST /api/cases/save', { replaces })
const results = async () => (await studio.get('/api/cases')).results

it('keeps an event with its present outcome, under a name of its own', async () => {
  expect(await keep()).toMatchObject({ status: 201, body: { name: 'Order Completed' } })
  expect(await keep()).toMatchObject({ status: 201, body: { name: 'Order Completed 2' } })
  expect(await studio.get('/api/cases')).toEqual({
    results: ['Order Completed', 'Order Completed 2'].map((name) => ({ name, passed: true, differences: [] })),
    isChanged: true,
    file
  })
})

it('runs the cases under the mappings that are in force, and expects the new outcome on request', async () => {
  await keep()
  await studio.change(
    presetMappings().map((mapping) => ({ ...mapping, mapping: { ...mapping.mapping, currency: 'EUR' }, enabled: true }))
  )
  const currency = { mapping: 'Place an Order', path: 'properties.currency', expected: 'USD', actual: 'EUR' }
  expect(await results()).toEqual([{ name: 'Order Completed', passed: false, differences: [currency] }])
  await studio.ask('POST /api/cases/Order%20Completed/accept')
  expect(await results()).toMatchObject([{ passed: true }])
})

it('saves a file that explain --cases runs', async () => {
  await keep()
  expect(await save()).toMatchObject({ status: 204 })
  expect(await studio.get('/api/cases')).toMatchObject({ isChanged: false })
  const { status, stdout } = await runInProcess(['explain', '--cases', file])
  expect({ status, stdout }).toEqual({ status: 0, stdout: '✓ Order Completed\n\n1 case: 1 passed, 0 failed\n' })
  expect(await studio.ask('GET /api/cases/export')).toMatchObject({ body: JSON.parse(readFileSync(file, 'utf8')) })
})

it('writes nothing over a file that another program has changed, until the person has chosen', async () => {
  const theirs = JSON.stringify({ cases: [] })
  await keep()
  folder.write('cases.json', theirs)
  const { status, body } = await save()
  expect({ status, text: readFileSync(file, 'utf8') }).toEqual({ status: 409, text: theirs })
  expect(await save('another version')).toMatchObject({ status: 409 })
  expect(await save(body.conflict.version)).toMatchObject({ status: 204 })
  folder.write('cases.json', theirs)
  expect(await studio.ask('POST /api/cases/load')).toMatchObject({ status: 204 })
  expect(await studio.get('/api/cases')).toMatchObject({ results: [], isChanged: false })
})

it('forgets a case', async () => {
  await keep()
  expect(await studio.ask('DELETE /api/cases/Order%20Completed')).toMatchObject({ status: 204 })
  expect(await results()).toEqual([])
  expect(await studio.ask('DELETE /api/cases/none')).toMatchObject({
    status: 404,
    body: { message: 'There is no such case.' }
  })
})

it('begins with the cases of the file, and refuses one that holds none', async () => {
  await keep()
  await save()
  const other = await TestStudio.open([], { cases: file })
  expect((await other.get('/api/cases')).results).toMatchObject([{ name: 'Order Completed', passed: true }])
  await other.close()
  folder.write('cases.json', '{}')
  await expect(TestStudio.open([], { cases: file })).rejects.toThrow('cases.json')
})

it('saves nothing without a file', async () => {
  const other = await TestStudio.open()
  expect(await other.ask('POST /api/cases/save', {})).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('--cases FILE') }
  })
  await other.close()
})
