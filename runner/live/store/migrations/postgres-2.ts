/** Days since 1970, on the clock of the database. */
const TODAY = 'floor(extract(epoch FROM now()) / 86400)::int'

/**
 * Version 2. Programs of version 1 go on beside it: what they leave out has defaults.
 *
 * - Claims are bounded by bytes, and count the attempts that never ended. The index of claims holds `due` alone: one of
 *   (due, id) made PostgreSQL scan it whole for an id.
 * - Message ids lie in a table for each day, which is dropped. Those of version 1 stay where they are, as the oldest
 *   part, until their days have passed.
 * - `shard` is a part of each unique key, as databases that spread over machines ask. It comes last: claims find events
 *   by id, and the message ids of Segment's libraries begin with the time, which keeps their index in order.
 */
export const POSTGRES_2 = `
  LOCK TABLE {schema}.message, {schema}.event, {schema}.delivery, {schema}.dead IN ACCESS EXCLUSIVE MODE;

  ALTER TABLE {schema}.delivery
    ADD COLUMN bytes int NOT NULL DEFAULT 32768,
    ADD COLUMN unfinished int NOT NULL DEFAULT 0,
    ADD COLUMN shard smallint NOT NULL DEFAULT 0,
    DROP CONSTRAINT delivery_pkey,
    ADD PRIMARY KEY (id, shard);
  DROP INDEX {schema}.delivery_due;
  CREATE INDEX delivery_due ON {schema}.delivery (due);
  ALTER TABLE {schema}.event
    ADD COLUMN shard smallint NOT NULL DEFAULT 0, DROP CONSTRAINT event_pkey, ADD PRIMARY KEY (id, shard);
  ALTER TABLE {schema}.dead
    ADD COLUMN shard smallint NOT NULL DEFAULT 0, DROP CONSTRAINT dead_pkey, ADD PRIMARY KEY (id, shard);

  ALTER TABLE {schema}.message RENAME TO message_before;
  DROP INDEX {schema}.message_at;
  CREATE TABLE {schema}.message (
    source text NOT NULL, message_id text NOT NULL, at bigint NOT NULL,
    day int NOT NULL DEFAULT ${TODAY}, shard smallint NOT NULL
  ) PARTITION BY RANGE (day);
  -- Without a key of its own, so that the table of version 1 can be a part of it.
  CREATE TABLE {schema}.message_default PARTITION OF {schema}.message (PRIMARY KEY (source, message_id, shard)) DEFAULT;

  -- For programs of version 1.
  CREATE FUNCTION {schema}.fill_shard() RETURNS trigger LANGUAGE plpgsql AS $fill$
    BEGIN
      NEW.shard := hashtext(NEW.source || ' ' || NEW.message_id) & 31;
      RETURN NEW;
    END
  $fill$;
  CREATE TRIGGER fill_shard BEFORE INSERT ON {schema}.message
    FOR EACH ROW WHEN (NEW.shard IS NULL) EXECUTE FUNCTION {schema}.fill_shard();

  DO $migrate$
    DECLARE today int := ${TODAY};
    BEGIN
      IF NOT EXISTS (SELECT FROM {schema}.message_before) THEN
        DROP TABLE {schema}.message_before;
        RETURN;
      END IF;
      EXECUTE format('ALTER TABLE {schema}.message_before
        ADD COLUMN day int NOT NULL DEFAULT %s, ADD COLUMN shard smallint NOT NULL DEFAULT 0', today);
      ALTER TABLE {schema}.message_before ALTER COLUMN shard DROP DEFAULT;
      EXECUTE format('ALTER TABLE {schema}.message ATTACH PARTITION {schema}.message_before
        FOR VALUES FROM (MINVALUE) TO (%s)', today + 1);
      EXECUTE format('ALTER TABLE {schema}.message_before RENAME TO message_until_%s', today);
    END
  $migrate$;
`
