/** Messages with how far each is, and what people have said about them. Conventions are those of the first migration. */
export const messages = `
-- The key makes planning twice plan once. Whatever a message tells is one document, and so is how far it is; next_at is
-- when something is to be done about it, NULL when nothing is.
CREATE TABLE messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text COLLATE "C" NOT NULL UNIQUE,
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  goal_id uuid NOT NULL REFERENCES goals,
  template text NOT NULL,
  class text NOT NULL CHECK (class IN ('service', 'legal', 'reminder', 'feedback', 'marketing')),
  params json NOT NULL,
  planned_at timestamptz NOT NULL,
  expires_at timestamptz,
  unless_paid_after date,
  left_at timestamptz,
  next_at timestamptz,
  delivery json NOT NULL
);
CREATE INDEX messages_due ON messages (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX messages_client ON messages (client_id, id);
CREATE TRIGGER messages_keep_body
BEFORE UPDATE OF key, client_id, goal_id, template, class, params, planned_at, expires_at, unless_paid_after
  OR DELETE OR TRUNCATE ON messages
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();

-- What channels have taken, in that order.
CREATE TABLE message_sendings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id bigint NOT NULL REFERENCES messages,
  channel text NOT NULL CHECK (channel IN ('push', 'sms', 'email', 'inbox', 'webhook', 'console')),
  status text NOT NULL CHECK (status IN ('sent', 'delivered')),
  reference text NOT NULL,
  at timestamptz NOT NULL
);
-- Only what is on its way is asked for by its reference.
CREATE INDEX message_sendings_reference ON message_sendings (reference, channel) WHERE status = 'sent';

-- How far each reader of events has read. What had happened before there were messages is told to nobody.
CREATE TABLE event_readers (
  name text PRIMARY KEY,
  position bigint NOT NULL
);
INSERT INTO event_readers (name, position) SELECT 'messages', coalesce(max(position), 0) FROM events;

CREATE TABLE message_milestones (
  goal_id uuid PRIMARY KEY REFERENCES goals,
  percent integer NOT NULL CHECK (percent BETWEEN 1 AND 100)
);
INSERT INTO message_milestones (goal_id, percent)
  SELECT goals.id, least(100, sum(credits_posted - debits_posted) * 100 / target)
  FROM goals JOIN accounts ON accounts.goal_id = goals.id AND accounts.kind IN ('principal', 'interest')
  GROUP BY goals.id HAVING sum(credits_posted - debits_posted) * 100 / target >= 1;

CREATE TABLE message_preferences (
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  channel text NOT NULL CHECK (channel IN ('push', 'sms', 'email', 'inbox', 'webhook', 'console')),
  class text NOT NULL CHECK (class IN ('service', 'legal', 'reminder', 'feedback', 'marketing')),
  is_allowed boolean NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, channel, class)
);

CREATE TABLE message_addresses (
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  channel text NOT NULL CHECK (channel IN ('push', 'sms', 'email', 'inbox', 'webhook', 'console')),
  address text NOT NULL,
  off_reason text,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, channel)
);

CREATE TABLE paydays (
  client_id text COLLATE "C" PRIMARY KEY REFERENCES clients,
  day integer NOT NULL CHECK (day BETWEEN 1 AND 31)
);

CREATE TABLE message_secrets (
  name text PRIMARY KEY,
  secret text NOT NULL
);
`;
