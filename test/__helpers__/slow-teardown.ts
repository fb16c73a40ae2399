import type { BrowserServer } from 'playwright-core'

/** Runs once after the slow tests. */
export default async function tearDown(): Promise<void> {
  const { sharedBrowser } = globalThis as { sharedBrowser?: BrowserServer }
  await sharedBrowser?.close()
}
