/** What subscribers were not told yet. Conventions are those of the first migration. */
export const outbox = `
-- Of each goal the events after delivered and up to noted. wake_at is when they are due; while a dispatcher has them, when
-- they are free again; NULL when they are parked.
CREATE TABLE outbox (
  subscriber TEXT NOT NULL,
  goal_id INTEGER NOT NULL REFERENCES goals,
  delivered INTEGER NOT NULL,
  noted INTEGER NOT NULL CHECK (noted > delivered),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  wake_at INTEGER,
  token TEXT,
  reason TEXT,
  PRIMARY KEY (subscriber, goal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (subscriber, wake_at) WHERE wake_at IS NOT NULL;
`;
