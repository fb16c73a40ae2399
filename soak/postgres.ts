import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { globSync } from 'tinyglobby'
import { freePort } from './ports'
import { query } from './stores'

/** A PostgreSQL server of its own, which may be killed. */
export class PostgresCluster {
  private server?: ChildProcess

  private constructor(
    private readonly binaries: string,
    private readonly folder: string,
    private readonly user: { uid?: number; gid?: number },
    readonly port: number,
    /** Settings of the command line. */
    private readonly settings: readonly string[] = []
  ) {}

  static isInstalled(): boolean {
    return findBinaries() !== undefined
  }

  /** @returns `undefined` if PostgreSQL is not installed */
  static async create(): Promise<PostgresCluster | undefined> {
    const binaries = findBinaries()
    if (binaries === undefined) return undefined
    const user = unprivilegedUser()
    const folder = createFolder(user)
    const args = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust']
    execFileSync(join(binaries, 'initdb'), args, { ...user, cwd: folder, stdio: 'ignore' })
    const cluster = new PostgresCluster(binaries, folder, user ?? {}, await freePort())
    await cluster.start()
    return cluster
  }

  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  get url(): string {
    return `postgres://postgres@${this.host}/postgres`
  }

  /** Makes a standby of this server, which it waits for with each commit from now on. Resolves when both are in step. */
  async createStandby(name: string, port?: number): Promise<PostgresCluster> {
    const folder = createFolder(this.user)
    const source = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres']
    const args = ['-D', join(folder, 'data'), '-R', '-c', 'fast', ...source]
    execFileSync(join(this.binaries, 'pg_basebackup'), args, { ...this.user, cwd: folder, stdio: 'ignore' })
    const settings = ['-c', `cluster_name=${name}`]
    const standby = new PostgresCluster(this.binaries, folder, this.user, port ?? (await freePort()), settings)
    await standby.start()
    await this.waitForStandby(name)
    return standby
  }

  /** Lets commits wait for a standby, or for none. */
  async waitForStandby(name: string | undefined): Promise<void> {
    await query(this.url, `ALTER SYSTEM SET synchronous_standby_names = '${name ?? ''}'`)
    await query(this.url, 'SELECT pg_reload_conf()')
    if (name === undefined) return
    const inStep = "SELECT 1 / count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
    while (!(await succeeds(query(this.url, inStep)))) await wait(50)
  }

  /** Makes a primary of a standby. It has no standby itself. */
  async promote(): Promise<void> {
    await query(this.url, 'SELECT pg_promote()')
    await this.waitForStandby(undefined)
  }

  get pid(): number {
    return this.server?.pid ?? 0
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    while (!(await succeeds(query(this.url, 'SELECT 1')))) {
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
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  private get isRunning(): boolean {
    return this.server?.exitCode === null && this.server.signalCode === null
  }

  private spawn(): void {
    const { binaries, folder, user, port } = this
    const args = ['-D', join(folder, 'data'), '-p', String(port), '-k', folder, '-h', '127.0.0.1', ...this.settings]
    const server = spawn(join(binaries, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' })
    const end = () => server.kill('SIGKILL')
    process.once('exit', end)
    server.once('exit', () => process.off('exit', end))
    this.server = server
  }
}

function createFolder(user?: { uid?: number; gid?: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-postgres-'))
  if (user?.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false
  )
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
