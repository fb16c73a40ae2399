import { shareBrowser } from './browser'
import findDatabase from './setup'

/** Runs once before the slow tests. */
export default async function setUp(): Promise<void> {
  await findDatabase()
  Object.assign(globalThis, { sharedBrowser: await shareBrowser() })
}
