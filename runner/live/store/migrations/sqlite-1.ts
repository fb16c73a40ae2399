/** Version 1. `at` and `due` are Unix milliseconds. A released migration is never edited. */
export const SQLITE_1 = `
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, message_id TEXT NOT NULL, at INTEGER NOT NULL,
    UNIQUE (source, message_id)
  );
  CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, due INTEGER NOT NULL, lease INTEGER, attempts INTEGER NOT NULL DEFAULT 0, mappings TEXT
  );
  CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due);
  CREATE TABLE IF NOT EXISTS dead (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL, mapping TEXT,
    class TEXT NOT NULL, status INTEGER NOT NULL, message TEXT NOT NULL, attempts INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS gate (
    id INTEGER PRIMARY KEY CHECK (id = 1), next REAL NOT NULL DEFAULT 0, paused_until REAL NOT NULL DEFAULT 0,
    throttles INTEGER NOT NULL DEFAULT 0, pinged INTEGER NOT NULL DEFAULT 0
  );
  INSERT OR IGNORE INTO gate (id) VALUES (1);
`
