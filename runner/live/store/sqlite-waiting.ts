import type { WaitingRow } from './rows'
import { toWaitingEvent } from './rows'
import type { SqliteConnection } from './sqlite-connection'
import { SETTLE, WAITING } from './sqlite-statements'
import type { WaitingEvent, WaitingEvents } from './store'

export class SqliteWaitingEvents implements WaitingEvents {
  constructor(
    private readonly connection: SqliteConnection,
    private readonly now: () => number
  ) {}

  async list({ after, limit }: { after: number; limit: number }): Promise<WaitingEvent[]> {
    return this.connection.all<WaitingRow>(WAITING.list, this.now(), after, limit).map(toWaitingEvent)
  }

  async drop(ids: readonly number[]): Promise<number> {
    const { connection } = this
    return connection.write(() => {
      connection.run(SETTLE.deliveries, JSON.stringify(ids))
      return connection.run(SETTLE.events, JSON.stringify(ids)).changes
    })
  }

  async hasten({ withinMs, destination }: { withinMs: number; destination?: string }): Promise<number> {
    const { connection } = this
    return connection.write(() => connection.run(WAITING.hasten, this.now(), withinMs, destination).changes)
  }

  async byDestination(): Promise<Record<string, number>> {
    const rows = this.connection.all<{ destination: string; events: number }>(WAITING.byDestination)
    return Object.fromEntries(rows.map(({ destination, events }) => [destination, events]))
  }
}
