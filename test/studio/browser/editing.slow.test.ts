import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { presetMappings } from '../../../runner/mappings/presets'
import { startStudio } from '../../../runner/studio'
import { describeInBrowser } from '../../__helpers__/browser'
import { holdBack, StudioBrowser } from './studio-browser'

describeInBrowser('editing mappings', () => {
  const browser = StudioBrowser.ofEachTest((folder) => ({
    mappings: folder.write('mappings.json', JSON.stringify(presetMappings()))
  }))
  let file: string
  let page: Page

  beforeEach(async () => {
    file = browser.folder.file('mappings.json')
    page = await browser.visit('/mappings')
  })

  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true })
  const namesInFile = () => JSON.parse(readFileSync(file, 'utf8')).map(({ name }: { name: string }) => name)
  const rename = async (name: string, on = page) => {
    await on.getByLabel('Name', { exact: true }).fill(name)
    await on.getByLabel('Name', { exact: true }).press('Enter')
    await on.getByRole('link', { name, exact: true }).waitFor()
  }

  it('lets the person choose if two windows have changed the mappings', async () => {
    const other = await browser.visit('/mappings')
    await other.getByLabel('Trigger').waitFor()
    // The second window's change arrives after that of the first.
    const release = await holdBack(other, '**/api/mappings')
    const asked = other.waitForRequest((request) => request.method() === 'PUT')
    await rename('Of the second window', other)
    await asked
    await rename('Of the first window')
    await page.getByText('changed', { exact: true }).waitFor()
    release()
    const conflict = other.getByRole('alert', { name: 'Conflict' })
    await conflict.getByText('The mappings have been changed in another window.').waitFor()
    await page.getByRole('link', { name: 'Of the first window' }).waitFor()
    await button('Keep mine', other).press('Enter')
    await page.getByRole('link', { name: 'Of the second window' }).waitFor()
  })

  it('saves the last edit, also while the one before is not yet in force', async () => {
    const release = await holdBack(page, '**/api/mappings')
    const asked = page.waitForRequest((request) => request.method() === 'PUT')
    await rename('First')
    await asked
    await rename('Second')
    await page.getByRole('button', { name: `Save to ${file}` }).press('Enter')
    release()
    await page.getByText('The mappings are saved.').waitFor()
    expect(namesInFile()[0]).toBe('Second')
  })

  it('keeps a file that another program has changed, until the person has seen both', async () => {
    await rename('Mine')
    await page.getByText('changed', { exact: true }).waitFor()
    browser.folder.write('mappings.json', JSON.stringify([{ ...presetMappings()[0], name: 'Theirs' }]))
    await page.getByRole('button', { name: `Save to ${file}` }).press('Enter')
    const conflict = page.getByRole('alert', { name: 'Conflict' })
    await conflict.getByText('The file has been changed by another program.').waitFor()
    expect(namesInFile()).toEqual(['Theirs'])
    await button('Keep mine').press('Enter')
    await page.getByText('The mappings are saved.').waitFor()
    expect(namesInFile()[0]).toBe('Mine')
  })

  it('takes over a file that another program has changed', async () => {
    browser.folder.write('mappings.json', JSON.stringify([{ ...presetMappings()[0], name: 'Theirs' }]))
    await rename('Mine')
    await page.getByText('changed', { exact: true }).waitFor()
    await page.getByRole('button', { name: `Save to ${file}` }).press('Enter')
    await button('Use theirs').press('Enter')
    await page.getByRole('link', { name: 'Theirs', exact: true }).waitFor()
    expect(await page.getByRole('navigation', { name: 'Mappings' }).getByRole('link').count()).toBe(1)
    expect(namesInFile()).toEqual(['Theirs'])
  })

  it('types a name through that of another mapping, and refuses to end there', async () => {
    const name = page.getByLabel('Name', { exact: true })
    const address = page.url()
    await name.fill('Search')
    await page.getByText('Another mapping has this name.').waitFor()
    await name.blur()
    expect(await name.inputValue()).toBe('Search')
    expect(await page.getByRole('link', { name: 'Search', exact: true }).count()).toBe(1)
    for (const odd of ['Search results', '..', '.']) await rename(odd)
    expect(new URL(page.url()).pathname).toBe(new URL(address).pathname)
  })

  it('undoes and redoes each edit, and resets a mapping to its file', async () => {
    await rename('Mine')
    await button('Delete').press('Enter')
    await page.getByRole('link', { name: 'Mine' }).waitFor({ state: 'detached' })
    await button('Undo').press('Enter')
    await page.getByRole('link', { name: 'Mine' }).waitFor()
    await page.locator('main').press('Control+z')
    await page.getByRole('link', { name: 'Add to Cart', exact: true }).waitFor()
    await page.locator('main').press('Control+Shift+z')
    await page.getByRole('link', { name: 'Mine' }).press('Enter')
    await button('Reset to the file').press('Enter')
    await page.getByRole('link', { name: 'Add to Cart', exact: true }).waitFor()
  })

  it('keeps a text with a fault while the view changes, and asks before it is lost', async () => {
    const view = (name: string) => page.getByRole('link', { name, exact: true }).press('Enter')
    await view('JSON')
    const editor = page.getByRole('textbox', { name: 'Mapping as JSON' })
    await editor.fill('{ "name": "half')
    await view('Form')
    await view('JSON')
    expect(await editor.textContent()).toContain('{ "name": "half')
    const asked = page.waitForEvent('dialog')
    const leaving = page.close({ runBeforeUnload: true })
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await leaving
  })

  it('compares a mapping with its preset by meaning', async () => {
    const { event, ...rest } = presetMappings()[0].mapping
    browser.folder.write('mappings.json', JSON.stringify([{ ...presetMappings()[0], mapping: { ...rest, event } }]))
    const reordered = StudioBrowser.at(await startStudio({ mappings: file }))
    const other = await reordered.visit('/mappings/m1?view=diff')
    await other.getByText('The mapping is the same as its preset.').waitFor()
    await reordered.close()
  })
})
