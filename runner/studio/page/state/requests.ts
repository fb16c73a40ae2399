import { signal } from '@preact/signals'
import { ask, askJson } from '../client'
import type { RequestList, SandboxRequest, SandboxStub } from '../types'
import { announce } from './notice'

/** The requests that the sandbox of the studio received; absent until they are known. */
export const requestList = signal<RequestList>()

export async function loadRequests(show: boolean): Promise<void> {
  requestList.value = await askJson<RequestList>(`requests${show ? '?show=1' : ''}`)
}

/** Sends the body of a request again. */
export async function replay(id: string): Promise<void> {
  const { code, status } = await askJson<SandboxRequest>(`requests/${encodeURIComponent(id)}/replay`, {
    method: 'POST'
  })
  announce(`Sent again: ${code === undefined ? `status ${status ?? 'none'}` : `code ${code}`}.`)
}

export async function forgetRequests(): Promise<void> {
  await ask('requests', { method: 'DELETE' })
  announce('Requests cleared.')
}

/** Orders the answer to the next request. */
export async function orderFault(name: string, stub: SandboxStub): Promise<void> {
  await ask('stubs', { method: 'POST', json: stub })
  announce(`The next request is answered by: ${name}.`)
}

export async function endFaults(): Promise<void> {
  await ask('stubs', { method: 'DELETE' })
  announce('Requests are answered as usual.')
}
