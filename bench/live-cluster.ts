import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { globSync } from 'tinyglobby'

interface User {
  uid?: number
  gid?: number
}

/** A PostgreSQL server of its own, which may be killed. */
export class PostgresCluster {
  private server?: ChildProcess

  private constructor(
    private readonly binaries: string,
    private readonly folder: string,
    private readonly user: User,
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
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
    execFileSync(join(binaries, 'initdb'), ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust'], {
      ...user,
      cwd: folder,
      stdio: 'ignore'
    })
    const cluster = new PostgresCluster(binaries, folder, user, await freePort())
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
    while (!(await this.answers())) {
      // After a kill, it does not start before the last of its processes has ended.
      if (this.server === undefined || this.server.exitCode !== null || this.server.signalCode !== null) this.spawn()
      await wait(50)
    }
  }

  /** Kills the process that all others of it end with. */
  async kill(): Promise<void> {
    const { server } = this
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, maxRetries: 10, retryDelay: 100 })
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

  private async answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1000 })
    client.on('error', () => {})
    return client.connect().then(
      () => client.end().then(() => true),
      () => false
    )
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
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}
