import { MAX_AHEAD } from '../../../../runner/live/store/store'

/** Every statement of the SQLite store. Sets of rows are passed as JSON text. `at` and `due` are Unix milliseconds. */

export const SCHEMA = `
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

export const APPEND = {
  message: 'INSERT INTO message (source, message_id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING',
  event: 'INSERT INTO event (source, at, body) VALUES (?1, ?2, ?3)',
  delivery: 'INSERT INTO delivery (id, due, mappings) VALUES (?1, ?2, ?3)',
  letter: `INSERT INTO dead (at, source, body, class, status, message, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)`
}

export const CLAIM = {
  isDue: `SELECT 1 FROM delivery WHERE due <= ?1 UNION ALL SELECT 1 FROM delivery WHERE due > ?1 + ${MAX_AHEAD} LIMIT 1`,
  correct: `UPDATE delivery SET due = ?1 WHERE due > ?1 + ${MAX_AHEAD}`,
  lease: `UPDATE delivery SET due = ?2, lease = ?3, attempts = attempts + 1
    WHERE id IN (SELECT id FROM delivery WHERE due <= ?1 ORDER BY due, id LIMIT ?4) RETURNING id`,
  events: `SELECT id, source, body, at, attempts, mappings FROM delivery JOIN event USING (id)
    WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id`,
  renew: 'UPDATE delivery SET due = ?1 WHERE lease = ?2 AND id IN (SELECT value FROM json_each(?3))',
  release: `UPDATE delivery SET due = ?1, lease = NULL, attempts = attempts - 1
    WHERE lease = ?2 AND id IN (SELECT value FROM json_each(?3))`
}

export const SETTLE = {
  held: 'SELECT id FROM delivery WHERE lease = ?1 AND id IN (SELECT value FROM json_each(?2))',
  retry: 'UPDATE delivery SET due = ?2, lease = NULL, mappings = ?3 WHERE id = ?1',
  dead: `INSERT INTO dead (at, source, body, mapping, class, status, message, attempts)
    SELECT ?1, source, body, ?3, ?4, ?5, ?6, ?7 FROM event WHERE id = ?2`,
  deliveries: 'DELETE FROM delivery WHERE id IN (SELECT value FROM json_each(?1))',
  events: 'DELETE FROM event WHERE id IN (SELECT value FROM json_each(?1))'
}

/** A time too far ahead counts as past. */
const sane = (column: string) => `CASE WHEN ${column} > ?1 + ${MAX_AHEAD} THEN 0 ELSE ${column} END`

export const GATE = {
  turn: `UPDATE gate SET next = max(?1, ${sane('next')}, ${sane('paused_until')}) + ?2 RETURNING next - ?2 - ?1 AS wait`,
  pause: `UPDATE gate SET paused_until = ?1 + min(?3, ?2 * (1 << min(throttles, 30))), throttles = throttles + 1
    WHERE ${sane('paused_until')} <= ?1`,
  resume: 'UPDATE gate SET throttles = 0',
  isThrottled: 'SELECT 1 FROM gate WHERE throttles > 0',
  ping: 'UPDATE gate SET pinged = ?1'
}

export const PRUNE = {
  dead: 'DELETE FROM dead WHERE at < ?1',
  /** Ids grow with time, so that the old messages need no index of their own. */
  firstKept: `SELECT coalesce(
    (SELECT id FROM message WHERE at >= ?1 AND at <= ?2 + ${MAX_AHEAD} ORDER BY id LIMIT 1),
    (SELECT max(id) + 1 FROM message)) AS id`,
  messages: 'DELETE FROM message WHERE id IN (SELECT id FROM message WHERE id < ?1 LIMIT 10000)'
}
