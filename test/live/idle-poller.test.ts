import { IdlePoller } from '../../runner/live/deliver/idle-poller'

const turn = () => new Promise(setImmediate)

/** A poller whose sleeps end when the test says so. */
function create(due: readonly string[] = []) {
  const sleeps: { milliseconds: number; end: () => void }[] = []
  const sleep = (milliseconds: number) => new Promise<void>((end) => sleeps.push({ milliseconds, end }))
  const dueAmong = jest.fn(async (names: readonly string[]) => names.filter((name) => due.includes(name)))
  const poller = new IdlePoller({ idleMs: 100, sleep, dueAmong })
  const awake: string[] = []
  const rest = (name: string, destination = 'eu') => poller.rest(destination).then(() => awake.push(name))
  return { poller, sleeps, awake, rest, dueAmong }
}

it('lets one consumer look, half a second apart at most, while the others sleep', async () => {
  const { sleeps, awake, rest, dueAmong } = create()
  for (const name of ['a', 'b', 'c']) void rest(name)
  for (let look = 0; look < 4; look++) {
    sleeps[look].end()
    await turn()
    void rest(awake[look])
  }
  expect(awake).toEqual(['a', 'b', 'c', 'a'])
  expect(sleeps.map(({ milliseconds }) => milliseconds)).toEqual([100, 200, 400, 500, 500])
  expect(dueAmong).not.toHaveBeenCalled()
})

it('wakes one other for each find, and looks often again', async () => {
  const { poller, sleeps, awake, rest } = create()
  for (const name of ['a', 'b', 'c']) void rest(name)
  sleeps[0].end()
  await turn()
  poller.found('eu')
  await turn()
  expect(awake).toEqual(['a', 'b'])
  poller.found('eu')
  await turn()
  expect(awake).toEqual(['a', 'b', 'c'])
  void rest('c')
  sleeps[1].end()
  await turn()
  void rest('c')
  expect(sleeps.map(({ milliseconds }) => milliseconds)).toEqual([100, 200, 100])
})

it('looks once for all destinations, however many they are, and wakes those with due events', async () => {
  const { sleeps, awake, rest, dueAmong } = create(['d7'])
  const names = Array.from({ length: 20 }, (_, index) => `d${index}`)
  for (const name of names) for (const consumer of [1, 2]) void rest(`${name} ${consumer}`, name)
  sleeps[0].end()
  await turn()
  expect(awake).toEqual(['d7 1'])
  expect(dueAmong.mock.calls).toEqual([[names]])
  expect(sleeps).toHaveLength(2)
})

it('wakes a consumer of each destination if the store fails, which reports it', async () => {
  const { sleeps, awake, rest, dueAmong } = create()
  dueAmong.mockRejectedValue(new Error('gone'))
  for (const name of ['eu', 'us']) void rest(name, name)
  sleeps[0].end()
  await turn()
  expect(awake).toEqual(['eu', 'us'])
})

it('wakes all of a destination at its end', async () => {
  const { poller, awake, rest } = create()
  for (const name of ['a', 'b']) void rest(name)
  void rest('c', 'us')
  poller.end('eu')
  await turn()
  expect(awake).toEqual(['a', 'b'])
})
