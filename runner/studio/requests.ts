import type { JSONValue } from '@segment/actions-core'
import type { RequestRecord } from '../../sandbox'
import { redactIdentifiers } from '../../src/reportWebEvent/redact'
import { maskBody } from '../explain'
import type { Json, SandboxRequest } from './api'

const MAX_REQUESTS = 200

/** A longer body is not kept. */
const MAX_BODY_LENGTH = 64 * 1024

interface KeptRequest {
  record: RequestRecord
  /** Unix milliseconds. */
  time: number
  /** Absent if it was too long. */
  text?: string
}

/** The requests that the sandbox got, the newest first. */
export class RequestHistory {
  private kept: KeptRequest[] = []
  private count = 0

  /** @param text the body */
  add(record: RequestRecord, text: string, time: number): void {
    this.count++
    this.kept.unshift({ record, time, text: text.length <= MAX_BODY_LENGTH ? text : undefined })
    this.kept.splice(MAX_REQUESTS)
  }

  /** All since the beginning, or since they were last forgotten. */
  get total(): number {
    return this.count
  }

  /** @param isShown whether bodies have their values */
  list(isShown: boolean): SandboxRequest[] {
    return this.kept.map((request) => describe(request, isShown))
  }

  /** The body of a request, as it was sent. */
  textOf(id: string): string | undefined {
    return this.kept.find(({ record }) => record.requestId === id)?.text
  }

  clear(): void {
    this.kept = []
    this.count = 0
  }
}

function describe({ record, time, text = '' }: KeptRequest, isShown: boolean): SandboxRequest {
  const { requestId: id, events, status, code, message, dropped, warnings = [] } = record
  const body = parse(text)
  return { id, time, events, names: namesIn(body), status, code, message, dropped, warnings, body: mask(body, isShown) }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function mask(body: Json | undefined, isShown: boolean): Json | undefined {
  return body === undefined || isShown ? body : (maskBody(body as JSONValue) as Json)
}

function namesIn(body: Json | undefined): string[] {
  const { data } = Object(body)
  const names = (Array.isArray(data) ? data : []).map((event) => Object(event).event)
  return [...new Set(names.filter((name) => typeof name === 'string').map(redactIdentifiers))]
}
