import type { DeadLetter, DeadLetterQuery, DeadLetters } from './dead-letters'
import { LISTED_LETTERS } from './dead-letters'
import type { Statements } from './postgres-statements'
import type { LetterRow } from './rows'
import { toLetter } from './rows'

export class PostgresDeadLetters implements DeadLetters {
  constructor(
    private readonly query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>,
    private readonly statements: Statements['dead'],
    private readonly now: () => number | undefined
  ) {}

  async list({ after = 0, limit = LISTED_LETTERS, ...filter }: DeadLetterQuery = {}): Promise<DeadLetter[]> {
    const { unmatched = false, reason, source, mapping, destination, since } = filter
    const values = [after, limit, unmatched, reason, source, mapping, destination, since]
    return (await this.query<LetterRow>(this.statements.list, values)).map(toLetter)
  }

  async oldest(limit: number): Promise<{ id: number; bytes: number }[]> {
    return this.query(this.statements.oldest, [limit])
  }

  async get(id: number): Promise<DeadLetter | undefined> {
    return (await this.query<LetterRow>(this.statements.get, [id])).map(toLetter)[0]
  }

  async send(ids: readonly number[]): Promise<number> {
    return (await this.query(this.statements.send, [this.now(), ids])).length
  }

  async drop(ids: readonly number[]): Promise<number> {
    return (await this.query(this.statements.drop, [ids])).length
  }
}
