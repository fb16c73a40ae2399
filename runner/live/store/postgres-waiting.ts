import type { Statements } from './postgres-statements'
import type { WaitingRow } from './rows'
import { toWaitingEvent } from './rows'
import type { WaitingEvent, WaitingEvents } from './store'

export class PostgresWaitingEvents implements WaitingEvents {
  constructor(
    private readonly query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>,
    private readonly statements: Statements['waiting'],
    private readonly now: () => number | undefined
  ) {}

  async list({ after, limit }: { after: number; limit: number }): Promise<WaitingEvent[]> {
    return (await this.query<WaitingRow>(this.statements.list, [this.now(), after, limit])).map(toWaitingEvent)
  }

  async drop(ids: readonly number[]): Promise<number> {
    return (await this.query(this.statements.drop, [ids])).length
  }

  async hasten({ withinMs, destination }: { withinMs: number; destination?: string }): Promise<number> {
    return (await this.query(this.statements.hasten, [this.now(), withinMs, destination])).length
  }

  async byDestination(): Promise<Record<string, number>> {
    const rows = await this.query<{ destination: string; events: number }>(this.statements.byDestination, [])
    return Object.fromEntries(rows.map(({ destination, events }) => [destination, events]))
  }
}
