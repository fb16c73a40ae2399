import { MAX_AHEAD } from '../../../../runner/live/store/store'

/**
 * Every statement of the PostgreSQL store: each is one transaction of its own. `$1` is the time of a test's clock, else
 * null for the database's own: processes on several machines need a common one. Sets of rows are passed as arrays.
 */
export type Statements = ReturnType<typeof createStatements>

/** With fractions, for the rate limiter. */
const PRECISE_CLOCK =
  'clock AS (SELECT coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000) AS now)'
const CLOCK =
  'clock AS (SELECT floor(coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000))::bigint AS now)'
const NOW = '(SELECT now FROM clock)'
const LETTER = 'id, at, source, body, mapping, class, status, message, attempts'

/** A time too far ahead counts as past. */
const sane = (column: string) => `CASE WHEN ${column} > clock.now + ${MAX_AHEAD} THEN 0 ELSE ${column} END`

/** @param schema a quoted name: no statement depends on the state of a session, such as its search path */
export function createStatements(schema: string) {
  return {
    append: `WITH ${CLOCK},
      input AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS i(source, message_id, body, n)),
      fresh AS (
        INSERT INTO ${schema}.message (source, message_id, at)
        SELECT source, message_id, ${NOW} FROM input ORDER BY source, message_id
        ON CONFLICT DO NOTHING RETURNING source, message_id),
      stored AS (
        INSERT INTO ${schema}.event (source, at, body)
        SELECT source, ${NOW}, body FROM input JOIN fresh USING (source, message_id) ORDER BY n RETURNING id),
      queued AS (INSERT INTO ${schema}.delivery (id, due) SELECT id, ${NOW} FROM stored),
      letters AS (
        INSERT INTO ${schema}.dead (at, source, body, class, status, message, attempts)
        SELECT ${NOW}, l.*, 0 FROM unnest($5::text[], $6::text[], $7::text[], $8::int[], $9::text[]) AS l)
      SELECT count(*) AS added FROM stored`,

    // Materialized, as a plan that runs the inner query twice would lease more than the limit.
    claim: `WITH ${CLOCK},
      due AS MATERIALIZED (
        SELECT id FROM ${schema}.delivery WHERE due <= ${NOW} ORDER BY due, id LIMIT $2 FOR UPDATE SKIP LOCKED),
      ahead AS MATERIALIZED (
        SELECT id FROM ${schema}.delivery WHERE due > ${NOW} + ${MAX_AHEAD} LIMIT $2 FOR UPDATE SKIP LOCKED),
      picked AS MATERIALIZED (SELECT id FROM due UNION ALL SELECT id FROM ahead LIMIT $2),
      leased AS (
        UPDATE ${schema}.delivery d SET due = ${NOW} + $3::bigint, lease = $4, attempts = attempts + 1
        FROM picked WHERE d.id = picked.id RETURNING d.id, d.attempts, d.mappings)
      SELECT id, source, body, at, attempts, mappings FROM leased JOIN ${schema}.event USING (id) ORDER BY id`,

    renew: `WITH ${CLOCK} UPDATE ${schema}.delivery SET due = ${NOW} + $2::bigint WHERE lease = $3 AND id = ANY ($4::bigint[])`,

    release: `WITH ${CLOCK} UPDATE ${schema}.delivery SET due = ${NOW}, lease = NULL, attempts = attempts - 1
      WHERE lease = $2 AND id = ANY ($3::bigint[])`,

    settle: `WITH ${CLOCK},
      held AS (
        SELECT id FROM ${schema}.delivery WHERE lease = $2 AND id = ANY ($3::bigint[] || $4::bigint[]) FOR UPDATE),
      retried AS (
        UPDATE ${schema}.delivery d SET due = ${NOW} + r.delay, lease = NULL, mappings = r.mappings
        FROM unnest($4::bigint[], $5::bigint[], $6::text[]) AS r(id, delay, mappings) JOIN held USING (id)
        WHERE d.id = r.id),
      letters AS (
        INSERT INTO ${schema}.dead (at, source, body, mapping, class, status, message, attempts)
        SELECT ${NOW}, e.source, e.body, l.mapping, l.class, l.status, l.message, l.attempts
        FROM unnest($7::bigint[], $8::text[], $9::text[], $10::int[], $11::text[], $12::int[])
          AS l(id, mapping, class, status, message, attempts)
        JOIN held USING (id) JOIN ${schema}.event e USING (id)),
      gone AS (
        DELETE FROM ${schema}.delivery d USING held WHERE d.id = held.id AND d.id = ANY ($3::bigint[]) RETURNING d.id)
      DELETE FROM ${schema}.event e USING gone WHERE e.id = gone.id`,

    takeTurn: `WITH ${PRECISE_CLOCK} UPDATE ${schema}.gate
      SET next = greatest(now, ${sane('next')}, ${sane('paused_until')}) + $2::float8 FROM clock
      RETURNING next - $2::float8 - now AS wait`,

    pause: `WITH ${CLOCK} UPDATE ${schema}.gate
      SET paused_until = now + least($3::float8, $2::float8 * 2 ^ least(throttles, 30)), throttles = throttles + 1
      FROM clock WHERE ${sane('paused_until')} <= now`,

    resume: `UPDATE ${schema}.gate SET throttles = 0 WHERE throttles > 0`,
    ping: `UPDATE ${schema}.gate SET pinged = now()`,

    counts: `WITH ${CLOCK} SELECT
      (SELECT count(*) FROM ${schema}.delivery) AS backlog,
      (SELECT count(*) FROM ${schema}.delivery WHERE lease IS NOT NULL AND due > ${NOW}) AS leased,
      (SELECT count(*) FROM ${schema}.dead) AS dead,
      coalesce(greatest(0, now - (SELECT at FROM ${schema}.event ORDER BY id LIMIT 1)), 0) AS "oldestMs",
      greatest(0, ${sane('paused_until')} - now) AS "pausedMs"
      FROM ${schema}.gate, clock`,

    dead: {
      list: `SELECT ${LETTER} FROM ${schema}.dead WHERE id > $1 ORDER BY id LIMIT $2`,
      get: `SELECT ${LETTER} FROM ${schema}.dead WHERE id = $1`,
      send: `WITH ${CLOCK},
        sent AS (
          DELETE FROM ${schema}.dead WHERE id = ANY ($2::bigint[]) AND mapping IS NOT NULL
          RETURNING nextval('${schema}.event_id_seq') AS event_id, source, body, mapping),
        stored AS (
          INSERT INTO ${schema}.event (id, source, at, body) SELECT event_id, source, ${NOW}, body FROM sent)
        INSERT INTO ${schema}.delivery (id, due, mappings)
        SELECT event_id, ${NOW}, json_build_array(mapping)::text FROM sent`,
      drop: `DELETE FROM ${schema}.dead WHERE id = ANY ($1::bigint[])`
    },

    prune: {
      dead: `WITH ${CLOCK} DELETE FROM ${schema}.dead WHERE at < ${NOW} - $2::bigint`,
      messages: `WITH ${CLOCK} DELETE FROM ${schema}.message
        WHERE at < ${NOW} - $2::bigint OR at > ${NOW} + ${MAX_AHEAD}`
    }
  }
}

/**
 * Creates the tables, in one transaction that waits for that of another process. `at` and `due` are Unix milliseconds.
 * Claimed rows change all the time: room in their pages and early vacuuming keep the table small.
 */
export const createSchema = (schema: string) => `
  SELECT pg_advisory_xact_lock(hashtext('tiktok-conversions'), hashtext('${schema.replaceAll("'", "''")}'));
  CREATE SCHEMA IF NOT EXISTS ${schema};
  CREATE TABLE IF NOT EXISTS ${schema}.message (
    source text NOT NULL, message_id text NOT NULL, at bigint NOT NULL, PRIMARY KEY (source, message_id)
  );
  CREATE INDEX IF NOT EXISTS message_at ON ${schema}.message USING brin (at);
  CREATE TABLE IF NOT EXISTS ${schema}.event (
    id bigserial PRIMARY KEY, source text NOT NULL, at bigint NOT NULL, body text NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
  CREATE TABLE IF NOT EXISTS ${schema}.delivery (
    id bigint PRIMARY KEY, due bigint NOT NULL, lease bigint, attempts int NOT NULL DEFAULT 0, mappings text
  ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
  CREATE INDEX IF NOT EXISTS delivery_due ON ${schema}.delivery (due, id);
  CREATE TABLE IF NOT EXISTS ${schema}.dead (
    id bigserial PRIMARY KEY, at bigint NOT NULL, source text NOT NULL, body text NOT NULL, mapping text,
    class text NOT NULL, status int NOT NULL, message text NOT NULL, attempts int NOT NULL
  );
  CREATE TABLE IF NOT EXISTS ${schema}.gate (
    id int PRIMARY KEY CHECK (id = 1), next float8 NOT NULL DEFAULT 0, paused_until float8 NOT NULL DEFAULT 0,
    throttles int NOT NULL DEFAULT 0, pinged timestamptz
  );
  INSERT INTO ${schema}.gate (id) VALUES (1) ON CONFLICT DO NOTHING;
`
