import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { globSync } from 'tinyglobby'
import { query } from './stores'

/** A PostgreSQL server of its own, which may be killed. */
export class PostgresCluster {
  private server?: ChildProcess

  private constructor(
    private readonly binaries: string,
    private readonly folder: string,
    private readonly user: { uid?: number; gid?: number },
    private readonly port: number
  ) {}

  static isInstalled(): boolean {
    return findBinaries() !== undefined
  }

  /** @returns `undefined` where PostgreSQL is not installed */
  static async create(): Promise<PostgresCluster | undefined> {
    const binaries = findBinaries()
    if (binaries === undefined) return undefined
    const user = unprivilegedUser()
    const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-postgres-'))
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    const args = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust']
    execFileSync(join(binaries, 'initdb'), args, { ...user, cwd: folder, stdio: 'ignore' })
    const cluster = new PostgresCluster(binaries, folder, user ?? {}, await freePort())
    await cluster.start()
    return cluster
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`
  }

  get pid(): number {
    return this.server?.pid ?? 0
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const answers = () =>
      query(this.url, 'SELECT 1')
        .then(() => true)
        .catch(() => false)
    while (!(await answers())) {
      // After a kill, it does not start before the last of its processes has ended.
      if (!this.isRunning) this.spawn()
      await wait(50)
    }
  }

  /** Kills the process that all others of it end with. */
  async kill(): Promise<void> {
    const { server } = this
    if (server === undefined || !this.isRunning) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, maxRetries: 10, retryDelay: 100 })
  }

  private get isRunning(): boolean {
    return this.server?.exitCode === null && this.server.signalCode === null
  }

  private spawn(): void {
    const { binaries, folder, user, port } = this
    const args = ['-D', join(folder, 'data'), '-p', String(port), '-k', folder, '-h', '127.0.0.1']
    const server = spawn(join(binaries, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' })
    const end = () => server.kill('SIGKILL')
    process.once('exit', end)
    server.once('exit', () => process.off('exit', end))
    this.server = server
  }
}

/** Debian keeps them out of the path. */
function findBinaries(): string | undefined {
  const [newest] = globSync('*/bin/initdb', { cwd: '/usr/lib/postgresql', absolute: true }).sort().reverse()
  if (newest !== undefined) return dirname(newest)
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** PostgreSQL does not run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}
