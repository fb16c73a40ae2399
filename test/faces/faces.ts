import type { SegmentEvent } from '@segment/actions-core'
import { Destination } from '@segment/actions-core'
import nock from 'nock'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import { diagnoseFiles } from '../../runner/diagnose'
import type { Explanation } from '../../runner/explain'
import { explain } from '../../runner/explain'
import { ClaimDeliverer } from '../../runner/live/deliver/claim-deliverer'
import { outcomesOf } from '../../runner/live/deliver/claim-outcomes'
import type { EventOutcome } from '../../runner/live/deliver/report'
import type { Store } from '../../runner/live/store/store'
import { findFiles } from '../../runner/sources/files'
import { parseLine } from '../../runner/sources/lines'
import type { Row } from '../../runner/studio/api'
import type { Sandbox } from '../../sandbox'
import { SANDBOX_PIXEL_CODE } from '../../sandbox/credentials'
import definition from '../../src'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { TestFolder } from '../__helpers__/command'
import { tiktokConversions } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { createTestIntake } from '../live/__helpers__/intake'
import { sqliteEngine } from '../live/__helpers__/stores'
import { TestStudio } from '../studio/__helpers__/studio'
import type { Case } from './events'
import { MAPPINGS } from './events'

/** Everything that one face reports of all cases. */
export interface Face {
  /** For each case, one verdict for each event and mapping, in any order. */
  told: string[][]
  /** The requests with one event each, by its ID and name. */
  bodies: Map<string, string>
  /** For each case, the reasons for which Segment rejects it, as far as the face reports them. */
  segment?: (string | undefined)[]
  /** For each case, the fields that are left out, with the reasons. */
  dropped?: string[][]
}

const ENV = { TIKTOK_PIXEL_CODE: SANDBOX_PIXEL_CODE }

const SEGMENT = 'Segment rejects this event: '

export function textOf({ line }: Case): string | Buffer {
  return typeof line === 'string' || Buffer.isBuffer(line) ? line : JSON.stringify(line)
}

export function writeCases(folder: TestFolder, cases: readonly Case[]) {
  const lines = cases.flatMap((each) => [Buffer.from(textOf(each)), Buffer.from('\n')])
  const mappings = folder.write('mappings.json', JSON.stringify(MAPPINGS))
  return { events: folder.write('events.ndjson', Buffer.concat(lines)), mappings }
}

function addBodies(bodies: Map<string, string>, { data, ...envelope }: TikTokRequest): void {
  for (const event of data)
    bodies.set(`${event.event_id} ${event.event}`, JSON.stringify({ ...envelope, data: [event] }))
}

/** The events of a line as a CDP parses them. It honours opt-outs before it calls a destination. */
function eventsOf(each: Case): SegmentEvent[] {
  if (each.told.includes('opted out') || each.told.every((verdict) => verdict === 'unreadable')) return []
  try {
    const value = JSON.parse(textOf(each).toString())
    const events = [value?.batch ?? value?.message ?? value].flat()
    return events.filter((event) => Object(event) === event && 'type' in event)
  } catch {
    return []
  }
}

/** The destination as a CDP runs it: each event by itself, or all of them in a batch. */
export async function callDestination(cases: readonly Case[], isBatch: boolean): Promise<Face> {
  const destination = new Destination(definition)
  const face: Face = { told: cases.map(() => []), bodies: new Map(), dropped: cases.map(() => []) }
  nock('https://business-api.tiktok.com')
    .persist()
    .post('/open_api/v1.3/event/track/', (body) => {
      addBodies(face.bodies, body)
      return true
    })
    .reply(200, { code: 0, message: 'OK' })
  const entries = cases.flatMap((each, index) => eventsOf(each).map((event) => ({ index, event })))
  const matched = new Set<SegmentEvent>()
  const settle = (entry: (typeof entries)[number], told: string, dropped: unknown) => {
    matched.add(entry.event)
    face.told[entry.index].push(told)
    for (const { field, reason } of (dropped ?? []) as { field: string; reason: string }[])
      face.dropped?.[entry.index].push(`${field} ${reason}`)
  }
  for (const { name: _name, ...subscription } of MAPPINGS) {
    const settings = { accessToken: 'token', pixelCode: SANDBOX_PIXEL_CODE, subscription } as never
    if (isBatch) {
      const [{ multistatus = [] }] = await destination.onBatch(
        entries.map(({ event }) => event),
        settings
      )
      for (const [index, result] of multistatus.entries()) {
        // biome-ignore lint/suspicious/noExplicitAny: actions-core has no type for both kinds
        const { status, errormessage, sent } = result as any
        if (status === 200) settle(entries[index], 'sent', sent.left_out)
        else if (!errormessage.includes('does not match the subscription'))
          settle(entries[index], `refused: ${errormessage}`, [])
      }
      continue
    }
    for (const entry of entries) {
      try {
        const results = await destination.onEvent(entry.event, settings)
        const last = results.at(-1)
        if (last?.output === 'Action Executed') settle(entry, 'sent', (last.data as { left_out?: unknown }).left_out)
      } catch (error) {
        settle(entry, `refused: ${(error as Error).message}`, [])
      }
    }
  }
  for (const { index, event } of entries) if (!matched.has(event)) face.told[index].push('unmatched')
  nock.cleanAll()
  return face
}

const ROW =
  /^line (\d+) (?:.* (would be sent|delivered|rejected|given up|no matching mapping|opted out)(?:: (.*))?| (?:.*))$/

/** Reads the rows that `send` prints for people. */
function readRows(stdout: string, cases: readonly Case[]): Pick<Face, 'told' | 'segment'> {
  const told: string[][] = cases.map(() => [])
  const segment: (string | undefined)[] = cases.map(() => undefined)
  for (const text of stdout.split('\n')) {
    const [, line, verdict, reason = ''] = ROW.exec(text) ?? []
    if (line === undefined) continue
    const index = Number(line) - 1
    if (verdict === undefined) told[index].push('unreadable')
    else if (verdict === 'no matching mapping') told[index].push('unmatched')
    else if (verdict === 'opted out') told[index].push('opted out')
    else if (verdict === 'rejected' || verdict === 'given up') told[index].push(`refused: ${reason}`)
    else {
      told[index].push('sent')
      if (reason.startsWith(SEGMENT)) segment[index] = reason.slice(SEGMENT.length)
    }
  }
  return { told, segment }
}

/** `send`, which prints its requests. */
export async function rehearse(files: ReturnType<typeof writeCases>, cases: readonly Case[]): Promise<Face> {
  const args = ['send', files.events, '--mappings', files.mappings, '--dry-run']
  const { stdout } = await runInProcess([...args, '--list', 'all', '--workers', '1'], { env: ENV })
  const bodies = new Map<string, string>()
  for (const [, body] of stdout.matchAll(/^POST .*\n(\{\n[\s\S]*?\n\})$/gm)) addBodies(bodies, JSON.parse(body))
  return { ...readRows(stdout, cases), bodies }
}

/** The values that a run of `send` counts as left out, by their reasons. */
export async function countDropped(files: ReturnType<typeof writeCases>): Promise<Record<string, number>> {
  const args = ['send', files.events, '--mappings', files.mappings, '--dry-run', '--json']
  const { warnings } = JSON.parse((await runInProcess(args, { env: ENV })).stdout)
  return Object.fromEntries(Object.entries<{ count: number }>(warnings).map(([text, { count }]) => [text, count]))
}

/** `send` to the sandbox; with several workers in a process of its own. */
export async function send(
  files: ReturnType<typeof writeCases>,
  cases: readonly Case[],
  sandbox: Sandbox,
  workers: number
): Promise<Face> {
  sandbox.reset()
  const args = ['send', files.events, '--mappings', files.mappings, '--sandbox-port', String(sandbox.port)]
  const run = workers > 1 ? tiktokConversions : runInProcess
  const { stdout } = await run([...args, '--list', 'all', '--workers', String(workers)], { env: {} })
  return { ...readRows(stdout, cases), bodies: bodiesOf(sandbox) }
}

function bodiesOf(sandbox: Sandbox): Face['bodies'] {
  const bodies = new Map<string, string>()
  for (const { event_source, event_source_id, test_event_code, data } of sandbox.accepted) {
    const envelope = { event_source, event_source_id, partner_name: 'Segment', test_event_code }
    addBodies(bodies, JSON.parse(JSON.stringify({ ...envelope, data: [data] })))
  }
  return bodies
}

/** `serve`: each line in a request of its own, and then one deliverer. */
export async function serve(cases: readonly Case[], sandbox: Sandbox): Promise<Face> {
  sandbox.reset()
  const engine = sqliteEngine()
  const store = await engine.open()
  const face: Face = { told: cases.map(() => []), bodies: new Map() }
  const indexes = new Map<string, number>()
  let current = 0
  let accepted = 0
  const watcher = {
    accepted(events: readonly { messageId: string }[]) {
      accepted += events.length
      for (const { messageId } of events) indexes.set(messageId, current)
    }
  }
  const { app } = createTestIntake(store, { watcher: watcher as never })
  for (const [index, each] of cases.entries()) {
    if (each.serve === 'no call') continue
    current = index
    accepted = 0
    const text = Buffer.from(textOf(each))
    const isBatch = /^\{"batch":/.test(text.toString())
    const isList = /^\[/.test(text.toString())
    const parts = isBatch ? [text] : isList ? ['{"batch":', text, '}'] : ['{"batch":[', text, ']}']
    const answer = await app.request('/v1/batch', {
      method: 'POST',
      headers: { 'x-write-key': 'key-1', 'content-type': 'application/json' },
      body: Buffer.concat(parts.map((part) => Buffer.from(part)))
    })
    const { rejected = [] } = (await answer.json()) as { rejected?: unknown[] }
    const unreadable = answer.status === 200 ? rejected.length : 1
    const excluded = answer.status === 200 ? each.told.length - unreadable - accepted : 0
    face.told[index].push(...Array.from({ length: unreadable }, () => 'unreadable'))
    if (accepted === 0) face.told[index].push(...Array.from({ length: excluded }, () => 'opted out'))
  }
  const { outcomes, filtered } = await deliverAll(store, sandbox)
  for (const [messageId, index] of indexes) {
    const results = outcomes.find((outcome) => outcome.messageId === messageId)?.results
    for (const { status, reason } of results ?? [])
      face.told[index].push(status === 'delivered' ? 'sent' : `refused: ${reason}`)
    if (results === undefined) face.told[index].push(filtered.includes(messageId) ? 'opted out' : 'unmatched')
  }
  await store.close()
  await engine.remove()
  return { ...face, bodies: bodiesOf(sandbox) }
}

/** Delivers the events of a store as one claim. @returns the results of each that has some */
async function deliverAll(store: Store, sandbox: Sandbox): Promise<{ outcomes: EventOutcome[]; filtered: string[] }> {
  const config = {
    ...{ rate: 1000, maxAttempts: 1, retryDelay: 1, timeout: 600_000 },
    endpoint: sandboxEndpoint(sandbox),
    mappings: MAPPINGS,
    keepsRequests: false
  }
  const claim = await store.claim(1000, 600_000)
  const { recorder } = await new ClaimDeliverer(config, store, new AbortController().signal).deliver(claim)
  const settlement = recorder.toSettlement(false, config)
  await store.settle(claim, settlement)
  const filtered = recorder.events.filter(({ skipped }) => skipped === 'opted_out').map(({ messageId }) => messageId)
  return { outcomes: outcomesOf(recorder.events, settlement), filtered }
}

/** The verdicts of an explanation. */
function verdictsOf({ optOut, mappings }: Explanation): string[] {
  if (optOut !== undefined) return ['opted out']
  const outcomes = mappings.flatMap(({ outcome }) => outcome ?? [])
  if (outcomes.length === 0) return ['unmatched']
  return outcomes.map(({ problem, faults = [] }) => {
    if (problem !== undefined) return `refused: ${problem}`
    return faults.length === 0 ? 'sent' : `refused: ${faults[0].message}`
  })
}

function addExplanation(face: Face, index: number, explanation: Explanation): void {
  face.told[index].push(...verdictsOf(explanation))
  if (explanation.optOut !== undefined) return
  for (const { outcome } of explanation.mappings) {
    if (outcome?.request !== undefined) addBodies(face.bodies, outcome.request)
    if (outcome?.rejectedBySegment !== undefined && face.segment) face.segment[index] = outcome.rejectedBySegment
  }
}

function newFace(cases: readonly Case[]): Face {
  return { told: cases.map(() => []), bodies: new Map(), segment: cases.map(() => undefined) }
}

/** `explain`, and its explanations. */
export async function explainAll(cases: readonly Case[]): Promise<Face & { explanations: Explanation[][] }> {
  const face = newFace(cases)
  const explanations: Explanation[][] = cases.map(() => [])
  for (const [index, each] of cases.entries()) {
    const text = textOf(each)
    const isText = Buffer.from(text.toString()).equals(Buffer.from(text))
    for (const found of isText ? parseLine(text.toString()) : [{ problem: '' }]) {
      if ('problem' in found) face.told[index].push('unreadable')
      else {
        const explanation = await explain(found.event, MAPPINGS, { pixelCode: SANDBOX_PIXEL_CODE })
        explanations[index].push(explanation)
        addExplanation(face, index, explanation)
      }
    }
  }
  return { ...face, explanations }
}

/** `diagnose`, one file for each case. */
export async function diagnoseAll(folder: TestFolder, cases: readonly Case[]): Promise<Face> {
  const face = newFace(cases)
  for (const [index, each] of cases.entries()) {
    const path = folder.write('one.ndjson', Buffer.concat([Buffer.from(textOf(each)), Buffer.from('\n')]))
    const { report } = await diagnoseFiles(await findFiles([path]), MAPPINGS, Date.now())
    const times = (count: number, told: string) => Array.from({ length: count }, () => told)
    const details = (rule: string) => report.findings.find((finding) => finding.rule === rule)?.details ?? []
    face.told[index] = [
      ...times(report.unreadable, 'unreadable'),
      ...times(report.unmatched, 'unmatched'),
      ...times(report.optedOut, 'opted out'),
      ...details('rejected').flatMap(({ count, subject }) => times(count, `refused: ${subject}`)),
      ...times(report.events - report.unmatched - report.optedOut - report.rejected, 'sent')
    ]
    if (face.segment) face.segment[index] = details('rejected-by-segment')[0]?.subject
  }
  return face
}

/** The studio: its rows, and the journey of each event. */
export async function openStudio(
  files: ReturnType<typeof writeCases>,
  cases: readonly Case[]
): Promise<{ rows: Face; journeys: Face }> {
  const studio = await TestStudio.open([files.events], { mappings: files.mappings })
  await studio.counted()
  const rows: Face = { ...newFace(cases), dropped: cases.map(() => []) }
  const journeys = newFace(cases)
  const page = await studio.get('/api/sources/1/rows?limit=1000')
  for (const row of page.rows as Row[]) {
    const index = row.line - 1
    rows.told[index].push(...rowVerdicts(row))
    for (const { warnings, rejectedBySegment } of row.mappings) {
      rows.dropped?.[index].push(...warnings)
      if (rejectedBySegment !== undefined && rows.segment) rows.segment[index] = rejectedBySegment
    }
    if (row.verdict === 'unreadable') journeys.told[index].push('unreadable')
    else {
      const { body } = await studio.ask('POST /api/explain', { source: '1', index: row.index, show: true })
      addExplanation(journeys, index, body.explanation)
    }
  }
  await studio.close()
  const withPixel = new Map([...journeys.bodies].map(([key, body]) => [key, replacePixel(body)]))
  return { rows, journeys: { ...journeys, bodies: withPixel } }
}

/** The studio has a sandbox of its own. */
function replacePixel(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), event_source_id: SANDBOX_PIXEL_CODE })
}

function rowVerdicts({ verdict, mappings }: Row): string[] {
  if (verdict === 'optedOut') return ['opted out']
  if (verdict === 'unreadable' || verdict === 'unmatched') return [verdict]
  return mappings.map((mapping) => (mapping.verdict === 'delivered' ? 'sent' : `refused: ${mapping.reason}`))
}
