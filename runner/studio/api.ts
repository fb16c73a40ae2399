import type { Fault as MappingFault } from '../delivery/mapping-check'
import type { Row as DeliveryRow } from '../delivery/result'
import type { Report } from '../diagnose/report'
import type { Explanation } from '../explain/types'

/**
 * The contract between the page and its server. The page imports nothing else of the server.
 *
 * Pages: the server answers `index.html` for `/`, `/events`, `/events/:source/:index`, `/mappings`, `/mappings/:name`,
 * `/diagnostics` and `/requests`, and the files of the build for `/assets/*`. The URL that the command prints ends in
 * `#token=…`: the page keeps the token for the tab, and removes it from the address.
 *
 * Styles: the `content` of `<meta name="csp-nonce">` is the nonce for `<style>` elements, such as those of CodeMirror
 * (`EditorView.cspNonce.of(nonce)`). Inline scripts and `style` attributes in HTML are blocked; properties of
 * `element.style` are not.
 *
 * API: each request to `/api/*` carries the token in the header `X-Studio-Token`; without it, the answer is 403. Bodies
 * are JSON unless said otherwise. A request that fails is answered by 4xx or 5xx and `ApiError`. Values of events are
 * masked (`•••`) unless the request asks for them: `?show=1`, or `"show": true` in a body.
 *
 * | Request | Body | Answer |
 * | --- | --- | --- |
 * | `GET /api/definition` | | `Definition` |
 * | `GET /api/updates` | | Server-sent events: `source` (`Source`), `removed` (`{ id }`), `mappings` (`SessionMappings`), `requests` (`{ total }`). Each is sent once at the beginning, and at every change, at most four times a second. |
 * | `GET /api/sources` | | `{ sources: Source[] }` |
 * | `POST /api/sources?name=` | the bytes of a file that `send` reads, or pasted JSON, plain or gzip | 201 `Source`; it is read in the background |
 * | `DELETE /api/sources/:id` | | 204 |
 * | `GET /api/sources/:id/rows?from=0&limit=100&filter=all&finding=&q=` | | `RowPage` |
 * | `GET /api/sources/:id/events/:index?show=1` | | `SourceEvent`; 422 `ApiError` for a line that holds none, 409 for a file that has changed, 410 for a live event that is forgotten |
 * | `GET /api/sources/:id/paths?show=1` | | `{ paths: EventPath[] }` |
 * | `GET /api/sources/:id/diagnosis` | | `Diagnosis` |
 * | `POST /api/explain` | `ExplainRequest` | `ExplainAnswer`; 422 `ApiError` with faults for faulty `mappings` |
 * | `GET /api/mappings` | | `SessionMappings` |
 * | `PUT /api/mappings` | `{ mappings: EditableMapping[] }` | `SessionMappings`, and all sources are counted again; 422 `ApiError` with faults, and nothing changes |
 * | `POST /api/mappings/check` | `{ text: string }`, JSON as for `send --mappings` | `MappingCheck` |
 * | `GET /api/mappings/export?format=send` or `segment` | | the JSON file, as a download |
 * | `POST /api/mappings/save` | | `SessionMappings`; 409 where `--mappings` was not given, or a server has started the studio |
 * | `POST /api/send` | `EventChoice` | `SendAnswer`: delivered to the sandbox of the studio, through the mappings of the session; 409 for a live event |
 * | `GET /api/requests?show=1` | | `RequestList` |
 * | `POST /api/requests/:id/replay` | | `SandboxRequest`: the answer to the same body |
 * | `DELETE /api/requests` | | 204; forgets requests, duplicates and stubs |
 * | `POST /api/stubs` | `SandboxStub`: the answer to the next requests | 204; 400 `ApiError` |
 * | `DELETE /api/stubs` | | 204 |
 */
export const TOKEN_HEADER = 'X-Studio-Token'

/** JSON data. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A request that is not answered as asked. */
export interface ApiError {
  /** One or several sentences for a person. */
  message: string
  /** The problems of mappings, each with its place. */
  faults?: MappingFault[]
}

export interface Definition {
  /** The version of the package. */
  version: string
  /** Fields of the action, in the order of the mapping page. */
  fields: FieldDefinition[]
  /** The mappings of a new destination. */
  presets: EditableMapping[]
  limits: { mappings: number; lineBytes: number }
  /** The file of `--mappings`, where it was given. */
  mappingFile?: string
}

/** An input field of the action. */
export interface FieldDefinition {
  key: string
  label: string
  description: string
  type: 'string' | 'text' | 'number' | 'integer' | 'datetime' | 'boolean' | 'password' | 'object' | 'hidden'
  isMultiple: boolean
  isRequired: boolean
  /** Whether TikTok gets a digest of it. */
  isHashed: boolean
  /** Whether the mapping page hides it. */
  isHidden: boolean
  choices: { label: string; value: string | number | boolean }[]
  /** Values among others that it may have. */
  suggestions: { label: string; value: string }[]
  /** The value in a new mapping: a constant or a directive, such as `{ "@path": "$.messageId" }`. */
  default?: Json
  /** Parts of an object; empty for other types. */
  properties: FieldDefinition[]
  /** When the field is of use, as actions-core writes it. */
  dependsOn?: Json
}

/** A file, pasted events, or the live stream of a server. */
export interface Source {
  id: string
  /** Such as `events.ndjson`. It is not always unique. */
  name: string
  /** Its origin; only uploads can be removed. The values of a live stream stay hidden, whatever is asked for. */
  origin: 'file' | 'example' | 'upload' | 'live'
  state: 'reading' | 'ready'
  /** Bytes read, and bytes of the file. */
  bytesRead: number
  bytes: number
  /** Rows that can be asked for. While it is read, they grow. */
  rows: number
  counts: VerdictCounts
  /** The reason why it could not be read to its end. */
  error?: string
  /** The number of the mappings that it was counted with; `SessionMappings` has the same. */
  revision: number
  /** Of a live stream only. */
  live?: LiveState
}

/** The last events that a server has taken. Older ones are forgotten. */
export interface LiveState {
  /** The index of the oldest event that is kept. */
  first: number
  /** It grows with each change. */
  version: number
  /** Whether the server delivers as well, so that verdicts are the results of delivery. */
  hasResults: boolean
}

/** Rows by verdict. A row with several mappings counts as the worst of them, and `warnings` counts besides. */
export interface VerdictCounts {
  delivered: number
  rejected: number
  unmatched: number
  optedOut: number
  unreadable: number
  warnings: number
  /** Of a live stream, where there are any. */
  waiting?: number
  gaveUp?: number
  deliverable?: number
}

/**
 * The outcome of an event: `delivered` if a request is made and the sandbox accepts it; `rejected` if not;
 * `unmatched` if no mapping wants it; `optedOut` if it says itself that it is not for this destination.
 *
 * Of a live stream, `delivered` and `rejected` are TikTok's answers. `waiting` if there is none yet, or another attempt
 * follows; `gaveUp` if there were too many; `deliverable` if another process delivers it, and the sandbox would accept it.
 */
export type Verdict = 'delivered' | 'rejected' | 'unmatched' | 'optedOut' | 'unreadable' | LiveVerdict

export type LiveVerdict = 'waiting' | 'gaveUp' | 'deliverable'

export type RowFilter = 'all' | Verdict | 'warnings'

/** One event of a source, or a line that holds none. */
export interface Row {
  /** Its position among the rows of the source, from 0; of a live stream, its number since the start. It names the event. */
  index: number
  /** Its line in the file, from 1. */
  line: number
  /** Unix milliseconds; absent where the event has no time. */
  time?: number
  /** The name of a track call, or else the type of the call. What looks personal in it is hidden. */
  name: string
  verdict: Verdict
  /** The reason why it is not delivered, where there is no mapping to say so. */
  reason?: string
  /** The mappings that match it. */
  mappings: RowMapping[]
}

export interface RowMapping {
  mapping: string
  /** TikTok's event; absent where none can be built. */
  event?: string
  verdict: 'delivered' | 'rejected' | LiveVerdict
  reason?: string
  /** Values that are left out, such as `phone_number is not a possible phone number`. */
  warnings: string[]
}

export interface RowPage {
  /** Rows that pass the filter. */
  total: number
  /** Position of the first row among these. */
  from: number
  rows: Row[]
  /** Whether `finding` could only be answered by its examples: it concerns several events together. */
  isExamples?: boolean
}

export interface SourceEvent {
  index: number
  line: number
  event: Json
}

/** A path that events of a source have. */
export interface EventPath {
  /** Such as `$.properties.total`. Items of lists share a path: `$.properties.products.0.price`. */
  path: string
  /** Of a sample of the events, from 0 to 1. */
  share: number
  /** Up to three different values; none where values are masked. */
  samples: Json[]
}

export interface Diagnosis {
  /** Of the events read so far. Its examples name the source and a line: `events.ndjson:12`. */
  report: Report
  /** Whether the source is read to its end. */
  isComplete: boolean
}

/** An event of a source, or any other. */
export type EventChoice = { source: string; index: number } | { event: Json }

export type ExplainRequest = EventChoice & {
  show?: boolean
  /** Mappings that are being edited, in place of those of the session. */
  mappings?: EditableMapping[]
}

export interface ExplainAnswer {
  event: Json
  explanation: Explanation
  /** Of an event of a live stream: the row that tells its delivery. */
  result?: Row
}

export interface EditableMapping {
  name: string
  /** The trigger, in FQL. */
  subscribe: string
  partnerAction: string
  /** Values of the fields: constants and directives. */
  mapping: { [field: string]: Json }
  enabled: boolean
}

export interface SessionMappings {
  mappings: EditableMapping[]
  /** Effects that are probably not meant, such as a mapping without an event ID. */
  warnings: string[]
  /** It grows with each change. */
  revision: number
  /** Whether they differ from those of the file, or from the presets where there is no file. */
  isChanged: boolean
  /** The file of `--mappings`, if it can be saved. */
  file?: string
}

export interface MappingCheck {
  /** The mappings that could be read, disabled ones too. */
  mappings: EditableMapping[]
  /** All faults, each with a JSON pointer into the text. */
  faults: MappingFault[]
  warnings: string[]
}

export interface SendAnswer {
  /** One for each mapping that matches the event, or one for the event. */
  rows: DeliveryRow[]
}

export interface RequestList {
  /** The address of the sandbox, for `send --sandbox-port` and others. */
  url: string
  port: number
  /** The newest first, 200 at most. */
  requests: SandboxRequest[]
  /** All since the beginning, or since they were last forgotten. */
  total: number
}

/** A request to the sandbox, and its answer. */
export interface SandboxRequest {
  id: string
  /** Unix milliseconds. */
  time: number
  events: number
  /** TikTok's event names in it. */
  names: string[]
  /** HTTP status; absent if the connection was dropped. */
  status?: number
  /** TikTok's return code; 0 is success. */
  code?: number
  message?: string
  dropped?: 'before' | 'after'
  /** Keys that TikTok does not document. */
  warnings: string[]
  /** The body; absent where it was larger than 64 kB. */
  body?: Json
}

/** The answer to the next requests in place of the usual one, as in `sandbox.stub()`. */
export interface SandboxStub {
  times?: number
  code?: number
  message?: string
  status?: number
  body?: string
  /** Milliseconds. */
  delay?: number
  drop?: 'before' | 'after'
}

export type { Fault as MappingFault } from '../delivery/mapping-check'
export type { Row as DeliveryRow } from '../delivery/result'
export type { Coverage } from '../diagnose/coverage'
export type { Detail, Finding, Report } from '../diagnose/report'
export type * from '../explain/types'
