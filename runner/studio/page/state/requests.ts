import { ask, askJson } from '../client'
import type { RequestList, SandboxRequest, SandboxStub } from '../types'
import { Remote } from './remote'

/** The requests that the sandbox of the studio received. */
export const requestList = new Remote<RequestList>()

export function loadRequests(show: boolean): Promise<void> {
  return requestList.load('', (signal) => askJson(`requests${show ? '?show=1' : ''}`, { signal }))
}

/** Sends the body of a request again. @returns the answer in words */
export async function replay(id: string): Promise<string> {
  const { code, status } = await askJson<SandboxRequest>(`requests/${encodeURIComponent(id)}/replay`, {
    method: 'POST'
  })
  return `Sent again: ${code === undefined ? `status ${status ?? 'none'}` : `code ${code}`}.`
}

export async function forgetRequests(): Promise<string> {
  await ask('requests', { method: 'DELETE' })
  return 'Requests cleared.'
}

/** Orders the answer to the next request. */
export async function orderFault(name: string, stub: SandboxStub): Promise<string> {
  await ask('stubs', { method: 'POST', json: stub })
  return `The next request is answered by: ${name}.`
}

export async function endFaults(): Promise<string> {
  await ask('stubs', { method: 'DELETE' })
  return 'Requests are answered as usual.'
}
