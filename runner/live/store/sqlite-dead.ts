import type { Clock } from '../clock'
import type { DeadLetter, DeadLetterQuery, DeadLetters } from './dead-letters'
import { LISTED_LETTERS } from './dead-letters'
import type { LetterRow } from './rows'
import { toLetter } from './rows'
import type { SqliteConnection } from './sqlite-connection'
import { APPEND, DEAD } from './sqlite-statements'

export class SqliteDeadLetters implements DeadLetters {
  constructor(
    private readonly connection: SqliteConnection,
    private readonly now: Clock
  ) {}

  async list({ after = 0, limit = LISTED_LETTERS, ...filter }: DeadLetterQuery = {}): Promise<DeadLetter[]> {
    const { unmatched = false, reason, source, mapping, destination, since } = filter
    const values = [after, limit, Number(unmatched), reason, source, mapping, destination, since]
    return this.connection.all<LetterRow>(DEAD.list, ...values).map(toLetter)
  }

  async oldest(limit: number): Promise<{ id: number; bytes: number }[]> {
    return this.connection.all(DEAD.oldest, limit)
  }

  async get(id: number): Promise<DeadLetter | undefined> {
    return this.connection.all<LetterRow>(DEAD.get, id).map(toLetter)[0]
  }

  async send(ids: readonly number[]): Promise<number> {
    const { connection } = this
    const now = this.now()
    return connection.write(() => {
      const rows = connection.all<LetterRow>(DEAD.sendable, JSON.stringify(ids))
      for (const { source, destination, body, mapping } of rows) {
        const { id } = connection.run(APPEND.event, source, now, body)
        // One without a mapping goes through all that match.
        const mappings = mapping === null ? undefined : JSON.stringify([mapping])
        connection.run(APPEND.delivery, id, now, mappings, Buffer.byteLength(body), destination)
      }
      return connection.run(DEAD.drop, JSON.stringify(rows.map(({ id }) => id))).changes
    })
  }

  async drop(ids: readonly number[]): Promise<number> {
    return this.connection.write(() => this.connection.run(DEAD.drop, JSON.stringify(ids)).changes)
  }
}
