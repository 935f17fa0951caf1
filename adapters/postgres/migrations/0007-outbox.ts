/** What subscribers were not told yet. Conventions are those of the first migration. */
export const outbox = `
-- Of each goal the events after delivered and up to noted. wake_at is when they are due; while a dispatcher has them, when
-- they are free again; NULL when they are parked.
CREATE TABLE outbox (
  subscriber text COLLATE "C" NOT NULL,
  goal_id uuid NOT NULL REFERENCES goals,
  delivered bigint NOT NULL,
  noted bigint NOT NULL CHECK (noted > delivered),
  attempts integer NOT NULL CHECK (attempts >= 0),
  wake_at timestamptz,
  token uuid,
  reason text,
  PRIMARY KEY (subscriber, goal_id)
);
CREATE INDEX outbox_due ON outbox (subscriber, wake_at) WHERE wake_at IS NOT NULL;
`;
