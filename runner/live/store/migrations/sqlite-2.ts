/**
 * Version 2: claims are bounded by bytes, and count the attempts that never ended. Programs of version 1 go on: an event
 * that they add counts as one of the largest.
 */
export const SQLITE_2 = `
  ALTER TABLE delivery ADD COLUMN bytes INTEGER NOT NULL DEFAULT 32768;
  ALTER TABLE delivery ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0;
`
