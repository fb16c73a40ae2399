import { z } from 'zod'
import { configuration } from '../../runner/config/schema'

/** The JSON schema of the configuration file, which the package publishes. */
export function configurationSchema(): string {
  const schema = z.toJSONSchema(configuration, { io: 'input', reused: 'inline' })
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
