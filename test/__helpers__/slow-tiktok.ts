import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A TikTok that tells of each request as it comes, and holds its answers back until it is told. */
export class SlowTikTok {
  readonly requests: { data: { event_id: string }[] }[] = []
  private answer = () => {}
  private readonly released = new Promise<void>((resolve) => {
    this.answer = resolve
  })

  private constructor(private readonly server: Server) {}

  /** @param codes the return codes of the first requests, which are answered at once */
  static async start(...codes: number[]): Promise<SlowTikTok> {
    const server = createServer()
    const tiktok = new SlowTikTok(server)
    server.on('request', async (request, response) => {
      const count = tiktok.requests.push((await json(request)) as SlowTikTok['requests'][number])
      server.emit('taken')
      if (count > codes.length) await tiktok.released
      response.end(JSON.stringify({ code: codes[count - 1] ?? 0, message: 'OK' }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return tiktok
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Resolves when there have been as many requests. */
  async arrival(count: number): Promise<void> {
    while (this.requests.length < count) await once(this.server, 'taken')
  }

  /** Answers all requests, from now on at once. */
  release(): void {
    this.answer()
  }

  async close(): Promise<void> {
    this.server.close()
    this.server.closeAllConnections()
  }
}
