/** Messages with how far each is, and what people have said about them. Conventions are those of the first migration. */
export const messages = `
-- The key makes planning twice plan once. Whatever a message tells is one document, and so is how far it is; next_at is
-- when something is to be done about it, NULL when nothing is.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  key TEXT NOT NULL UNIQUE,
  client_id INTEGER NOT NULL REFERENCES clients,
  goal_id INTEGER NOT NULL REFERENCES goals,
  template TEXT NOT NULL,
  class INTEGER NOT NULL CHECK (class BETWEEN 1 AND 5),
  params TEXT NOT NULL CHECK (json_valid(params)),
  planned_at INTEGER NOT NULL,
  expires_at INTEGER,
  unless_paid_after INTEGER,
  left_at INTEGER,
  next_at INTEGER,
  delivery TEXT NOT NULL CHECK (json_valid(delivery))
) STRICT;
CREATE INDEX messages_due ON messages (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX messages_client ON messages (client_id);
CREATE TRIGGER messages_keep_body
BEFORE UPDATE OF key, client_id, goal_id, template, class, params, planned_at, expires_at, unless_paid_after ON messages
BEGIN SELECT RAISE(ABORT, 'append-only: a message keeps its body'); END;
CREATE TRIGGER messages_no_delete BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'append-only: messages are never deleted'); END;

-- What channels have taken, in that order.
CREATE TABLE message_sendings (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  message_id INTEGER NOT NULL REFERENCES messages,
  channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 6),
  status TEXT NOT NULL CHECK (status IN ('sent', 'delivered')),
  reference TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
-- Only what is on its way is asked for by its reference.
CREATE INDEX message_sendings_reference ON message_sendings (reference, channel) WHERE status = 'sent';

-- How far each reader of events has read. What had happened before there were messages is told to nobody.
CREATE TABLE event_readers (
  name TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT;
INSERT INTO event_readers (name, position) SELECT 'messages', coalesce(max(position), 0) FROM events;

CREATE TABLE message_milestones (
  goal_id INTEGER PRIMARY KEY REFERENCES goals,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100)
) STRICT;
INSERT INTO message_milestones (goal_id, percent)
  SELECT goals.id, min(100, sum(credits_posted - debits_posted) * 100 / target)
  FROM goals JOIN accounts ON accounts.goal_id = goals.id AND accounts.kind IN (2, 3)
  GROUP BY goals.id HAVING sum(credits_posted - debits_posted) * 100 / target >= 1;

CREATE TABLE message_preferences (
  client_id INTEGER NOT NULL REFERENCES clients,
  channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 6),
  class INTEGER NOT NULL CHECK (class BETWEEN 1 AND 5),
  is_allowed INTEGER NOT NULL CHECK (is_allowed BETWEEN 0 AND 1),
  set_at INTEGER NOT NULL,
  PRIMARY KEY (client_id, channel, class)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_addresses (
  client_id INTEGER NOT NULL REFERENCES clients,
  channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 6),
  address TEXT NOT NULL,
  off_reason TEXT,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (client_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE paydays (
  client_id INTEGER PRIMARY KEY REFERENCES clients,
  day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 31)
) STRICT;

CREATE TABLE message_secrets (
  name TEXT PRIMARY KEY,
  secret TEXT NOT NULL
) STRICT;
`;
