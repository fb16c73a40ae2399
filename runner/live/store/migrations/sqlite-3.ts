/**
 * Version 3: several destinations in one store, each with a queue and a rate limiter of its own; what became of each
 * message id; dead letters that are counted when they come and go. Programs of version 2 go on: their events are those
 * of the destination `default`.
 */
export const SQLITE_3 = `
  ALTER TABLE delivery ADD COLUMN destination TEXT NOT NULL DEFAULT 'default';
  DROP INDEX delivery_due;
  CREATE INDEX delivery_due ON delivery (destination, due);
  ALTER TABLE dead ADD COLUMN destination TEXT NOT NULL DEFAULT 'default';
  CREATE TABLE limiter (
    destination TEXT PRIMARY KEY, next REAL NOT NULL DEFAULT 0, paused_until REAL NOT NULL DEFAULT 0,
    throttles INTEGER NOT NULL DEFAULT 0
  );
  INSERT INTO limiter SELECT 'default', next, paused_until, throttles FROM gate;

  CREATE TABLE settled (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, destination TEXT NOT NULL, outcome TEXT NOT NULL, digests TEXT NOT NULL
  );
  CREATE INDEX settled_at ON settled (at);

  CREATE TABLE tally (id INTEGER PRIMARY KEY CHECK (id = 1), letters INTEGER NOT NULL, bytes INTEGER NOT NULL);
  INSERT INTO tally SELECT 1, count(*), coalesce(sum(length(CAST(body AS BLOB))), 0) FROM dead;
  CREATE TRIGGER dead_added AFTER INSERT ON dead BEGIN
    UPDATE tally SET letters = letters + 1, bytes = bytes + length(CAST(NEW.body AS BLOB));
  END;
  CREATE TRIGGER dead_removed AFTER DELETE ON dead BEGIN
    UPDATE tally SET letters = letters - 1, bytes = bytes - length(CAST(OLD.body AS BLOB));
  END;
`
