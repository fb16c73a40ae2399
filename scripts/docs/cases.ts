import { z } from 'zod'
import { casesFile } from '../../runner/cases/schema'

/** The JSON schema of files of cases, which the package publishes. */
export function casesSchema(): string {
  const schema = z.toJSONSchema(casesFile, { io: 'input' })
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
