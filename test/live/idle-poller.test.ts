import { IdlePoller } from '../../runner/live/deliver/idle-poller'

const turn = () => new Promise(setImmediate)

/** A poller whose sleeps end when the test says so. */
function create() {
  const sleeps: { milliseconds: number; end: () => void }[] = []
  const sleep = (milliseconds: number) => new Promise<void>((end) => sleeps.push({ milliseconds, end }))
  const poller = new IdlePoller(100, sleep)
  const awake: string[] = []
  const rest = (name: string) => poller.rest().then(() => awake.push(name))
  return { poller, sleeps, awake, rest }
}

it('lets one consumer look, half a second apart at most, while the others sleep', async () => {
  const { sleeps, awake, rest } = create()
  for (const name of ['a', 'b', 'c']) void rest(name)
  for (let look = 0; look < 4; look++) {
    sleeps[look].end()
    await turn()
    void rest('a')
  }
  expect(awake).toEqual(['a', 'a', 'a', 'a'])
  expect(sleeps.map(({ milliseconds }) => milliseconds)).toEqual([100, 200, 400, 500, 500])
})

it('wakes one other for each find, and looks often again', async () => {
  const { poller, sleeps, awake, rest } = create()
  for (const name of ['a', 'b', 'c']) void rest(name)
  sleeps[0].end()
  await turn()
  poller.found()
  await turn()
  expect(awake).toEqual(['a', 'b'])
  poller.found()
  await turn()
  expect(awake).toEqual(['a', 'b', 'c'])
  void rest('c')
  expect(sleeps.map(({ milliseconds }) => milliseconds)).toEqual([100, 100])
})

it('wakes all at the end', async () => {
  const { poller, sleeps, awake, rest } = create()
  for (const name of ['a', 'b', 'c']) void rest(name)
  poller.end()
  sleeps[0].end()
  await turn()
  expect(awake.sort()).toEqual(['a', 'b', 'c'])
})
