import { z } from 'zod'

/** The JSON schema of a file that people write, which the package publishes. */
export function jsonSchemaOf(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), undefined, 2)}\n`
}
