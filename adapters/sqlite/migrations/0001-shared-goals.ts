/**
 * Clients, goals and their members, invitations, contributions, the ledger and the history.
 *
 * Numbers name rows inside the database; the ids that the world knows stand beside them. Money is tiyn, an instant is
 * milliseconds since 1970-01-01 UTC, a day is the number YYYYMMDD, and a word of a fixed list is the number that
 * codecs.ts gives it. Rows that contributions write are narrow, and what only grows is written at its end.
 */
export const sharedGoals = `
CREATE TABLE clients (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  public_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  iin TEXT,
  phone TEXT,
  locale INTEGER NOT NULL CHECK (locale BETWEEN 1 AND 3),
  account TEXT,
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 3),
  registered_at INTEGER NOT NULL
) STRICT;

CREATE TABLE goals (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  title TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 5),
  status_since INTEGER NOT NULL,
  frozen INTEGER NOT NULL CHECK (frozen BETWEEN 0 AND 1),
  target INTEGER NOT NULL CHECK (target > 0),
  deadline INTEGER NOT NULL CHECK (deadline BETWEEN 19000101 AND 21991231),
  min_contribution INTEGER CHECK (min_contribution > 0),
  organiser_id INTEGER NOT NULL REFERENCES clients,
  deputy_id INTEGER REFERENCES clients,
  decision INTEGER NOT NULL CHECK (decision BETWEEN 1 AND 3),
  account TEXT NOT NULL,
  rate_bps INTEGER NOT NULL CHECK (rate_bps >= 0),
  day_count INTEGER NOT NULL CHECK (day_count = 1),
  capitalisation INTEGER NOT NULL CHECK (capitalisation BETWEEN 1 AND 2),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
  goal_id INTEGER NOT NULL REFERENCES goals,
  client_id INTEGER NOT NULL REFERENCES clients,
  role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
  share_amounts INTEGER NOT NULL CHECK (share_amounts BETWEEN 0 AND 1),
  share_with_advisor INTEGER NOT NULL CHECK (share_with_advisor BETWEEN 0 AND 1),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (goal_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_client ON members (client_id);

CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  client_id INTEGER REFERENCES clients,
  phone TEXT,
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CHECK ((client_id IS NULL) <> (phone IS NULL))
) STRICT;
CREATE INDEX invitations_goal ON invitations (goal_id);

-- A contribution keeps its id, body and key for ever; it is resolved once. Its rows, and those of transfers, lie in the order
-- in which they were written: clustered by goal, each would change a page of its own.
CREATE TABLE contributions (
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  client_id INTEGER NOT NULL REFERENCES clients,
  amount INTEGER NOT NULL CHECK (amount > 0),
  key TEXT NOT NULL,
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 3),
  reason TEXT,
  value_date INTEGER NOT NULL CHECK (value_date BETWEEN 19000101 AND 21991231),
  created_at INTEGER NOT NULL,
  UNIQUE (client_id, key)
) STRICT;
CREATE INDEX contributions_goal ON contributions (goal_id, public_id);
CREATE INDEX contributions_pending ON contributions (public_id) WHERE status = 1;
CREATE TRIGGER contributions_keep_body
BEFORE UPDATE OF public_id, goal_id, client_id, amount, key, value_date, created_at ON contributions
BEGIN SELECT RAISE(ABORT, 'append-only: a contribution keeps its body'); END;
CREATE TRIGGER contributions_no_delete BEFORE DELETE ON contributions
BEGIN SELECT RAISE(ABORT, 'append-only: contributions are never deleted'); END;
CREATE TRIGGER contributions_no_replace BEFORE INSERT ON contributions
WHEN EXISTS (SELECT 1 FROM contributions WHERE public_id = NEW.public_id)
  OR EXISTS (SELECT 1 FROM contributions WHERE client_id = NEW.client_id AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'append-only: contributions are never replaced'); END;

-- The last link of each goal's chain of transfers.
CREATE TABLE chains (
  goal_id INTEGER PRIMARY KEY REFERENCES goals,
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Kinds: 1 bank, 2 principal, 3 interest, 4 unallocated. The client is 0 for accounts that are nobody's.
CREATE TABLE accounts (
  goal_id INTEGER NOT NULL REFERENCES goals,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  client_id INTEGER NOT NULL,
  debits_posted INTEGER NOT NULL CHECK (debits_posted >= 0),
  credits_posted INTEGER NOT NULL CHECK (credits_posted >= 0),
  debits_pending INTEGER NOT NULL CHECK (debits_pending >= 0),
  credits_pending INTEGER NOT NULL CHECK (credits_pending >= 0),
  PRIMARY KEY (goal_id, kind, client_id),
  CHECK ((kind IN (2, 3)) = (client_id > 0)),
  CHECK (CASE kind
    WHEN 1 THEN debits_posted - credits_posted - credits_pending
    ELSE credits_posted - debits_posted - debits_pending
  END >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_principal ON accounts (client_id) WHERE kind = 2;

-- Phases: 1 posted, 2 pending, 3 post, 4 void. A pending transfer is resolved, a posted one reversed, at most once.
CREATE TABLE transfers (
  goal_id INTEGER NOT NULL REFERENCES goals,
  seq INTEGER NOT NULL CHECK (seq > 0),
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 4),
  code INTEGER NOT NULL CHECK (code BETWEEN 1 AND 99),
  debit_kind INTEGER NOT NULL CHECK (debit_kind BETWEEN 1 AND 4),
  debit_client INTEGER NOT NULL CHECK ((debit_kind IN (2, 3)) = (debit_client > 0)),
  credit_kind INTEGER NOT NULL CHECK (credit_kind BETWEEN 1 AND 4),
  credit_client INTEGER NOT NULL CHECK ((credit_kind IN (2, 3)) = (credit_client > 0)),
  amount INTEGER NOT NULL CHECK (amount > 0),
  refers_to BLOB CHECK (length(refers_to) = 16),
  subject TEXT,
  reason TEXT,
  value_date INTEGER NOT NULL CHECK (value_date BETWEEN 19000101 AND 21991231),
  recorded_at INTEGER NOT NULL,
  body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (goal_id, seq),
  CHECK (phase IN (1, 2) OR refers_to IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX transfers_resolved ON transfers (refers_to) WHERE refers_to IS NOT NULL;
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'append-only: transfers are never changed'); END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'append-only: transfers are never deleted'); END;
-- INSERT OR REPLACE deletes the earlier row without firing the trigger above.
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM transfers WHERE goal_id = NEW.goal_id AND seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM transfers WHERE public_id = NEW.public_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transfers are never replaced'); END;
CREATE TRIGGER transfers_resolve_once BEFORE INSERT ON transfers
WHEN NEW.refers_to IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE refers_to = NEW.refers_to)
BEGIN SELECT RAISE(ABORT, 'append-only: a transfer is resolved once'); END;

CREATE TABLE events (
  position INTEGER PRIMARY KEY CHECK (position > 0),
  goal_id INTEGER NOT NULL REFERENCES goals,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  client_id INTEGER REFERENCES clients,
  rules_version INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX events_goal ON events (goal_id);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'append-only: events are never changed'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'append-only: events are never deleted'); END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'append-only: events are never replaced'); END;

CREATE TABLE rule_changes (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  holds_from INTEGER NOT NULL CHECK (holds_from BETWEEN 19000101 AND 21991231),
  set_at INTEGER NOT NULL,
  set_by TEXT NOT NULL
) STRICT;
CREATE TRIGGER rule_changes_no_update BEFORE UPDATE ON rule_changes
BEGIN SELECT RAISE(ABORT, 'append-only: rule changes are never changed'); END;
CREATE TRIGGER rule_changes_no_delete BEFORE DELETE ON rule_changes
BEGIN SELECT RAISE(ABORT, 'append-only: rule changes are never deleted'); END;
CREATE TRIGGER rule_changes_no_replace BEFORE INSERT ON rule_changes
WHEN EXISTS (SELECT 1 FROM rule_changes WHERE version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'append-only: rule changes are never replaced'); END;
`;
