import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { FILE_NAME } from '../../runner/config/find'
import { erasePerson } from '../../runner/live/erase'
import type { PersonIds } from '../../runner/live/person'
import { Person } from '../../runner/live/person'
import { openStore } from '../../runner/live/store/open'
import type { Store } from '../../runner/live/store/store'
import { TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const REJECTED = { class: 'PayloadValidationError', status: 400, message: 'Currency is missing.' }
const EMAIL = 'Jane.Roe@example.com'
const MINUTE = 60_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function stored(event: { messageId: string } & Record<string, unknown>, destinations?: string[]) {
  return { source: 'shop', messageId: event.messageId, event: JSON.stringify(event), destinations }
}

describe('a person', () => {
  it.each<[PersonIds, object]>([
    [{ user: 'u-1' }, { userId: 'u-1' }],
    [{ user: 'u-1' }, { anonymousId: 'u-1' }],
    [{ user: 'u-1' }, { context: { traits: { id: 'u-1' } } }],
    [{ user: '42' }, { context: { externalId: 42 } }],
    [{ user: 'u-1' }, { properties: { external_id: [sha256('u-1')] } }],
    [{ email: EMAIL }, { context: { traits: { email: 'jane.roe@EXAMPLE.com ' } } }],
    [{ email: EMAIL }, { properties: { guests: [{ contact: EMAIL }] } }],
    [{ email: EMAIL }, { properties: { em: sha256('jane.roe@example.com') } }],
    [{ phone: '+1 (212) 555-0123' }, { traits: { phone: '+12125550123' } }],
    [{ phone: '+12125550123' }, { context: { traits: { phoneNumber: '001 212 555 0123' } } }],
    [{ phone: '+12125550123' }, { traits: { phone: sha256('+12125550123') } }],
    [{ user: 'u-1', email: EMAIL }, { traits: { email: EMAIL } }]
  ])('%j is in %j', (ids, event) => expect(new Person(ids).isIn(JSON.stringify(event))).toBe(true))

  it.each<[PersonIds, object]>([
    [{ user: 'u-1' }, { userId: 'u-11' }],
    [{ user: '2' }, { properties: { quantity: 2, products: [{ id: '2' }] } }],
    [{ email: EMAIL }, { traits: { email: 'mary.roe@example.com' } }],
    [{ phone: '+12125550123' }, { properties: { order_id: '12125550123' } }],
    [{ email: EMAIL }, { properties: { note: `Write to ${EMAIL}` } }]
  ])('%j is not in %j', (ids, event) => expect(new Person(ids).isIn(JSON.stringify(event))).toBe(false))
})

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store

  beforeEach(async () => {
    engine = createEngine()
    store = await engine.open()
  })
  afterEach(async () => {
    await store.close()
    await engine.remove()
  })

  it('lose what waits or is dead of a person, and nothing else', async () => {
    const jane = { traits: { email: EMAIL } }
    await store.append({
      events: [stored({ messageId: 'dead', ...jane }), stored({ messageId: 'sent', ...jane })],
      letters: [{ source: 'shop', event: JSON.stringify(jane), error: REJECTED }]
    })
    const claim = await store.claim(1, MINUTE)
    await store.settle(claim, { dead: [{ id: claim.events[0].id, mapping: 'Lead', error: REJECTED, attempts: 1 }] })
    await store.claim(1, MINUTE)
    await store.append({ events: [stored({ messageId: 'waiting', ...jane }), stored({ messageId: 'other' })] })
    const found = { waiting: 2, dead: 2, beingSent: 1 }
    expect(await erasePerson(store, { email: EMAIL }, true)).toEqual(found)
    expect(await erasePerson(store, { email: EMAIL })).toEqual(found)
    expect(await store.counts()).toMatchObject({ backlog: 1, dead: 0 })
    expect(await erasePerson(store, { email: EMAIL })).toEqual({ waiting: 0, dead: 0, beingSent: 0 })
  })
})

describe('the commands of operators', () => {
  let folder: TestFolder
  let file: string

  beforeEach(() => {
    folder = new TestFolder()
    file = folder.file('events.db')
  })
  afterEach(() => folder.remove())

  async function inStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    const store = await openStore(file)
    return work(store).finally(() => store.close())
  }

  /** Makes events that were delivered, wait for another attempt, and are dead letters. */
  async function fill(): Promise<void> {
    await inStore(async (store) => {
      await store.append({
        events: ['delivered', 'failed', 'dead'].map((messageId) =>
          stored({ messageId, userId: `user of ${messageId}` })
        ),
        letters: [{ source: 'blog', event: '{"messageId":"rejected"}', error: REJECTED }]
      })
      const claim = await store.claim(3, MINUTE)
      const [delivered, failed, dead] = claim.events.map(({ id }) => id)
      await store.settle(claim, {
        delivered: [delivered],
        retry: [{ id: failed, delayMs: 30 * MINUTE }],
        dead: [{ id: dead, mapping: 'Lead', error: { ...REJECTED, message: 'Pixel Code is missing.' }, attempts: 1 }],
        done: [{ source: 'shop', messageId: 'delivered', outcome: 'delivered' }]
      })
    })
  }

  const run = (...args: string[]) => runInProcess([...args, '--store', file])

  it.each<[string, RegExp]>([
    ['delivered', /^\S+Z {2}received from shop\n\S+Z {2}delivered to default, from shop\n$/],
    ['failed', /^\S+Z {2}received from shop\nnow {2}waits for delivery, due \S+Z, to default, after 1 attempt\n$/],
    ['dead', /^\S+Z {2}received from shop\n\S+Z {2}dead letter 2, default, Lead: Pixel Code is missing\.\n$/],
    ['rejected', /^\S+Z {2}dead letter 1, -, -: Currency is missing\.\n$/]
  ])('find what became of an event that is %s', async (messageId, text) => {
    await fill()
    const { status, stdout } = await run('events', 'find', messageId)
    expect(stdout).toMatch(text)
    expect(stdout).not.toContain('user of')
    expect(status).toBe(0)
  })

  it('say that no event has a message id', async () => {
    await fill()
    const { status, stdout } = await run('events', 'find', 'other')
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'No event with this message ID was received within 48 hours, waits, or is a dead letter.\n'
    })
  })

  it('make events due that wait for another attempt', async () => {
    await fill()
    expect(await run('retry', '--now', '--destination', 'eu')).toMatchObject({
      status: 0,
      stdout: '0 events due now.\n'
    })
    expect(await run('retry', '--now')).toMatchObject({ status: 0, stdout: '1 event due now.\n' })
    expect((await inStore((store) => store.claim(10, MINUTE))).events).toHaveLength(1)
    expect(await run('retry')).toMatchObject({ status: 2, stderr: 'error: Specify --now.\n' })
  })

  it('erase a person from the file, with a count and an audit line that does not name the person', async () => {
    await fill()
    const dryRun = await run('erase', '--user', 'user of dead', '--dry-run')
    expect(dryRun).toMatchObject({ status: 0, stdout: '1 event found: 0 waiting, 1 dead letter.\n', stderr: '' })
    const { stdout, stderr } = await run('erase', '--user', 'user of failed', '--reference', 'DSR-1')
    expect(stdout).toBe('1 event removed: 1 waiting, 0 dead letters.\n')
    expect(JSON.parse(stderr)).toMatchObject({ action: 'erase', identifiers: ['user'], reference: 'DSR-1', waiting: 1 })
    const log = folder.file('audit.ndjson')
    await run('erase', '--user', 'user of dead', '--audit-log', log)
    expect(readFileSync(log, 'utf8') + stderr).not.toContain('user of')
    const bytes = readdirSync(folder.path).map((name) => readFileSync(folder.file(name), 'latin1'))
    expect(bytes.some((text) => /user of (?:failed|dead)/.test(text))).toBe(false)
    expect(bytes.some((text) => text.includes('delivered'))).toBe(true)
    expect(await run('erase')).toMatchObject({ status: 2, stderr: 'error: Specify --user, --email or --phone.\n' })
  })

  it.each<[what: string, name: string, reason: string]>([
    ['a log in a folder that is not there', 'none/audit.ndjson', 'cannot be written (no such file or folder)'],
    ['a folder', '.', 'cannot be written (it is a folder)'],
    ['the store', 'events.db', 'is not an audit log, and is left as it is'],
    ['notes of somebody else', 'notes.txt', 'is not an audit log, and is left as it is']
  ])('erase nothing if the audit log is %s', async (_what, name, reason) => {
    await fill()
    folder.write('notes.txt', 'mine\n')
    const log = folder.file(name)
    const { status, stderr } = await run('erase', '--user', 'user of failed', '--audit-log', log)
    expect(stderr).toContain(`${log} ${reason}`)
    expect(status).toBe(2)
    expect(await run('erase', '--user', 'user of failed', '--dry-run')).toMatchObject({
      stdout: '1 event found: 1 waiting, 0 dead letters.\n'
    })
    expect(readFileSync(folder.file('notes.txt'), 'utf8')).toBe('mine\n')
  })

  it('choose dead letters by reason and destination, and send or drop those', async () => {
    await fill()
    const list = await run('dead', 'list', '--reason', 'pixel')
    expect(list.stdout).toMatch(
      /^2\t\S+Z\tshop\tdefault\tLead\tPayloadValidationError 400\t1 attempt\tPixel Code is missing\.\n$/
    )
    expect(list.stderr).toBe('ID\tTIME\tSOURCE\tDESTINATION\tMAPPING\tERROR\tATTEMPTS\tMESSAGE\n')
    expect(await run('dead', 'list', '--reason', 'other')).toMatchObject({
      stdout: '',
      stderr: 'No dead letters found.\n'
    })
    expect(await run('dead', 'list', '--reason', 'other', '--json')).toMatchObject({ stdout: '', stderr: '' })
    expect(await run('dead', 'send', '--destination', 'default', '--since', '2026-01-01')).toMatchObject({
      stdout: '1 event queued again.\n'
    })
    expect(await run('dead', 'drop', '--source', 'blog')).toMatchObject({ stdout: '1 event removed.\n' })
    expect(await run('dead', 'drop', '1', '--source', 'blog')).toMatchObject({ status: 2 })
    expect(await run('dead', 'drop')).toMatchObject({
      status: 2,
      stderr: 'error: Specify IDs, --all, or what to choose by, such as --reason.\n'
    })
  })

  it('name dead letters that are not there, and change the others', async () => {
    await fill()
    for (const name of ['send', 'drop', 'show']) {
      expect(await run('dead', name, '99')).toEqual({
        status: 2,
        stdout: '',
        stderr: 'error: No such dead letter: 99.\n'
      })
    }
    expect(await run('dead', 'send', '98', '1', '2', '99')).toEqual({
      status: 1,
      stdout: '1 event queued again.\n',
      stderr: 'error: No such dead letter: 98, 99.\nerror: 1 event that the intake rejected cannot be queued again.\n'
    })
  })

  it('count a dead letter that is named twice once', async () => {
    await fill()
    expect(await run('dead', 'drop', '2', '2')).toEqual({ status: 0, stdout: '1 event removed.\n', stderr: '' })
  })

  it.each(['noreply@example.com', 'JANE@example.com ', 'user@localhost', 'ab'.repeat(32)])(
    'look for the email address %s',
    async (email) => {
      await fill()
      expect(await run('erase', '--email', email, '--dry-run')).toMatchObject({ status: 0 })
    }
  )

  it.each(['+49 30 123456', '202 555 0101'])('look for the phone number %s', async (phone) => {
    await fill()
    expect(await run('erase', '--phone', phone, '--dry-run')).toMatchObject({ status: 0 })
  })

  it('work on the store of the configuration file', async () => {
    await fill()
    folder.write(FILE_NAME, JSON.stringify({ store: 'events.db' }))
    const folderOfTests = process.cwd()
    process.chdir(folder.path)
    const { stdout } = await runInProcess(['dead', 'list', '--limit', '1']).finally(() => process.chdir(folderOfTests))
    expect(stdout).toContain('Currency is missing.')
  })

  it.each([
    ['dead', 'list'],
    ['dead', 'show', '1'],
    ['dead', 'send', '2'],
    ['events', 'find', 'm-1'],
    ['retry', '--now'],
    ['erase', '--user', 'user-0', '--dry-run']
  ])('work on the store of the file that --config names: %s %s', async (...args) => {
    await fill()
    const config = folder.write('other.json', JSON.stringify({ store: 'events.db' }))
    expect(await runInProcess([...args, '--config', config])).toMatchObject({
      stderr: expect.not.stringContaining('error')
    })
    const { stderr } = await runInProcess([...args, '--config', config, '--store', folder.file('none.db')])
    expect(stderr).toContain(`There is no store at ${folder.file('none.db')}.`)
  })
})
