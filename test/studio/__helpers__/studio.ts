import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { findFiles } from '../../../runner/sources/files'
import { StudioAccess } from '../../../runner/studio/access'
import type { StudioSource } from '../../../runner/studio/api'
import { TOKEN_HEADER } from '../../../runner/studio/api'
import { createApp } from '../../../runner/studio/app'
import type { SessionOptions } from '../../../runner/studio/session'
import { StudioSession } from '../../../runner/studio/session'
import { TestFolder } from '../../__helpers__/command'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  body: any
}

/** A studio without a port, and a page that talks to it. */
export class TestStudio {
  private constructor(
    readonly session: StudioSession,
    readonly app: Hono,
    private readonly page: TestFolder,
    readonly token: string
  ) {}

  static async open(paths: readonly string[] = [], options: Omit<SessionOptions, 'files'> = {}): Promise<TestStudio> {
    const files = paths.length === 0 ? [] : await findFiles(paths)
    const session = await StudioSession.open({ ...options, files })
    const page = buildPage()
    const access = new StudioAccess({ key: Buffer.from('key'), audience: 'test' })
    return new TestStudio(session, createApp(session, { access, pageFolder: page.path }), page, access.token)
  }

  /** Asks as the page does. A body that is not a text or bytes is sent as JSON. */
  async ask(request: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const [method, path] = request.split(' ')
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const response = await this.app.request(path, {
      method,
      headers: { host: '127.0.0.1:4600', [TOKEN_HEADER]: this.token, ...headers },
      body: isRaw ? (body as BodyInit | undefined) : JSON.stringify(body)
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  /** Puts mappings into force, from those that are. */
  change(mappings: readonly unknown[]): Promise<Answer> {
    return this.ask('PUT /api/mappings', { mappings, revision: this.session.mappings.revision })
  }

  /** The body of an answer that succeeds. */
  async get(path: string): Promise<Answer['body']> {
    const { status, body } = await this.ask(`GET ${path}`)
    if (status !== 200) throw new Error(`${path} is answered by ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** Resolves when all sources are counted with the mappings of the session. */
  async counted(): Promise<StudioSource[]> {
    const subscription = this.session.updates.subscribe()
    const { revision } = this.session.mappings
    const isCounted = (source: StudioSource) => source.state === 'ready' && source.revision === revision
    while (!this.session.sources.all.every(isCounted)) await subscription.next()
    subscription.end()
    return this.session.sources.all
  }

  async close(): Promise<void> {
    await this.session.close()
    this.page.remove()
  }
}

/** The files of a page, as Vite lays them out. */
function buildPage(): TestFolder {
  const page = new TestFolder()
  page.write('index.html', '<!doctype html>\n<head>\n<title>Studio</title>\n</head>\n')
  mkdirSync(page.file('assets'))
  writeFileSync(join(page.path, 'assets', 'main.js'), 'export {}\n')
  return page
}
