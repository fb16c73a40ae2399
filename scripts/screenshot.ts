import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startStudio } from '../runner/studio'

const PICTURE = join(__dirname, '..', 'docs', 'journey.png')

/** Takes the picture of a journey that the README shows. */
async function takePicture(): Promise<void> {
  const studio = await startStudio({ files: [] })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox']
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 }, colorScheme: 'light' })
    await page.goto(studio.url)
    await page.getByRole('searchbox').fill('Order Completed')
    await page
      .getByRole('row', { name: /Delivered/ })
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('heading', { name: '5 · Verdict' }).waitFor({ timeout: 5000 })
    await page.screenshot({ path: PICTURE })
  } finally {
    await browser.close()
    await studio.close()
  }
}

void takePicture()
