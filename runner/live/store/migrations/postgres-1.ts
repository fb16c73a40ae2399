/**
 * Version 1. `at` and `due` are Unix milliseconds. Claimed rows change all the time: room in their pages and early
 * vacuuming keep the table small. A released migration is never edited.
 */
export const POSTGRES_1 = `
  CREATE TABLE IF NOT EXISTS {schema}.message (
    source text NOT NULL, message_id text NOT NULL, at bigint NOT NULL, PRIMARY KEY (source, message_id)
  );
  CREATE INDEX IF NOT EXISTS message_at ON {schema}.message USING brin (at);
  CREATE TABLE IF NOT EXISTS {schema}.event (
    id bigserial PRIMARY KEY, source text NOT NULL, at bigint NOT NULL, body text NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
  CREATE TABLE IF NOT EXISTS {schema}.delivery (
    id bigint PRIMARY KEY, due bigint NOT NULL, lease bigint, attempts int NOT NULL DEFAULT 0, mappings text
  ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
  CREATE INDEX IF NOT EXISTS delivery_due ON {schema}.delivery (due, id);
  CREATE TABLE IF NOT EXISTS {schema}.dead (
    id bigserial PRIMARY KEY, at bigint NOT NULL, source text NOT NULL, body text NOT NULL, mapping text,
    class text NOT NULL, status int NOT NULL, message text NOT NULL, attempts int NOT NULL
  );
  CREATE TABLE IF NOT EXISTS {schema}.gate (
    id int PRIMARY KEY CHECK (id = 1), next float8 NOT NULL DEFAULT 0, paused_until float8 NOT NULL DEFAULT 0,
    throttles int NOT NULL DEFAULT 0, pinged timestamptz
  );
  INSERT INTO {schema}.gate (id) VALUES (1) ON CONFLICT DO NOTHING;
`
