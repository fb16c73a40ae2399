import { existsSync } from 'node:fs'
import { formatCases, parseCases, readCases } from '../cases/file'
import type { EventCase, Expectation } from '../cases/schema'
import { codeOf } from '../errors'
import { replaceFile } from '../replace-file'
import { Problem } from './problem'
import { readText, versionOf } from './saved-file'

/** The cases that are kept, and their file. */
export class CaseSession {
  private cases: EventCase[] = []
  /** As the file has them. */
  private saved: EventCase[] = []
  /** Text of the file, as it was read or written. */
  private text?: string

  /**
   * @param file need not exist yet
   * @throws UsageError for a file that does not hold cases
   */
  constructor(readonly file?: string) {
    if (file === undefined || !existsSync(file)) return
    this.saved = readCases(file)
    this.cases = this.saved
    this.text = readText(file)
  }

  get all(): readonly EventCase[] {
    return this.cases
  }

  get isChanged(): boolean {
    return this.cases !== this.saved
  }

  get export(): string {
    return formatCases(this.cases)
  }

  /** Adds a case under a name that none has yet. @returns the name */
  add(wanted: string, event: EventCase['event'], expect: Expectation): string {
    const isTaken = (name: string) => this.cases.some((each) => each.name === name)
    let name = wanted
    for (let number = 2; isTaken(name); number++) name = `${wanted} ${number}`
    this.cases = [...this.cases, { name, event, now: new Date().toISOString(), expect }]
    return name
  }

  /** @throws Problem if there is none */
  get(name: string): EventCase {
    const found = this.cases.find((each) => each.name === name)
    if (found === undefined) throw new Problem(404, 'There is no such case.')
    return found
  }

  remove(name: string): void {
    const found = this.get(name)
    this.cases = this.cases.filter((each) => each !== found)
  }

  expect(name: string, expect: Expectation): void {
    const found = this.get(name)
    this.cases = this.cases.map((each) => (each === found ? { ...each, expect } : each))
  }

  /**
   * Writes the file, whole or not at all.
   * @param replaces version of a file that another program has changed, and whose text is given up
   * @throws Problem if there is none, another program has changed it, or it cannot be written
   */
  async save(replaces?: string): Promise<void> {
    const file = this.savableFile()
    const there = readText(file)
    if (there !== undefined && there !== this.text && versionOf(there) !== replaces) {
      throw new Problem(409, `${file} has been changed by another program.`, undefined, {
        kind: 'file',
        version: versionOf(there)
      })
    }
    const text = this.export
    await replaceFile(file, text).catch((error) => {
      throw new Problem(409, `${file} cannot be written (${codeOf(error)}).`)
    })
    this.text = text
    this.saved = this.cases
  }

  /** Reads the file again, in place of the present cases. @throws Problem for one that does not hold cases */
  load(): void {
    const file = this.savableFile()
    const text = readText(file) ?? ''
    const read = parseCases(text)
    if ('faults' in read) throw new Problem(422, `${file}: ${read.faults.map(({ message }) => message).join(' ')}`)
    this.saved = read.cases
    this.cases = this.saved
    this.text = text
  }

  private savableFile(): string {
    if (this.file === undefined) throw new Problem(409, 'No file was named: start the studio with --cases FILE.')
    return this.file
  }
}
