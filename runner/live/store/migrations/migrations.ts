import { UsageError } from '../../../errors'

/** Statements that change the schema of a store, in order: the first creates version 1, the second changes that to version 2, and so on. */
export type Migrations = readonly string[]

/** The store was changed by a newer program, whose rules this one does not know. */
export class NewerSchemaError extends UsageError {
  constructor(found: number, known: number) {
    super(`The store has schema version ${found}, and this program knows up to ${known}. Use a newer program.`)
  }
}

/** @returns the versions that are missing, with their statements. @throws NewerSchemaError */
export function missingVersions(migrations: Migrations, current: number): { version: number; statements: string }[] {
  if (current > migrations.length) throw new NewerSchemaError(current, migrations.length)
  return migrations.map((statements, index) => ({ version: index + 1, statements })).slice(current)
}
