import { UNMATCHED_CLASS } from './dead-letters'
import { MAX_AHEAD, MAX_UNFINISHED_TOGETHER, PROBE_GAP } from './store'

/**
 * Every statement of the PostgreSQL store: each is one transaction of its own. `$1` is the time of a test's clock, else
 * null for the database's own: processes on several machines need a common one. Sets of rows are passed as arrays.
 */
export type Statements = ReturnType<typeof createStatements>

/** The time of the database in Unix milliseconds with fractions, for the rate limiter. */
const PRECISE_CLOCK =
  'clock AS (SELECT coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000) AS now)'
const CLOCK =
  'clock AS (SELECT floor(coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000))::bigint AS now)'
const NOW = '(SELECT now FROM clock)'
const DAY = '(SELECT now / 86400000 FROM clock)::int'
const LETTER = 'id, at, source, destination, body, mapping, class, status, message, attempts'

/** Hash of the source and message ID of an event. Rows of version 1 have 0. */
const SHARD = "(hashtext(source || ' ' || message_id) & 31)::smallint"

/** A time too far ahead counts as past. */
const sane = (column: string) => `CASE WHEN ${column} > clock.now + ${MAX_AHEAD} THEN 0 ELSE ${column} END`

/** The next turn. A clock that was set back must not keep requests waiting. */
const START = `greatest(now, ${sane('next')}, ${sane('paused_until')})`
const GAP = `CASE WHEN throttles > 0 THEN greatest($2::float8, ${PROBE_GAP}) ELSE $2::float8 END`

/**
 * Statements on sets of rows name ids by `= ANY (ARRAY (...))`, and join nothing. The planner sees the tables nearly
 * empty at each ANALYZE: it would walk a join of 1,000 with 1,000 rows in a loop for the minute until the next one.
 *
 * @param schema a quoted name: no statement depends on the state of a session, such as its search path
 */
export function createStatements(schema: string) {
  /** Due events, with the attempts that never ended: an event that still has a lease is one more. */
  const candidates = (condition: string) => `
    SELECT id, due, bytes, unfinished + (lease IS NOT NULL)::int >= ${MAX_UNFINISHED_TOGETHER} AS alone
    FROM ${schema}.delivery WHERE destination = $7 AND ${condition} ORDER BY due, id LIMIT $2 FOR UPDATE SKIP LOCKED`

  return {
    // A repeat may have been committed by a server that then failed before its standby had it. Writing something, if
    // only a message to the log of the server, makes this commit wait for the standby, which then has the other as well.
    append: `WITH ${CLOCK},
      input AS (
        SELECT *, ${SHARD} AS shard
        FROM unnest($2::text[], $3::text[], $4::text[], $10::text[])
          WITH ORDINALITY AS i(source, message_id, body, destination, n)),
      fresh AS (
        INSERT INTO ${schema}.message (source, message_id, at, day, shard)
        SELECT source, message_id, ${NOW}, ${DAY}, shard FROM input i
        WHERE (SELECT true FROM ${schema}.message m
          WHERE m.day IN (${DAY} - 1, ${DAY} - 2) AND m.source = i.source AND m.message_id = i.message_id LIMIT 1) IS NULL
        ORDER BY source, message_id
        ON CONFLICT DO NOTHING RETURNING source, message_id),
      numbered AS MATERIALIZED (
        SELECT nextval('${schema}.event_id_seq') AS id, i.*
        FROM (SELECT * FROM input JOIN fresh USING (source, message_id) ORDER BY n) AS i),
      stored AS (
        INSERT INTO ${schema}.event (id, source, at, body, shard) SELECT id, source, ${NOW}, body, shard FROM numbered),
      queued AS (
        INSERT INTO ${schema}.delivery (id, due, shard, bytes, destination)
        SELECT id, ${NOW}, shard, octet_length(body), destination FROM numbered),
      letters AS (
        INSERT INTO ${schema}.dead (at, source, body, class, status, message, attempts)
        SELECT ${NOW}, l.*, 0 FROM unnest($5::text[], $6::text[], $7::text[], $8::int[], $9::text[]) AS l)
      SELECT count(*) AS added,
        CASE WHEN count(*) < $11::int THEN pg_logical_emit_message(true, 'tiktok-conversions', '') END
      FROM fresh`,

    // Materialized, as a plan that runs an inner query twice would lease more than the limit.
    claim: `WITH ${CLOCK},
      due AS MATERIALIZED (${candidates(`due >= $5::bigint AND due <= ${NOW}`)}),
      ahead AS MATERIALIZED (${candidates(`$5::bigint = 0 AND due > ${NOW} + ${MAX_AHEAD}`)}),
      weighed AS (
        SELECT *, CASE WHEN alone THEN $6::bigint ELSE bytes END AS weight
        FROM (SELECT * FROM due UNION ALL SELECT * FROM ahead) AS candidate),
      numbered AS (
        SELECT id, due, alone, row_number() OVER byDue AS n, sum(weight) OVER byDue - weight AS before
        FROM weighed WINDOW byDue AS (ORDER BY due, id ROWS UNBOUNDED PRECEDING)),
      picked AS MATERIALIZED (
        SELECT id, due FROM numbered WHERE n <= $2 AND before < $6::bigint AND (n = 1 OR NOT alone))
      UPDATE ${schema}.delivery
      SET due = ${NOW} + $3::bigint, lease = $4, attempts = attempts + 1, unfinished = unfinished + (lease IS NOT NULL)::int
      WHERE id = ANY (ARRAY (SELECT id FROM picked))
      RETURNING id, attempts, unfinished, mappings, (SELECT min(due) FROM picked) AS floor`,

    // Inner queries of one row each, which the planner cannot turn into a join; their order keeps it to the index.
    dueAmong: `WITH ${CLOCK} SELECT name FROM unnest($2::text[]) AS name
      WHERE (SELECT true FROM ${schema}.delivery WHERE destination = name AND due <= ${NOW} ORDER BY due LIMIT 1)
        OR (SELECT true FROM ${schema}.delivery WHERE destination = name AND due > ${NOW} + ${MAX_AHEAD}
          ORDER BY due LIMIT 1)`,

    /** A leased event cannot go meanwhile. */
    events: `SELECT id, source, body, at FROM ${schema}.event WHERE id = ANY ($1::bigint[])`,

    renew: `WITH ${CLOCK} UPDATE ${schema}.delivery SET due = ${NOW} + $2::bigint WHERE lease = $3 AND id = ANY ($4::bigint[])`,

    release: `WITH ${CLOCK} UPDATE ${schema}.delivery SET due = ${NOW}, lease = NULL, attempts = attempts - 1
      WHERE lease = $2 AND id = ANY ($3::bigint[])`,

    noteEnded: `UPDATE ${schema}.delivery SET unfinished = unfinished - 1
      WHERE unfinished > 0 AND lease IS DISTINCT FROM $1 AND id = ANY ($2::bigint[])`,

    /** Events that are done, without a failure. */
    remove: `WITH ${CLOCK},
      noted AS (
        INSERT INTO ${schema}.settled (at, destination, outcome, digests)
        SELECT ${NOW}, $4, d.* FROM unnest($5::text[], $6::text[]) AS d),
      gone AS (
        DELETE FROM ${schema}.delivery WHERE lease = $2 AND id = ANY ($3::bigint[]) RETURNING id)
      DELETE FROM ${schema}.event WHERE id = ANY (ARRAY (SELECT id FROM gone))`,

    /** `$7` has the delays and `$8` the mappings of retried events by id, and `$9` the failures of dead ones. */
    settle: `WITH ${CLOCK},
      noted AS (
        INSERT INTO ${schema}.settled (at, destination, outcome, digests)
        SELECT ${NOW}, $4, d.* FROM unnest($5::text[], $6::text[]) AS d),
      failed AS (
        SELECT id FROM ${schema}.delivery
        WHERE lease = $2 AND id = ANY (ARRAY (SELECT jsonb_object_keys($9::jsonb)::bigint)) FOR UPDATE),
      retried AS (
        UPDATE ${schema}.delivery
        SET due = ${NOW} + ($7::jsonb ->> id::text)::bigint, lease = NULL, unfinished = 0, mappings = $8::jsonb ->> id::text
        WHERE lease = $2 AND id = ANY (ARRAY (SELECT jsonb_object_keys($7::jsonb)::bigint))),
      letters AS (
        INSERT INTO ${schema}.dead (at, destination, source, body, shard, mapping, class, status, message, attempts)
        SELECT ${NOW}, $4, e.source, e.body, e.shard, l.mapping, l.class, l.status, l.message, l.attempts
        FROM ${schema}.event e, jsonb_to_recordset($9::jsonb -> e.id::text)
          AS l(mapping text, class text, status int, message text, attempts int)
        WHERE e.id = ANY (ARRAY (SELECT id FROM failed))),
      -- Counted, so that failures are read before their events are removed.
      gone AS (
        DELETE FROM ${schema}.delivery
        WHERE lease = $2 AND id = ANY ($3::bigint[]) AND (SELECT count(*) FROM failed) >= 0 RETURNING id)
      DELETE FROM ${schema}.event WHERE id = ANY (ARRAY (SELECT id FROM gone))`,

    createLimiter: `INSERT INTO ${schema}.limiter (destination) VALUES ($1) ON CONFLICT DO NOTHING`,

    takeTurn: `WITH ${PRECISE_CLOCK} UPDATE ${schema}.limiter SET next = ${START} + ${GAP} FROM clock
      WHERE destination = $4 AND ${START} - now <= $3::float8 RETURNING next - ${GAP} - now AS wait`,

    /** Turns that were reserved are void: whoever waits for one looks for a pause before sending. */
    pause: `WITH ${CLOCK} UPDATE ${schema}.limiter
      SET paused_until = now + least($3::float8, $2::float8 * 2 ^ least(throttles, 30)), throttles = throttles + 1,
        next = least(next, now)
      FROM clock WHERE destination = $4 AND ${sane('paused_until')} <= now`,

    /** A success within a pause comes from a request before it. */
    resume: `WITH ${CLOCK} UPDATE ${schema}.limiter SET throttles = 0, next = least(next, now)
      FROM clock WHERE destination = $2 AND throttles > 0 AND ${sane('paused_until')} <= now`,

    paused: `WITH ${CLOCK} SELECT greatest(0, ${sane('paused_until')} - now) AS "pausedMs"
      FROM ${schema}.limiter, clock WHERE destination = $2`,

    /** Names of standbys: if there are any, nothing is acknowledged before one of them has it. */
    isReplicated: `SELECT current_setting('synchronous_standby_names') <> ''
      AND current_setting('synchronous_commit') IN ('on', 'remote_write', 'remote_apply') AS "isReplicated"`,

    ping: `UPDATE ${schema}.gate SET pinged = now()`,

    counts: `WITH ${CLOCK} SELECT
      (SELECT count(*) FROM ${schema}.delivery) AS backlog,
      (SELECT count(*) FROM ${schema}.delivery WHERE lease IS NOT NULL AND due > ${NOW}) AS leased,
      (SELECT coalesce(sum(letters), 0)::bigint FROM ${schema}.tally) AS dead,
      (SELECT coalesce(sum(bytes), 0)::bigint FROM ${schema}.tally) AS "deadBytes",
      coalesce(greatest(0, now - (SELECT at FROM ${schema}.event ORDER BY id LIMIT 1)), 0) AS "oldestMs",
      coalesce(greatest(0, (SELECT max(${sane('paused_until')} - now) FROM ${schema}.limiter)), 0) AS "pausedMs"
      FROM clock`,

    waiting: {
      list: `WITH ${CLOCK} SELECT id, source, destination, body, at, due, attempts, lease IS NOT NULL AND due > ${NOW} AS leased
        FROM ${schema}.event JOIN ${schema}.delivery USING (id) WHERE id > $2 ORDER BY id LIMIT $3`,
      drop: `WITH gone AS (DELETE FROM ${schema}.delivery WHERE id = ANY ($1::bigint[]))
        DELETE FROM ${schema}.event WHERE id = ANY ($1::bigint[]) RETURNING id`,
      hasten: `WITH ${CLOCK} UPDATE ${schema}.delivery SET due = ${NOW} + floor(random() * ($2::bigint + 1))::bigint
        WHERE due > ${NOW} + $2::bigint AND lease IS NULL AND ($3::text IS NULL OR destination = $3) RETURNING id`,
      byDestination: `SELECT destination, count(*) AS events FROM ${schema}.delivery GROUP BY destination`
    },

    find: {
      messages: `SELECT source, at FROM ${schema}.message WHERE message_id = $1 ORDER BY at`,
      settled: `SELECT at, destination, outcome, digests FROM ${schema}.settled
        WHERE at >= $1 AND position($2 IN digests) > 0 ORDER BY at`
    },

    /** The rows of many statements become one. */
    compactTally: `WITH gone AS (DELETE FROM ${schema}.tally RETURNING letters, bytes)
      INSERT INTO ${schema}.tally (letters, bytes) SELECT sum(letters), sum(bytes) FROM gone HAVING count(*) > 0`,
    pruneSettled: `WITH ${CLOCK} DELETE FROM ${schema}.settled WHERE at < ${NOW} - $2::bigint`,

    dead: {
      list: `SELECT ${LETTER} FROM ${schema}.dead WHERE id > $1 AND (class = '${UNMATCHED_CLASS}') = $3
        AND ($4::text IS NULL OR position(lower($4) IN lower(message)) > 0 OR lower(class) = lower($4))
        AND ($5::text IS NULL OR source = $5) AND ($6::text IS NULL OR mapping = $6)
        AND ($7::text IS NULL OR destination = $7) AND ($8::bigint IS NULL OR at >= $8) ORDER BY id LIMIT $2`,
      oldest: `SELECT id, octet_length(body) AS bytes FROM ${schema}.dead ORDER BY id LIMIT $1`,
      get: `SELECT ${LETTER} FROM ${schema}.dead WHERE id = $1`,
      // An event without attempts was rejected by the intake. One without a mapping goes through all that match.
      send: `WITH ${CLOCK},
        sent AS (
          DELETE FROM ${schema}.dead WHERE id = ANY ($2::bigint[]) AND (mapping IS NOT NULL OR attempts > 0)
          RETURNING nextval('${schema}.event_id_seq') AS event_id, source, destination, body, shard, mapping),
        stored AS (
          INSERT INTO ${schema}.event (id, source, at, body, shard) SELECT event_id, source, ${NOW}, body, shard FROM sent)
        INSERT INTO ${schema}.delivery (id, due, shard, bytes, destination, mappings)
        SELECT event_id, ${NOW}, shard, octet_length(body), destination,
          CASE WHEN mapping IS NOT NULL THEN json_build_array(mapping)::text END FROM sent RETURNING id`,
      drop: `DELETE FROM ${schema}.dead WHERE id = ANY ($1::bigint[]) RETURNING id`,
      prune: `WITH ${CLOCK} DELETE FROM ${schema}.dead
        WHERE at < ${NOW} - CASE WHEN class = '${UNMATCHED_CLASS}' THEN least($2::bigint, $3::bigint) ELSE $2::bigint END`
    }
  }
}
