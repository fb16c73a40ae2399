/** What a statement adds to or takes from the dead letters is a row: many processes would wait for a common one. */
const trigger = (name: string, event: 'INSERT' | 'DELETE', rows: 'NEW' | 'OLD', sign: '' | '-') => `
  CREATE FUNCTION {schema}.${name}() RETURNS trigger LANGUAGE plpgsql AS $count$
    BEGIN
      INSERT INTO {schema}.tally (letters, bytes)
      SELECT ${sign}count(*), ${sign}sum(octet_length(body)) FROM changed HAVING count(*) > 0;
      RETURN NULL;
    END
  $count$;
  CREATE TRIGGER ${name} AFTER ${event} ON {schema}.dead REFERENCING ${rows} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.${name}();`

/**
 * Version 3: several destinations in one store, each with a queue and a rate limiter of its own; what became of each
 * message id; dead letters that are counted when they come and go. Programs of version 2 go on: their events are those
 * of the destination `default`.
 */
export const POSTGRES_3 = `
  LOCK TABLE {schema}.delivery, {schema}.dead IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE {schema}.delivery ADD COLUMN destination text NOT NULL DEFAULT 'default';
  DROP INDEX {schema}.delivery_due;
  CREATE INDEX delivery_due ON {schema}.delivery (destination, due);
  ALTER TABLE {schema}.dead ADD COLUMN destination text NOT NULL DEFAULT 'default';
  CREATE TABLE {schema}.limiter (
    destination text PRIMARY KEY, next float8 NOT NULL DEFAULT 0, paused_until float8 NOT NULL DEFAULT 0,
    throttles int NOT NULL DEFAULT 0
  );
  INSERT INTO {schema}.limiter SELECT 'default', next, paused_until, throttles FROM {schema}.gate;

  CREATE TABLE {schema}.settled (at bigint NOT NULL, destination text NOT NULL, outcome text NOT NULL, digests text NOT NULL);
  CREATE INDEX settled_at ON {schema}.settled (at);

  CREATE TABLE {schema}.tally (letters bigint NOT NULL, bytes bigint NOT NULL);
  INSERT INTO {schema}.tally SELECT count(*), coalesce(sum(octet_length(body)), 0) FROM {schema}.dead;
  ${trigger('dead_added', 'INSERT', 'NEW', '')}
  ${trigger('dead_removed', 'DELETE', 'OLD', '-')}
`
