import { setTimeout as wait } from 'node:timers/promises'
import { POISONED, POISONS, sendPoison, soakPoison } from '../../soak/poison'
import { ServeProcess } from '../../soak/serve'
import { temporaryFile } from '../../soak/stores'

describe('what never ends harms no other event', () => {
  it('becomes a dead letter, whether it ends the process, hangs it or eats its memory', async () => {
    const store = temporaryFile()
    const result = await soakPoison(store, POISONS)
    await store.remove()
    expect(result).toMatchObject({ lost: 0, doubled: 0, claimed: 0, neverEnded: POISONS.length })
  })

  it('is noticed if it hangs a deliverer that has just started', async () => {
    const { location, remove } = temporaryFile()
    const intake = await ServeProcess.start(['--store', location, '--only', 'intake', '--port', '0'])
    await sendPoison(intake.url, 'hang')
    await intake.stop()
    const deliver = ['--store', location, '--only', 'deliver', '--lease', '2', '--sandbox-port', '9']
    const deliverer = await ServeProcess.start(deliver, { NODE_OPTIONS: POISONED })
    while (!deliverer.log.some(({ problem }) => problem === 'The deliverer hung, and was ended.')) await wait(20)
    await deliverer.kill()
    await remove()
  })
})
