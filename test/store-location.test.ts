import { describeStore, isPostgresUrl } from '../runner/store-location'
import { TestFolder } from './__helpers__/command'
import { runInProcess } from './__helpers__/in-process'

const folder = new TestFolder()
afterAll(() => folder.remove())

const FORM = 'The store is a SQLite file or a postgres:// URL.'
const UNREADABLE = 'The store cannot be opened: its URL cannot be read;'

const FAULTY: [string, string][] = [
  ['postgre://me:secretpw@127.0.0.1/test', FORM],
  ['postgres:/me:secretpw@127.0.0.1/test', FORM],
  ['postgres:me:secretpw@127.0.0.1/test', FORM],
  ['postgres//me:secretpw@127.0.0.1/test', FORM],
  ['//me:secretpw@127.0.0.1/test', FORM],
  ['me:secretpw@127.0.0.1/test', FORM],
  ['POSTGRES://me:secretpw@127.0.0.1/test', FORM],
  ['"postgres://me:secretpw@127.0.0.1/test"', FORM],
  ['jdbc:postgresql://127.0.0.1/test?user=me&password=secretpw', FORM],
  ['mysql+ssl://127.0.0.1/test?password=secretpw', FORM],
  ['sqlite:secretpw', FORM],
  ['postgres://me:1#secretpw@127.0.0.1/test', UNREADABLE],
  ['postgres://me:1/secretpw@127.0.0.1/test', UNREADABLE],
  ['postgres://me:1?secretpw@127.0.0.1/test', UNREADABLE],
  ['postgres://me:se@1/secretpw@127.0.0.1/test', UNREADABLE],
  ['postgres://me:secretpw', UNREADABLE],
  ['postgres://me:secretpw@127.0.0.1:99999/test', UNREADABLE],
  ['postgres://me:secretpw%E0%A4@127.0.0.1:2/test', ' cannot be opened: its URL cannot be read;']
]

describe.each(FAULTY)('the store %s', (store, message) => {
  it.each<[string, string[], Record<string, string>?]>([
    ['by a command', ['dead', 'list', '--store', store]],
    ['by serve', ['serve', '--migrate', '--store', store]],
    ['from the environment', ['retry', '--now'], { TIKTOK_STORE: store }],
    ['from the configuration file', ['erase', '--user', 'u-1', '--config', folder.file('config.json')]]
  ])('is refused %s, and its password is not shown', async (_place, args, env = {}) => {
    folder.write('config.json', JSON.stringify({ store }))
    const { status, stdout, stderr } = await runInProcess(args, { env })
    expect(stderr).toContain(message)
    expect(stdout + stderr).not.toMatch(/secretpw|me:|:1\b/)
    expect(status).toBe(2)
  })
})

it.each([
  ['of an argument', ['dead', 'show']],
  ['of an option', ['serve', '--port']],
  ['of a file', ['explain']]
])('shows no password in the place %s', async (_, args) => {
  const { status, stderr } = await runInProcess([...args, 'postgres://me:secretpw@127.0.0.1/test'])
  expect(stderr).toContain('postgres:')
  expect(stderr).not.toMatch(/secretpw|me:/)
  expect(status).toBe(2)
})

it.each([
  ['events.db', false],
  ['./10:30.db', false],
  ['./a:b@c.db', false],
  ['/data/12:00/me@x.db', false],
  ['C:/Users/me@shop/events.db', false],
  ['/srv/@shop/events.db', false],
  ['C:\\Users\\me@shop\\events.db', false],
  ['postgres://me:p%23@a:1,b:2/test?connect_timeout=5', true],
  ['postgresql:///test', true],
  ['postgres://me:p@ss@[::1]:5432/test', true],
  ['postgres://%2Fvar%2Frun/test', true]
])('takes %s', (location, isUrl) => expect(isPostgresUrl(location)).toBe(isUrl))

it.each([
  ['events.db', 'The store events.db'],
  ['postgres://me:p@ss@a:1,b:2/test', 'The store at a:1,b:2'],
  ['postgres://me:secret@/test', 'The store at localhost']
])('describes %s as %s', (location, text) => expect(describeStore(location)).toBe(text))
