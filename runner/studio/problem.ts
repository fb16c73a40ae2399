import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { MappingFault } from '../mappings/check'
import type { TextFault } from '../pasted'
import type { MappingConflict } from './api'

/** A request of the page that is not answered as asked. */
export class Problem extends Error {
  override readonly name = 'Problem'

  /**
   * @param faults the problems of mappings, each with its place
   * @param conflict what somebody else has changed meanwhile
   * @param textFaults the places in a pasted text that cannot be read
   */
  constructor(
    readonly status: ContentfulStatusCode,
    message: string,
    readonly faults?: readonly MappingFault[],
    readonly conflict?: MappingConflict,
    readonly textFaults?: readonly TextFault[]
  ) {
    super(message)
  }
}
