import { UNMATCHED_CLASS } from './dead-letters'
import { MAX_AHEAD, MAX_UNFINISHED_TOGETHER, PROBE_GAP } from './store'

/** Every statement of the SQLite store. Sets of rows are passed as JSON text. `at` and `due` are Unix milliseconds. */

export const APPEND = {
  message: 'INSERT INTO message (source, message_id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING',
  event: 'INSERT INTO event (source, at, body) VALUES (?1, ?2, ?3)',
  delivery: 'INSERT INTO delivery (id, due, mappings, bytes, destination) VALUES (?1, ?2, ?3, ?4, ?5)',
  letter: `INSERT INTO dead (at, source, body, class, status, message, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)`
}

export const CLAIM = {
  isDue: `SELECT 1 FROM delivery WHERE destination = ?2 AND due <= ?1
    UNION ALL SELECT 1 FROM delivery WHERE destination = ?2 AND due > ?1 + ${MAX_AHEAD} LIMIT 1`,
  dueAmong: `SELECT value AS name FROM json_each(?2)
    WHERE EXISTS (SELECT 1 FROM delivery WHERE destination = value AND due <= ?1)
      OR EXISTS (SELECT 1 FROM delivery WHERE destination = value AND due > ?1 + ${MAX_AHEAD})`,
  correct: `UPDATE delivery SET due = ?1 WHERE destination = ?2 AND due > ?1 + ${MAX_AHEAD}`,
  lease: `WITH
    due AS (
      SELECT id, due, bytes, unfinished + (lease IS NOT NULL) >= ${MAX_UNFINISHED_TOGETHER} AS alone
      FROM delivery WHERE destination = ?6 AND due <= ?1 ORDER BY due, id LIMIT ?4),
    weighed AS (SELECT id, due, alone, CASE WHEN alone THEN ?5 ELSE bytes END AS weight FROM due),
    numbered AS (
      SELECT id, alone, row_number() OVER byDue AS n, sum(weight) OVER byDue - weight AS before
      FROM weighed WINDOW byDue AS (ORDER BY due, id ROWS UNBOUNDED PRECEDING))
    UPDATE delivery
    SET due = ?2, lease = ?3, attempts = attempts + 1, unfinished = unfinished + (lease IS NOT NULL)
    WHERE id IN (SELECT id FROM numbered WHERE before < ?5 AND (n = 1 OR NOT alone)) RETURNING id`,
  events: `SELECT id, source, body, at, attempts, unfinished, mappings FROM delivery JOIN event USING (id)
    WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id`,
  noteEnded: `UPDATE delivery SET unfinished = unfinished - 1
    WHERE unfinished > 0 AND lease IS NOT ?1 AND id IN (SELECT value FROM json_each(?2))`,
  renew: 'UPDATE delivery SET due = ?1 WHERE lease = ?2 AND id IN (SELECT value FROM json_each(?3))',
  release: `UPDATE delivery SET due = ?1, lease = NULL, attempts = attempts - 1
    WHERE lease = ?2 AND id IN (SELECT value FROM json_each(?3))`
}

export const SETTLE = {
  held: 'SELECT id FROM delivery WHERE lease = ?1 AND id IN (SELECT value FROM json_each(?2))',
  retry: 'UPDATE delivery SET due = ?2, lease = NULL, unfinished = 0, mappings = ?3 WHERE id = ?1',
  dead: `INSERT INTO dead (at, source, body, mapping, class, status, message, attempts, destination)
    SELECT ?1, source, body, ?3, ?4, ?5, ?6, ?7, destination FROM event JOIN delivery USING (id) WHERE id = ?2`,
  done: 'INSERT INTO settled (at, destination, outcome, digests) VALUES (?1, ?2, ?3, ?4)',
  deliveries: 'DELETE FROM delivery WHERE id IN (SELECT value FROM json_each(?1))',
  events: 'DELETE FROM event WHERE id IN (SELECT value FROM json_each(?1))'
}

/** A time too far ahead counts as past. */
const sane = (column: string) => `CASE WHEN ${column} > ?1 + ${MAX_AHEAD} THEN 0 ELSE ${column} END`

/** The next turn. */
const START = `max(?1, ${sane('next')}, ${sane('paused_until')})`
const GAP = `CASE WHEN throttles > 0 THEN max(?2, ${PROBE_GAP}) ELSE ?2 END`

export const LIMITER = {
  create: 'INSERT INTO limiter (destination) VALUES (?1) ON CONFLICT DO NOTHING',
  turn: `UPDATE limiter SET next = ${START} + ${GAP} WHERE destination = ?4 AND ${START} - ?1 <= ?3
    RETURNING next - ${GAP} - ?1 AS wait`,
  /** Turns that were reserved are void: whoever waits for one looks for a pause before sending. */
  pause: `UPDATE limiter SET paused_until = ?1 + min(?3, ?2 * (1 << min(throttles, 30))), throttles = throttles + 1,
    next = min(next, ?1)
    WHERE destination = ?4 AND ${sane('paused_until')} <= ?1`,
  /** A success within a pause comes from a request before it. */
  resume: `UPDATE limiter SET throttles = 0, next = min(next, ?1)
    WHERE destination = ?2 AND throttles > 0 AND ${sane('paused_until')} <= ?1`,
  isThrottled: 'SELECT 1 FROM limiter WHERE destination = ?1 AND throttles > 0',
  paused: `SELECT max(0, ${sane('paused_until')} - ?1) AS pausedMs FROM limiter WHERE destination = ?2`
}

export const PING = 'UPDATE gate SET pinged = ?1'

export const COUNTS = `SELECT
  (SELECT count(*) FROM delivery) AS backlog,
  (SELECT count(*) FROM delivery WHERE lease IS NOT NULL AND due > ?1) AS leased,
  letters AS dead,
  bytes AS deadBytes,
  coalesce(max(0, ?1 - (SELECT at FROM event ORDER BY id LIMIT 1)), 0) AS oldestMs,
  coalesce((SELECT max(max(0, ${sane('paused_until')} - ?1)) FROM limiter), 0) AS pausedMs
  FROM tally`

const LETTER = 'id, at, source, destination, body, mapping, class, status, message, attempts'

export const DEAD = {
  list: `SELECT ${LETTER} FROM dead WHERE id > ?1 AND (class = '${UNMATCHED_CLASS}') = ?3
    AND (?4 IS NULL OR instr(lower(message), lower(?4)) > 0 OR lower(class) = lower(?4))
    AND (?5 IS NULL OR source = ?5) AND (?6 IS NULL OR mapping = ?6) AND (?7 IS NULL OR destination = ?7)
    AND (?8 IS NULL OR at >= ?8) ORDER BY id LIMIT ?2`,
  oldest: 'SELECT id, length(CAST(body AS BLOB)) AS bytes FROM dead ORDER BY id LIMIT ?1',
  get: `SELECT ${LETTER} FROM dead WHERE id = ?1`,
  /** An event without attempts was rejected by the intake. */
  sendable: `SELECT ${LETTER} FROM dead WHERE (mapping IS NOT NULL OR attempts > 0)
    AND id IN (SELECT value FROM json_each(?1)) ORDER BY id`,
  drop: 'DELETE FROM dead WHERE id IN (SELECT value FROM json_each(?1))'
}

export const WAITING = {
  list: `SELECT id, source, destination, body, at, due, attempts, lease IS NOT NULL AND due > ?1 AS leased
    FROM event JOIN delivery USING (id) WHERE id > ?2 ORDER BY id LIMIT ?3`,
  hasten: `UPDATE delivery SET due = ?1 + abs(random() % (?2 + 1))
    WHERE due > ?1 + ?2 AND lease IS NULL AND (?3 IS NULL OR destination = ?3)`,
  byDestination: 'SELECT destination, count(*) AS events FROM delivery GROUP BY destination'
}

export const FIND = {
  messages: 'SELECT source, at FROM message WHERE message_id = ?1 ORDER BY at',
  settled:
    'SELECT at, destination, outcome, digests FROM settled WHERE at >= ?1 AND instr(digests, ?2) > 0 ORDER BY at, id'
}

export const PRUNE = {
  dead: `DELETE FROM dead WHERE at < CASE WHEN class = '${UNMATCHED_CLASS}' THEN max(?1, ?2) ELSE ?1 END`,
  settled: 'DELETE FROM settled WHERE at < ?1',
  /** Ids grow with time, so that the old messages need no index of their own. */
  firstKept: `SELECT coalesce(
    (SELECT id FROM message WHERE at >= ?1 AND at <= ?2 + ${MAX_AHEAD} ORDER BY id LIMIT 1),
    (SELECT max(id) + 1 FROM message)) AS id`,
  messages: 'DELETE FROM message WHERE id IN (SELECT id FROM message WHERE id < ?1 LIMIT 10000)'
}
