import { Diagnosis } from '../../diagnose'
import { NearestTriggers } from '../../explain'
import { createRoutes } from '../../transform/match'
import type { DiagnosisAnswer, SourceOverview, StudioSource } from '../api'
import type { Counting, EventCollection, SourceLine } from './event-source'
import type { LineFile } from './line-file'
import { readRows } from './read-rows'
import type { RowQuery } from './row-query'
import { RowTable } from './row-table'

export interface EventFileOptions extends Pick<StudioSource, 'id' | 'name' | 'origin'> {
  lines: LineFile
  /** Called whenever there is more to show. */
  onChange: () => void
}

/** What becomes of the events of a file under some mappings. */
interface Figures {
  rows: RowTable
  diagnosis: Diagnosis
  /** The number of the mappings. */
  revision: number
}

/**
 * A file of events, and what becomes of each of them. It is read again when the mappings change; until then, the figures
 * of the mappings before are shown.
 */
export class EventFile implements EventCollection {
  readonly isConfidential = false
  private readonly options: Omit<EventFileOptions, 'lines'>
  private figures: Figures = { rows: new RowTable(), diagnosis: new Diagnosis([], 0), revision: 0 }
  /** Whether the figures count the whole file. */
  private isWhole = false
  /** Whether they belong to the present mappings, too. */
  private isComplete = false
  private error?: string
  private pass: Pass = { isCancelled: false, done: Promise.resolve() }

  private lines: LineFile

  constructor({ lines, ...options }: EventFileOptions) {
    this.options = options
    this.lines = lines
  }

  get source(): StudioSource {
    const { id, name, origin } = this.options
    const { lines } = this
    const { bytesRead, file, readError } = lines
    const { isComplete, error = readError } = this
    const { revision, rows } = this.figures
    return {
      id,
      name,
      origin,
      state: isComplete ? 'ready' : 'reading',
      bytesRead,
      bytes: file.size,
      rows: rows.length,
      counts: { ...rows.counts },
      // An upload has the path of a private file.
      error: error?.replace(file.path, name),
      revision
    }
  }

  async page(query: RowQuery, from: number, limit: number) {
    return this.figures.rows.page(query, from, limit)
  }

  async report(): Promise<Omit<DiagnosisAnswer, 'fields'>> {
    return { report: this.figures.diagnosis.report(), isComplete: this.isComplete }
  }

  async overview(): Promise<SourceOverview> {
    return this.figures.rows.overview()
  }

  line(index: number): Promise<SourceLine> {
    return this.lines.line(index)
  }

  sample(parts: number, eventsOfEach: number) {
    return this.lines.sample(parts, eventsOfEach)
  }

  /** Counts all events anew. A reading that is under way ends. */
  count(counting: Counting): Promise<void> {
    const { done } = this.pass
    this.pass.isCancelled = true
    const pass: Pass = { isCancelled: false, done }
    this.pass = pass
    this.isComplete = false
    pass.done = done.then(() => this.run(pass, counting))
    return pass.done
  }

  /** Puts a file in the place of this one, which begins with the same events, and counts it. */
  async grow(lines: LineFile, counting: Counting): Promise<void> {
    const { lines: before } = this
    this.lines = lines
    await this.count(counting)
    await before.close()
  }

  async close(): Promise<void> {
    this.pass.isCancelled = true
    await this.pass.done
    await this.lines.close()
  }

  private async run(pass: Pass, { mappings, revision, settings, now, optOut }: Counting): Promise<void> {
    if (pass.isCancelled) return
    const { name, onChange } = this.options
    const { lines } = this
    const delivery = { routes: createRoutes(mappings), settings, now, optOut }
    const nearest = new NearestTriggers(mappings)
    const next: Figures = { rows: new RowTable(), diagnosis: new Diagnosis(mappings, now), revision }
    if (!this.isWhole) this.figures = next
    this.error = undefined
    onChange()
    try {
      for await (const some of lines.read(() => pass.isCancelled)) {
        for (const row of readRows(some, delivery, name, nearest, next.diagnosis)) next.rows.push(row)
        onChange()
      }
    } catch (error) {
      this.error = (error as Error).message
    }
    if (!pass.isCancelled) {
      this.figures = next
      this.isWhole = true
      this.isComplete = true
    }
    onChange()
  }
}

/** One reading of the file. */
interface Pass {
  isCancelled: boolean
  done: Promise<void>
}
