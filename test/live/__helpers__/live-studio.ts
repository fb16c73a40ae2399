import { setTimeout as wait } from 'node:timers/promises'
import { TOKEN_HEADER } from '../../../runner/studio/api'
import type { ServeProcess } from '../../../soak/serve'

export interface StudioAnswer {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  body: any
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20)
}

/** The studio of a running server, as its page asks it. */
export class LiveStudio {
  /** All answers, to look for what must not be in them. */
  readonly answers: string[] = []

  private constructor(
    readonly url: string,
    readonly origin: string,
    readonly token: string
  ) {}

  /** Reads the address that the server prints. */
  static async of(server: ServeProcess): Promise<LiveStudio> {
    const address = () => /^The studio is at ((\S+)\/#token=(\S+))$/m.exec(server.errors.join(''))
    await until(() => address() !== null)
    const [, url, origin, token] = address() as RegExpExecArray
    return new LiveStudio(url, origin, token)
  }

  async ask(request: string, json?: unknown, headers: Record<string, string> = {}): Promise<StudioAnswer> {
    const [method, path] = request.split(' ')
    const body = json === undefined ? undefined : JSON.stringify(json)
    const answer = await fetch(this.origin + path, {
      method,
      body,
      headers: { [TOKEN_HEADER]: this.token, ...headers }
    })
    const text = await answer.text()
    this.answers.push(text)
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined }
  }

  /** Puts mappings into force, from those that are. */
  async change(mappings: readonly unknown[]): Promise<StudioAnswer> {
    return this.ask('PUT /api/mappings', { mappings, revision: (await this.get('/api/mappings')).revision })
  }

  async get(path: string): Promise<StudioAnswer['body']> {
    return (await this.ask(`GET ${path}`)).body
  }

  /** Rows as they come to be, in short: name, verdict and reason. */
  async rowsUntil(holds: (rows: readonly string[]) => boolean): Promise<string[]> {
    let rows: string[] = []
    await until(async () => {
      rows = ((await this.get('/api/sources/1/rows?limit=1000')).rows as ShortRow[]).map(shorten)
      return holds(rows)
    })
    return rows
  }

  /** The first part of the stream of updates. */
  async updates(): Promise<string> {
    const ending = new AbortController()
    const { body } = await fetch(`${this.origin}/api/updates`, {
      headers: { [TOKEN_HEADER]: this.token },
      signal: ending.signal
    })
    let text = ''
    for await (const part of body as ReadableStream<Uint8Array>) {
      text += Buffer.from(part).toString()
      if (text.includes('event: requests')) break
    }
    ending.abort()
    this.answers.push(text)
    return text
  }
}

interface ShortRow {
  name: string
  verdict: string
  reason?: string
  mappings: { mapping: string; verdict: string; reason?: string }[]
}

function shorten({ name, verdict, reason = '', mappings }: ShortRow): string {
  const reasons = mappings.map((each) => each.reason ?? '').join(' ')
  return [name, verdict, `${reason}${reasons}`].filter(Boolean).join(' | ')
}
