import type { Context } from 'hono'
import type { z } from 'zod'
import { Problem } from '../problem'

/** Reads a JSON body. @throws Problem that names the key that is not valid */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new Problem(400, 'The body is not valid JSON.')
  })
  const { data, error } = schema.safeParse(body)
  if (error === undefined) return data as T
  const [{ path, message }] = error.issues
  throw new Problem(400, `${path.join('.') || 'The body'}: ${message}.`)
}

/** Whether the request asks for values that may be personal. */
export function isShown(c: Context): boolean {
  return c.req.query('show') === '1'
}
