import type { SoakResult } from './run'
import { SoakRun } from './run'
import type { TemporaryStore } from './stores'

/** Replaces an older program by this one under a real client, part by part. @param old path of its `dist/runner/cli/main.js` */
export async function soakUpgrade(store: TemporaryStore, old: string): Promise<SoakResult> {
  const run = await SoakRun.start(store.location, { command: old })
  try {
    await run.progress()
    // The first process of this version migrates the store, which both others go on using.
    const fresh = await run.startPart('deliverer')
    await run.progress()
    await run.running.intake?.stop()
    await run.serve('intake')
    await run.progress()
    await run.running.deliverer?.stop()
    run.running.deliverer = fresh
    await run.progress()
    return await run.finish()
  } finally {
    await run.close()
  }
}
