import type { MappingFault } from '../mappings/check'
import type { TextFault } from '../pasted'
import type { MappingConflict } from './api/mappings'

/**
 * The contract between the page and its server. The page imports nothing else of the server.
 *
 * Pages: the server answers `index.html` for `/`, `/events`, `/events/:source/:index`, `/mappings`, `/mappings/:id`,
 * `/diagnostics` and `/requests`, and the files of the build for `/assets/*`. The URL that the command prints ends in
 * `#token=…`: the page opens a session with it, and removes it from the address.
 *
 * Styles: the `content` of `<meta name="csp-nonce">` is the nonce for `<style>` elements, such as those of CodeMirror
 * (`EditorView.cspNonce.of(nonce)`). Inline scripts and `style` attributes in HTML are blocked; properties of
 * `element.style` are not.
 *
 * API: each request to `/api/*` carries the token in the header `X-Studio-Token`, or the page key of a session whose cookie
 * comes with it; without, the answer is 403. So it is if a browser asks for any other page. Bodies
 * are JSON by default. A request that fails is answered by 4xx or 5xx and `ApiError`. Values of events are
 * masked (`•••`) unless the request asks for them: `?show=1`, or `"show": true` in a body.
 *
 * | Request | Body | Answer |
 * | --- | --- | --- |
 * | `POST /api/session` | | `{ pageKey: string }` and a cookie, which admit this browser for seven days |
 * | `GET /api/definition` | | `Definition` |
 * | `GET /api/updates` | | Server-sent events: `source` (`Source`), `removed` (`{ id }`), `mappings` (`SessionMappings`), `requests` (`{ total }`). Each is sent once at the beginning, and at every change, at most four times a second. |
 * | `GET /api/sources` | | `{ sources: Source[] }` |
 * | `POST /api/sources?name=` | the bytes of a file that `send` reads, plain or gzip | 201 `Source`; it is read in the background |
 * | `POST /api/sources/pasted` | `{ text: string }`: events as people copy them | 201 `PasteAnswer`; 422 `ApiError` with `textFaults` if there is no value in it, and nothing is added |
 * | `POST /api/sources/pasted/check` | the same | `PasteCheck`; nothing is added |
 * | `DELETE /api/sources/:id` | | 204 |
 * | `GET /api/sources/:id/rows?from=0&limit=100&filter=all&finding=&q=` | | `RowPage` |
 * | `GET /api/sources/:id/events/:index?show=1` | | `SourceEvent`; 422 `ApiError` for a line that holds none, 409 for a file that has changed, 410 for a live event that is forgotten |
 * | `GET /api/sources/:id/paths?show=1` | | `{ paths: EventPath[] }` |
 * | `GET /api/sources/:id/overview` | | `SourceOverview` |
 * | `GET /api/sources/:id/diagnosis` | | `Diagnosis` |
 * | `POST /api/explain` | `ExplainRequest` | `ExplainAnswer`; 422 `ApiError` with faults for faulty `mappings` |
 * | `GET /api/mappings` | | `SessionMappings` |
 * | `PUT /api/mappings` | `{ mappings: EditableMapping[], revision: number }` | `SessionMappings`, and all sources are counted again; 422 `ApiError` with faults, 409 with a conflict if the revision is an older one, and nothing changes |
 * | `POST /api/mappings/check` | `{ text: string }`, JSON as for `send --mappings` | `MappingCheck` |
 * | `GET /api/mappings/export?format=send` or `segment` | | the JSON file, as a download |
 * | `POST /api/mappings/save` | `{ revision: number, replaces?: string }` | `SessionMappings`; 409 if `--mappings` was not given, or a server has started the studio; 409 with a conflict if the file has changed, unless `replaces` is the version of the conflict |
 * | `POST /api/mappings/load` | `{ revision: number }` | `SessionMappings`, read from the file again |
 * | `GET /api/cases?show=1` | | `CaseList`: they run under the mappings of the session |
 * | `POST /api/cases` | `EventChoice` | 201 `{ name: string }`: the event is kept with its present outcome; 409 for a live event |
 * | `POST /api/cases/:name/accept` | | 204; the present outcome is expected from now on |
 * | `DELETE /api/cases/:name` | | 204 |
 * | `GET /api/cases/export` | | the JSON file, as a download |
 * | `POST /api/cases/save` | `{ replaces?: string }` | 204; 409 if `--cases` was not given; 409 with a conflict if the file has changed, unless `replaces` is its version |
 * | `POST /api/cases/load` | | 204; the cases of the file are taken |
 * | `POST /api/send` | `EventChoice` | `SendAnswer`: delivered to the sandbox of the studio, through the mappings of the session; 409 for a live event |
 * | `GET /api/requests?show=1` | | `RequestList` |
 * | `POST /api/requests/:id/replay` | | `SandboxRequest`: the answer to the same body |
 * | `DELETE /api/requests` | | 204; forgets requests, duplicates and stubs |
 * | `POST /api/stubs` | `SandboxStub`: the answer to the next requests | 204; 400 `ApiError` |
 * | `DELETE /api/stubs` | | 204 |
 */
export const TOKEN_HEADER = 'X-Studio-Token'

/** A request that is not answered as asked. */
export interface ApiError {
  /** One or several sentences for a person. */
  message: string
  /** The problems of mappings, each with its place. */
  faults?: MappingFault[]
  /** What somebody else has changed meanwhile. */
  conflict?: MappingConflict
  /** The places in a pasted text that cannot be read. */
  textFaults?: TextFault[]
}

export type { CaseDifference, CaseResult } from '../cases/result'
export type { Coverage } from '../diagnose/counts'
export type { Detail, Finding, Report } from '../diagnose/report'
export type * from '../explain/types'
export type { MappingFault } from '../mappings/check'
export type { TextFault } from '../pasted'
export type * from './api/cases'
export type * from './api/definition'
export type * from './api/explain'
export type * from './api/mappings'
export type * from './api/mappings'
export type * from './api/requests'
export type * from './api/sources'
