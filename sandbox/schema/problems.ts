import type { z } from 'zod'
import type { KeyPath } from './key-path'
import { formatKeyPath, walk } from './key-path'
import { BLANK, isBlank } from './values'

/** One way that a value breaks a rule. It never holds the value, which can be personal. */
export interface SchemaProblem {
  /** Keys and positions, such as `data.0.user.email`; blank for the whole value. */
  path: string
  /** The sentence without the path. */
  reason: string
}

/**
 * All problems of a value, in the order of the schema's keys, at most one for each path.
 * @param base the path of the value itself
 */
export function findProblems(schema: z.ZodType, value: unknown, base: KeyPath = []): SchemaProblem[] {
  const issues = schema.safeParse(value).error?.issues ?? []
  return firstOfEachPath(issues.map(({ path, message }) => problem([...base, ...path], message)))
}

/**
 * All problems of a value whose keys must not be blank, whether the schema knows them or not. Blank keys come first.
 * @param base the path of the value itself
 */
export function findProblemsAndBlanks(schema: z.ZodType, value: unknown, base: KeyPath): SchemaProblem[] {
  return firstOfEachPath([...findBlanks(value, base), ...findProblems(schema, value, base)])
}

/** `data.0.event: Missing.` */
export function formatProblem({ path, reason }: SchemaProblem): string {
  return path === '' ? reason : `${path}: ${reason}`
}

function findBlanks(value: unknown, base: KeyPath): SchemaProblem[] {
  const blanks: SchemaProblem[] = []
  const visit = (value: unknown, path: KeyPath): boolean => {
    const isFilled = !isBlank(value)
    if (!isFilled) blanks.push(problem(path, BLANK))
    return isFilled
  }
  walk(value, visit, base)
  return blanks
}

function problem(path: KeyPath, reason: string): SchemaProblem {
  return { path: formatKeyPath(path), reason }
}

function firstOfEachPath(problems: SchemaProblem[]): SchemaProblem[] {
  const firsts = new Map<string, SchemaProblem>()
  for (const problem of problems) if (!firsts.has(problem.path)) firsts.set(problem.path, problem)
  return [...firsts.values()]
}
