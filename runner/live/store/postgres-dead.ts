import type { Pool } from 'pg'
import type { DeadLetter, DeadLetters } from './dead-letters'
import { LISTED_LETTERS } from './dead-letters'
import type { Statements } from './postgres-statements'
import type { LetterRow } from './rows'
import { toLetter } from './rows'

export class PostgresDeadLetters implements DeadLetters {
  constructor(
    private readonly pool: Pool,
    private readonly statements: Statements['dead'],
    private readonly now: () => number | undefined
  ) {}

  async list({ after = 0, limit = LISTED_LETTERS } = {}): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<LetterRow>(this.statements.list, [after, limit])
    return rows.map(toLetter)
  }

  async get(id: number): Promise<DeadLetter | undefined> {
    const { rows } = await this.pool.query<LetterRow>(this.statements.get, [id])
    return rows.map(toLetter)[0]
  }

  async send(ids: readonly number[]): Promise<number> {
    const { rowCount } = await this.pool.query(this.statements.send, [this.now(), ids])
    return rowCount ?? 0
  }

  async drop(ids: readonly number[]): Promise<number> {
    const { rowCount } = await this.pool.query(this.statements.drop, [ids])
    return rowCount ?? 0
  }
}
