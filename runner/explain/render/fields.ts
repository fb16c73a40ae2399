import type { Screen } from '../../terminal/screen'
import { cut, visible } from '../../terminal/text'
import type { FieldExplanation, PathRead, SentValue } from '../types'
import { shown } from './trigger'

/** The column in which values begin. */
const VALUE_COLUMN = 42

const FORMS: Record<SentValue['form'], string> = {
  plain: '',
  hashed: 'hashed with SHA-256',
  digest: 'a SHA-256 digest already'
}

/** The fields of a mapping: first the sent ones, then the dropped ones, then fields without a value. */
export function formatFields(fields: readonly FieldExplanation[], screen: Screen): string {
  const sent = fields.filter((field) => field.sent.length > 0)
  const leftOut = fields.filter((field) => field.sent.length === 0 && hasValue(field))
  const absent = fields.filter((field) => field.sent.length === 0 && !hasValue(field))
  return [
    ...section('Sent', sent, (field) => formatField(field, screen), screen),
    ...section('Not sent', leftOut, (field) => formatField(field, screen), screen),
    ...section('No value found', absent, (field) => formatAbsent(field, screen), screen)
  ].join('\n')
}

function section(
  title: string,
  fields: readonly FieldExplanation[],
  format: (field: FieldExplanation) => string,
  screen: Screen
): string[] {
  return fields.length === 0 ? [] : [screen.paint('bold', `  ${title}`), ...fields.map(format), '']
}

function hasValue({ raw, leftOut }: FieldExplanation): boolean {
  return (raw !== undefined && raw !== null) || leftOut !== undefined
}

function formatField(field: FieldExplanation, screen: Screen): string {
  const { label, key, isConstant, reads, raw, normalized, sent, affects, leftOut, faults } = field
  const lines = [cut(`    ${visible(label)} (${visible(key)})`, screen.tableColumns)]
  if (isConstant) lines.push(row('constant', shown(raw), screen))
  for (const read of isConstant ? [] : summarize(reads)) lines.push(formatRead(read, screen))
  for (const text of normalized ?? []) lines.push(row('normalised', shown(text), screen))
  for (const value of sent) lines.push(formatSent(value, screen))
  if (affects.length > 0) lines.push(screen.paragraph(`also changes ${affects.map(shortPath).join(', ')}`, 6, 2))
  if (leftOut !== undefined) lines.push(screen.paint('yellow', screen.paragraph(`left out: ${leftOut}`, 6, 2)))
  for (const { code, message } of faults)
    lines.push(screen.paint('red', screen.paragraph(`✗ ${code} ${visible(message)}`, 6, 2)))
  return lines.join('\n')
}

function formatSent({ path, value, form }: SentValue, screen: Screen): string {
  return screen.paint('green', row(`→ ${shortPath(path)}`, FORMS[form] || shown(value), screen))
}

function formatRead({ path, isPresent, value, nearest }: PathRead, screen: Screen): string {
  if (isPresent) return row(visible(path), shown(value), screen)
  const line = screen.paint('dim', row(visible(path), 'absent', screen))
  return nearest === undefined
    ? line
    : `${line}\n${screen.paint('yellow', screen.paragraph(`nearest: ${visible(nearest)}`, 8, 2))}`
}

function formatAbsent({ label, key, reads }: FieldExplanation, screen: Screen): string {
  const nearest = reads.flatMap((read) => read.nearest ?? [])
  const paths = reads.map(({ path }) => visible(path)).join(', ')
  const lines = [screen.paragraph(`${visible(label)} (${visible(key)}): ${paths || 'null'}`, 4, 2)]
  if (nearest.length > 0) lines.push(screen.paragraph(`nearest: ${nearest.map(visible).join(', ')}`, 8, 2))
  return lines.join('\n')
}

/** Two columns; a long first one pushes the second one to a line of its own. */
function row(first: string, second: string, screen: Screen): string {
  const room = screen.tableColumns
  const left = `      ${first}`
  if (left.length < VALUE_COLUMN) return `${left.padEnd(VALUE_COLUMN)}${cut(second, room - VALUE_COLUMN)}`
  if (left.length + second.length + 2 <= room) return `${left}  ${second}`
  return `${screen.paragraph(first, 6)}\n${' '.repeat(VALUE_COLUMN)}${cut(second, room - VALUE_COLUMN)}`
}

/** Items of a list have the same paths: one item stands for all. */
function summarize(reads: readonly PathRead[]): PathRead[] {
  return reads.filter(({ path }) => !/\.(?!0(\.|$))\d+(\.|$)/.test(path))
}

/** A path without the only event of the request. */
function shortPath(path: string): string {
  return path.replace(/^data\.0\./, '')
}
