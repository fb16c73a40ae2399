/** Whether the location of a store is the URL of a PostgreSQL database. It is the path of a SQLite file otherwise. */
export function isPostgresUrl(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location)
}
