import type { ApiError, Json, MappingConflict, MappingFault, TextFault } from '../api'
import { admittedKey } from './session'

/** An answer other than the expected one. */
export class RequestError extends Error {
  constructor(
    /** HTTP status; 0 if the server did not answer. */
    readonly status: number,
    message: string,
    readonly faults: readonly MappingFault[] = [],
    readonly conflict?: MappingConflict,
    readonly textFaults?: readonly TextFault[]
  ) {
    super(message)
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A body of JSON. */
  json?: unknown
  /** Any other body. */
  body?: Blob | string
  signal?: AbortSignal
  /** @defaultValue the key of this browser's session, which is waited for */
  key?: string
}

/** Asks the server. @throws RequestError for an answer with an error, or none */
export async function ask(
  path: string,
  { method = 'GET', json, body, signal, key }: RequestOptions = {}
): Promise<Response> {
  const headers: Record<string, string> = { 'X-Studio-Token': key ?? (await admittedKey()) }
  if (json !== undefined) headers['Content-Type'] = 'application/json'
  const content = json === undefined ? body : JSON.stringify(json)
  const response = await fetch(`/api/${path}`, { method, headers, body: content, signal }).catch((error: Error) => {
    if (error.name === 'AbortError') throw error
    throw new RequestError(0, 'The studio does not answer. Is the command still running?')
  })
  if (response.ok) return response
  const { message, faults, conflict, textFaults } = await errorIn(response)
  throw new RequestError(response.status, message, faults, conflict, textFaults)
}

/** Asks the server for JSON. */
export async function askJson<T>(path: string, options?: RequestOptions): Promise<T> {
  const response = await ask(path, options)
  return response.json() as Promise<T>
}

async function errorIn(response: Response): Promise<ApiError> {
  const fallback = { message: `The studio answers with status ${response.status}.` }
  return response.json().catch(() => fallback) as Promise<ApiError>
}

/** A query, without the parameters that are blank. */
export function toQuery(parameters: Record<string, string | number | boolean>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== false)
  return new URLSearchParams(given.map(([key, value]) => [key, value === true ? '1' : String(value)])).toString()
}

/** Hands a file of the server to the browser's downloads. */
export async function download(path: string, name: string): Promise<void> {
  const response = await ask(path)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** JSON as it is shown and edited. */
export function format(value: Json | object | undefined): string {
  return JSON.stringify(value, null, 2) ?? ''
}
