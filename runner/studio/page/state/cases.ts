import { signal } from '@preact/signals'
import type { RequestError } from '../client'
import { ask, askJson } from '../client'
import type { CaseList } from '../types'
import { openEvent } from './journey'
import { Remote } from './remote'

/** The cases, each with its result under the mappings that are in force. */
export const cases = new Remote<CaseList>()

/** The version of a file that another program has changed. */
export const changedFile = signal<string>()

export function loadCases(show: boolean): Promise<void> {
  return cases.load('', (abort) => askJson(`cases${show ? '?show=1' : ''}`, { signal: abort }))
}

/** Keeps the open event with its present outcome. */
export async function keepCase(): Promise<string> {
  const { name } = await askJson<{ name: string }>('cases', { method: 'POST', json: openEvent.value })
  return `Kept as the case “${name}”, below Mappings.`
}

export async function removeCase(name: string): Promise<void> {
  await ask(`cases/${encodeURIComponent(name)}`, { method: 'DELETE' })
  await cases.retry()
}

/** Expects the present outcome from now on. */
export async function acceptCase(name: string): Promise<void> {
  await ask(`cases/${encodeURIComponent(name)}/accept`, { method: 'POST' })
  await cases.retry()
}

/** Writes the file. @param replaces version of a file that is given up */
export async function saveCases(replaces?: string): Promise<string | undefined> {
  try {
    await ask('cases/save', { method: 'POST', json: { replaces } })
  } catch (error) {
    const { conflict } = error as RequestError
    if (conflict === undefined) throw error
    changedFile.value = conflict.version
    return undefined
  }
  changedFile.value = undefined
  await cases.retry()
  return 'The cases are saved.'
}

/** Takes the cases of the file. */
export async function reloadCases(): Promise<void> {
  await ask('cases/load', { method: 'POST' })
  changedFile.value = undefined
  await cases.retry()
}
