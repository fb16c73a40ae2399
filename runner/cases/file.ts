import { UsageError } from '../errors'
import { inWords } from '../issue-words'
import { parseDocument, toPointer } from '../json'
import { readTextFile } from '../json-file'
import type { EventCase } from './schema'
import { casesFile } from './schema'

/** A place of a file of cases that is not as it should be. */
interface CaseFault {
  /** A JSON pointer. */
  pointer: string
  message: string
}

/** Reads the text of a file of cases. */
export function parseCases(text: string): { cases: EventCase[] } | { faults: CaseFault[] } {
  const parsed = parseDocument(text)
  if ('problem' in parsed) return { faults: [{ pointer: '', message: parsed.problem }] }
  const { data, error } = casesFile.safeParse(parsed.value, { error: inWords })
  if (data === undefined) {
    return {
      faults: error.issues.map(({ path, message }) => ({
        pointer: path.map((key) => toPointer(key as string | number)).join(''),
        message
      }))
    }
  }
  const names = data.cases.map(({ name }) => name)
  const twin = names.findIndex((name, index) => names.indexOf(name) < index)
  if (twin >= 0) return { faults: [{ pointer: `/cases/${twin}/name`, message: 'Another case has this name.' }] }
  return data
}

/** @throws UsageError that names each fault, one a line */
export function readCases(file: string): EventCase[] {
  const read = parseCases(readTextFile(file))
  if ('cases' in read) return read.cases
  throw new UsageError(
    read.faults.map(({ pointer, message }) => `${file}${pointer === '' ? ' ' : `: ${pointer}: `}${message}`).join('\n')
  )
}

/** The text of a file of cases. */
export function formatCases(cases: readonly EventCase[]): string {
  const file = { $schema: './node_modules/tiktok-conversions/cases.schema.json', cases }
  return `${JSON.stringify(file, undefined, 2)}\n`
}
