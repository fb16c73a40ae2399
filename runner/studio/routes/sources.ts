import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { JSONValue } from '@segment/actions-core'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { redactIdentifiers } from '../../../src/reportWebEvent/redact'
import { fieldsOfRule } from '../../diagnose/rules'
import { MASKED, maskEvent, maskEventValue } from '../../explain'
import { toJson } from '../../explain/paths'
import { newDictionary } from '../../json'
import { READ_FORMS, readPasted } from '../../pasted'
import { asLines } from '../../sources/as-lines'
import { ForeignFile } from '../../sources/foreign-file'
import type { DiagnosisAnswer, EventPath, Json, PasteAnswer, PasteCheck, RowFilter, RowPage, SourceEvent } from '../api'
import { Problem } from '../problem'
import type { StudioSession } from '../session'
import type { EventCollection } from '../sources/event-source'
import { findPaths } from '../sources/paths'
import type { RowQuery } from '../sources/row-query'
import { isNotingRule } from '../sources/row-table'
import { isShown, readBody } from './body'

const FILTERS: RowFilter[] = [
  'all',
  'delivered',
  'rejected',
  'unmatched',
  'optedOut',
  'unreadable',
  'waiting',
  'gaveUp',
  'deliverable',
  'warnings'
]

const QUERY_SCHEMA = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  filter: z.enum(FILTERS).default('all'),
  finding: z.string().default(''),
  q: z.string().max(200).default('')
})

/** Rules of the diagnosis that are filters as well. */
const FILTER_OF_RULE = newDictionary<RowFilter>({
  rejected: 'rejected',
  unmatched: 'unmatched',
  'opted-out': 'optedOut'
})

const MAX_NAME = 200

const TEXT_SCHEMA = z.object({ text: z.string() })

/** `/api/sources`: files of events, their rows and what is found in them. */
export function createSourceRoutes(session: StudioSession): Hono {
  const { sources } = session
  const app = new Hono()
  const sourceOf = (c: Context) => sources.get(c.req.param('id') ?? '')

  app.get('/', (c) => c.json({ sources: sources.all }))
  app.post('/', async (c) => c.json(await upload(c, session), 201))
  app.post('/pasted', async (c) => c.json(await paste(c, session), 201))
  app.post('/pasted/check', async (c) => {
    const { lines, ...check } = await readText((await readBody(c, TEXT_SCHEMA)).text)
    return c.json<PasteCheck>({ ...check, values: lines.length })
  })
  app.delete('/:id', async (c) => {
    await sources.remove(c.req.param('id'))
    return c.body(null, 204)
  })
  app.get('/:id/rows', async (c) => c.json(await readPage(c, sourceOf(c))))
  app.get('/:id/overview', async (c) => c.json(await sourceOf(c).overview()))
  app.get('/:id/diagnosis', async (c) => c.json(await diagnose(sourceOf(c))))
  app.get('/:id/events/:index', async (c) => c.json(await readEvent(sourceOf(c), c.req.param('index'), isShown(c))))
  app.get('/:id/paths', async (c) => {
    const source = sourceOf(c)
    const paths = await findPaths(source)
    return c.json({
      paths: isShown(c) && !source.isConfidential ? paths : paths.map((path) => maskPath(path, source.isConfidential))
    })
  })
  return app
}

async function upload(c: Context, { sources }: StudioSession) {
  const { body } = c.req.raw
  if (body === null) throw new Problem(400, 'There is nothing in the body.')
  const name = (c.req.query('name') ?? '').replace(/\p{C}/gu, '').slice(0, MAX_NAME) || 'upload'
  const file = await sources.upload(Readable.fromWeb(body as ReadableStream), 'upload', name)
  return file.source
}

async function paste(c: Context, { sources }: StudioSession): Promise<PasteAnswer> {
  const { lines, notes, faults } = await readText((await readBody(c, TEXT_SCHEMA)).text)
  const [fault] = faults
  if (lines.length > 0) return { ...(await sources.paste(lines)), values: lines.length, notes, faults }
  if (fault === undefined) throw new Problem(422, `There is no event in this text. ${READ_FORMS}`)
  throw new Problem(422, `Line ${fault.line}, column ${fault.column}: ${fault.message}`, undefined, undefined, faults)
}

/** Reads a text as people copy it, or as it would be read as a file. @returns JSON on one line each */
async function readText(text: string): Promise<Omit<PasteCheck, 'values'> & { lines: string[] }> {
  const pasted = readPasted(text)
  if (pasted !== undefined) return { ...pasted, lines: pasted.values.map(({ json }) => json) }
  const pieces: Buffer[] = []
  try {
    for await (const bytes of asLines(Readable.from([Buffer.from(text)]))) pieces.push(bytes)
  } catch (error) {
    throw error instanceof ForeignFile ? new Problem(422, `The text ${error.message}.`) : error
  }
  const lines = Buffer.concat(pieces).toString().split('\n')
  return { lines: lines.filter((line) => /^\s*[{[]/.test(line)), notes: [], faults: [] }
}

async function diagnose(source: EventCollection): Promise<DiagnosisAnswer> {
  const answer = await source.report()
  const fields = answer.report.findings.map(({ rule }): [string, readonly string[]] => [rule, fieldsOfRule(rule)])
  return { ...answer, fields: Object.fromEntries(fields) }
}

/** Shows the samples that identify nobody. */
function maskPath({ path, samples, ...counts }: EventPath, isStrict: boolean): EventPath {
  const shown = samples.map((sample) => maskEventValue(sample as JSONValue, path, { isStrict }))
  return { ...counts, path: redactIdentifiers(path), samples: shown.filter((sample) => sample !== MASKED) as Json[] }
}

async function readPage(c: Context, source: EventCollection): Promise<RowPage> {
  const { data, error } = QUERY_SCHEMA.safeParse(c.req.query())
  if (data === undefined) throw new Problem(400, `${error.issues[0].path.join('.')}: ${error.issues[0].message}.`)
  const { from, limit, finding } = data
  const query = await toQuery(data, source)
  const page = await source.page(query, from, limit)
  return { ...page, from, isExamples: finding !== '' && query.lines !== undefined ? true : undefined }
}

async function toQuery(query: z.output<typeof QUERY_SCHEMA>, source: EventCollection): Promise<RowQuery> {
  const { filter, q: text, finding } = query
  if (finding === '') return { filter, text }
  const ruleFilter = FILTER_OF_RULE[finding]
  if (ruleFilter !== undefined) return { filter: ruleFilter, text }
  if (isNotingRule(finding)) return { filter, text, rule: finding }
  return { filter, text, lines: await exampleLines(source, finding) }
}

/** The lines of the examples, which end in the number of the line. */
async function exampleLines(source: EventCollection, rule: string): Promise<number[]> {
  const { report } = await source.report()
  const examples = report.findings.find((finding) => finding.rule === rule)?.examples ?? []
  return examples.map((example) => Number(example.slice(example.lastIndexOf(':') + 1)))
}

async function readEvent(source: EventCollection, text: string, isShownWhole: boolean): Promise<SourceEvent> {
  const index = Number(text)
  if (!Number.isInteger(index)) throw new Problem(404, 'There is no such event.')
  const line = await source.line(index)
  if ('problem' in line) throw new Problem(422, `Line ${line.line} ${line.problem}.`)
  const event = toJson(line.event) ?? null
  const isStrict = source.isConfidential
  return { index, line: line.line, event: (isShownWhole && !isStrict ? event : maskEvent(event, { isStrict })) as Json }
}
