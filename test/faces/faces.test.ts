import nock from 'nock'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { LEFT_OUT_REASONS } from '../../src/reportWebEvent/left-out'
import { TestFolder } from '../__helpers__/command'
import type { Case } from './events'
import { CASES } from './events'
import type { Face } from './faces'
import {
  callDestination,
  countDropped,
  diagnoseAll,
  explainAll,
  openStudio,
  rehearse,
  send,
  serve,
  textOf,
  writeCases
} from './faces'

// Each mapping is compiled once, as in a run, and not for each event that is explained or diagnosed by itself.
jest.mock('../../runner/transform/match', () => {
  const { createRoutes } = jest.requireActual('../../runner/transform/match')
  const routes = new WeakMap<object, unknown>()
  const routeOf = (mapping: object) => {
    if (!routes.has(mapping)) routes.set(mapping, createRoutes([mapping])[0])
    return routes.get(mapping)
  }
  return { createRoutes: (mappings: readonly object[]) => mappings.map(routeOf) }
})

const HASHED = /^data\.0\.user\.(email|phone|external_id|first_name|last_name|zip_code)$/

let folder: TestFolder
let sandbox: Sandbox
let faces: Record<string, Face>
let explanations: Awaited<ReturnType<typeof explainAll>>['explanations']
let dropped: Record<string, number>

beforeAll(async () => {
  nock.disableNetConnect()
  const [event, batch] = [await callDestination(CASES, false), await callDestination(CASES, true)]
  // The sandbox is reached under TikTok's own name.
  nock.enableNetConnect()
  nock.restore()
  folder = new TestFolder()
  sandbox = await startSandbox({ keep: 'all' })
  const files = writeCases(folder, CASES)
  const explained = await explainAll(CASES)
  explanations = explained.explanations
  dropped = await countDropped(files)
  faces = {
    event,
    batch,
    dryRun: await rehearse(files, CASES),
    oneWorker: await send(files, CASES, sandbox, 1),
    twoWorkers: await send(files, CASES, sandbox, 2),
    serve: await serve(CASES, sandbox),
    explain: explained,
    diagnose: await diagnoseAll(folder, CASES),
    ...(await openStudio(files, CASES))
  }
})

afterAll(async () => {
  await sandbox.close()
  folder.remove()
})

const RUNNER = ['dryRun', 'oneWorker', 'twoWorkers', 'explain', 'diagnose', 'rows', 'journeys']
const CDP = ['event', 'batch']

const table = CASES.map((each, index): [name: string, each: Case, index: number] => [each.name, each, index])

it('holds each event under a name of its own', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(80)
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
})

describe.each(table)('%s', (_name, each, index) => {
  it('is told the same by every face', () => {
    const told = Object.fromEntries(Object.entries(faces).map(([face, { told }]) => [face, shorten(told[index], each)]))
    const expected = [...each.told].sort()
    const ofRunner = Object.fromEntries(RUNNER.map((face) => [face, expected]))
    const ofCdp = Object.fromEntries(CDP.map((face) => [face, expectedOfCdp(each)]))
    expect(told).toEqual({ ...ofRunner, serve: expectedOfServer(each), ...ofCdp })
  })

  it('is rejected by Segment exactly where each rehearsal says so', () => {
    const { dryRun, explain, diagnose, rows, journeys } = faces
    const told = { dryRun, explain, diagnose, rows, journeys }
    const expected = each.rejectedBySegment
    for (const [face, { segment }] of Object.entries(told)) {
      expect([face, segment?.[index]?.slice(0, expected?.length)]).toEqual([face, expected])
    }
  })

  it('leaves out the same of the event in a CDP and here', () => {
    if (each.rejectedBySegment !== undefined || each.cdp !== undefined) return
    const reasons = (some: string[] = []) =>
      some.map((text) => text.replace(/\w+$/, (reason) => Object(LEFT_OUT_REASONS)[reason] ?? reason)).sort()
    expect(reasons(faces.event.dropped?.[index])).toEqual([...(faces.rows.dropped?.[index] ?? [])].sort())
    expect(reasons(faces.batch.dropped?.[index])).toEqual([...(faces.rows.dropped?.[index] ?? [])].sort())
  })

  it('is explained as it is hashed, and as it is left out', () => {
    const warned = faces.rows.dropped?.[index] ?? []
    for (const { optOut, mappings } of explanations[index]) {
      if (optOut !== undefined) continue
      for (const field of mappings.flatMap(({ outcome }) => outcome?.fields ?? [])) {
        for (const { path, form } of field.sent) {
          const [, key] = HASHED.exec(path) ?? []
          const expected = key === undefined ? 'plain' : each.digests?.includes(key) ? 'digest' : 'hashed'
          expect([path, form]).toEqual([path, expected])
        }
        const isHashed = /^(email|phone_number|external_id|first_name|last_name|address\.zip_code)$/.test(field.key)
        if (!isHashed || field.leftOut === undefined || field.leftOut === 'It is blank.') continue
        expect(warned.filter((text) => text.startsWith(`${field.key} `))).not.toEqual([])
      }
    }
  })
})

it('makes the same request of an event everywhere, to the byte', () => {
  const { oneWorker, ...others } = faces
  expect(oneWorker.bodies.size).toBeGreaterThan(80)
  const odd = new Set(CASES.filter((each) => each.rejectedBySegment ?? each.cdp).flatMap(idsOf))
  const unserved = new Set(CASES.filter((each) => each.serve).flatMap(idsOf))
  for (const [face, { bodies }] of Object.entries(others)) {
    if (['diagnose', 'rows'].includes(face)) continue
    const isExpected = (key: string) =>
      !(CDP.includes(face) && odd.has(key.split(' ')[0])) && !(face === 'serve' && unserved.has(key.split(' ')[0]))
    const expected = [...oneWorker.bodies].filter(([key]) => isExpected(key)).sort()
    const found = [...bodies].filter(([key]) => isExpected(key)).sort()
    expect([face, Object.fromEntries(found)]).toEqual([face, Object.fromEntries(expected)])
  }
})

it('counts what is left out as the rows report it', () => {
  const counted: Record<string, number> = {}
  for (const text of faces.rows.dropped?.flat() ?? []) counted[text] = (counted[text] ?? 0) + 1
  expect(dropped).toEqual(counted)
})

/** The verdicts, with the reasons as far as the case names them. */
function shorten(told: readonly string[], { told: expected, rejectedBySegment }: Case): string[] {
  const known = [...expected, `refused: ${rejectedBySegment}`]
  return told
    .map((verdict) => known.find((each) => each.startsWith('refused') && verdict.startsWith(each)) ?? verdict)
    .sort()
}

function expectedOfServer({ told, serve }: Case): string[] {
  if (serve === 'no call') return []
  return serve === undefined ? [...told].sort() : [serve]
}

/** A CDP reads the events and honours opt-outs by itself. */
function expectedOfCdp({ told, rejectedBySegment }: Case): string[] {
  if (rejectedBySegment !== undefined) return [`refused: ${rejectedBySegment}`]
  return told.filter((verdict) => verdict !== 'unreadable' && verdict !== 'opted out').sort()
}

function idsOf(each: Case): string[] {
  return Array.from(textOf(each).toString().matchAll(/m-\w+/g)).map(([id]) => id)
}
