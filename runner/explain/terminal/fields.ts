import type { Paint } from '../../terminal/layout'
import { cut, visible, WIDTH, wrap } from '../../terminal/layout'
import type { FieldExplanation, PathRead, SentValue } from '../types'
import { shown } from './trigger'

/** The column in which values begin. */
const VALUE_COLUMN = 42

const FORMS: Record<SentValue['form'], string> = {
  plain: '',
  hashed: 'hashed with SHA-256',
  digest: 'a SHA-256 digest already'
}

/** The fields of a mapping: those that are sent, those that are left out, and those without a value. */
export function formatFields(fields: readonly FieldExplanation[], paint: Paint): string {
  const sent = fields.filter((field) => field.sent.length > 0)
  const leftOut = fields.filter((field) => field.sent.length === 0 && hasValue(field))
  const absent = fields.filter((field) => field.sent.length === 0 && !hasValue(field))
  return [
    ...section('Sent', sent, (field) => formatField(field, paint), paint),
    ...section('Not sent', leftOut, (field) => formatField(field, paint), paint),
    ...section('No value found', absent, formatAbsent, paint)
  ].join('\n')
}

function section(
  title: string,
  fields: readonly FieldExplanation[],
  format: (field: FieldExplanation) => string,
  paint: Paint
): string[] {
  return fields.length === 0 ? [] : [paint('bold', `  ${title}`), ...fields.map(format), '']
}

function hasValue({ raw }: FieldExplanation): boolean {
  return raw !== undefined && raw !== null
}

function formatField(field: FieldExplanation, paint: Paint): string {
  const { label, key, isConstant, reads, raw, normalized, sent, affects, leftOut, faults } = field
  const lines = [cut(`    ${visible(label)} (${visible(key)})`, WIDTH)]
  if (isConstant) lines.push(row('constant', shown(raw)))
  for (const read of isConstant ? [] : summarize(reads)) lines.push(formatRead(read, paint))
  for (const text of normalized ?? []) lines.push(row('normalised', shown(text)))
  for (const value of sent) lines.push(formatSent(value, paint))
  if (affects.length > 0) lines.push(wrap(`also changes ${affects.map(shortPath).join(', ')}`, 6, 2))
  if (leftOut !== undefined) lines.push(paint('yellow', wrap(`left out: ${leftOut}`, 6, 2)))
  for (const { code, message } of faults) lines.push(paint('red', wrap(`✗ ${code} ${visible(message)}`, 6, 2)))
  return lines.join('\n')
}

function formatSent({ path, value, form }: SentValue, paint: Paint): string {
  return paint('green', row(`→ ${shortPath(path)}`, FORMS[form] || shown(value)))
}

function formatRead({ path, isPresent, value, nearest }: PathRead, paint: Paint): string {
  if (isPresent) return row(visible(path), shown(value))
  const line = paint('dim', row(visible(path), 'absent'))
  return nearest === undefined ? line : `${line}\n${paint('yellow', wrap(`nearest: ${visible(nearest)}`, 8, 2))}`
}

function formatAbsent({ label, key, reads }: FieldExplanation): string {
  const nearest = reads.flatMap((read) => read.nearest ?? [])
  const paths = reads.map(({ path }) => visible(path)).join(', ')
  const lines = [wrap(`${visible(label)} (${visible(key)}): ${paths || 'null'}`, 4, 2)]
  if (nearest.length > 0) lines.push(wrap(`nearest: ${nearest.map(visible).join(', ')}`, 8, 2))
  return lines.join('\n')
}

/** Two columns; a long first one pushes the second one to a line of its own. */
function row(first: string, second: string): string {
  const left = `      ${first}`
  if (left.length < VALUE_COLUMN) return `${left.padEnd(VALUE_COLUMN)}${cut(second, WIDTH - VALUE_COLUMN)}`
  if (left.length + second.length + 2 <= WIDTH) return `${left}  ${second}`
  return `${wrap(first, 6)}\n${' '.repeat(VALUE_COLUMN)}${cut(second, WIDTH - VALUE_COLUMN)}`
}

/** Items of a list have the same paths: one item stands for all. */
function summarize(reads: readonly PathRead[]): PathRead[] {
  return reads.filter(({ path }) => !/\.(?!0(\.|$))\d+(\.|$)/.test(path))
}

/** A path without the only event of the request. */
function shortPath(path: string): string {
  return path.replace(/^data\.0\./, '')
}
