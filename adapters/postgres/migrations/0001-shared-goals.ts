/**
 * Clients, goals and their members, invitations, contributions, the ledger and the history.
 *
 * Money is tiyn, an instant timestamptz to the millisecond, a civil day of Almaty a date, a word of a fixed list is written
 * out. Every hot table carries goal_id, so that it can be partitioned or distributed by it. Rows that contributions write
 * have no foreign key: their goal is locked by the transaction that writes them, and nobody may delete goals or clients.
 */
export const sharedGoals = `
-- Raises where fewer or more rows were changed than the books in hand foresee: somebody else has changed them.
CREATE FUNCTION jinaq_expect(actual bigint, expected bigint, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF actual <> expected THEN
    RAISE EXCEPTION '% changed since they were read: % instead of % rows', what, actual, expected USING ERRCODE = 'JQ001';
  END IF;
END $$;

CREATE FUNCTION jinaq_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'JQ002';
END $$;

-- The number tells the order in which clients were registered.
CREATE TABLE clients (
  id text COLLATE "C" PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  iin text,
  phone text,
  locale text NOT NULL CHECK (locale IN ('ru', 'kk', 'en')),
  account text,
  status text NOT NULL CHECK (status IN ('active', 'blocked', 'deceased')),
  registered_at timestamptz NOT NULL
);

CREATE TABLE goals (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('shared', 'personal')),
  status text NOT NULL CHECK (status IN ('active', 'reached', 'expired', 'cancelling', 'closed')),
  status_since timestamptz NOT NULL,
  frozen boolean NOT NULL,
  target bigint NOT NULL CHECK (target > 0),
  deadline date NOT NULL,
  min_contribution bigint CHECK (min_contribution > 0),
  organiser_id text COLLATE "C" NOT NULL REFERENCES clients,
  deputy_id text COLLATE "C" REFERENCES clients,
  decision text NOT NULL CHECK (decision IN ('majority', 'unanimous', 'organiser')),
  account text NOT NULL,
  rate_bps integer NOT NULL CHECK (rate_bps >= 0),
  day_count text NOT NULL CHECK (day_count = 'actual/365'),
  capitalisation text NOT NULL CHECK (capitalisation IN ('monthly', 'none')),
  created_at timestamptz NOT NULL
) WITH (fillfactor = 80);

-- Of members who joined in the same millisecond the client who was registered first comes first.
CREATE TABLE members (
  goal_id uuid NOT NULL REFERENCES goals,
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  client_number bigint NOT NULL,
  role text NOT NULL CHECK (role IN ('organiser', 'deputy', 'participant')),
  status text NOT NULL CHECK (status IN ('active', 'leaving', 'left', 'removed')),
  share_amounts boolean NOT NULL,
  share_with_advisor boolean NOT NULL,
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (goal_id, client_id)
);
CREATE INDEX members_client ON members (client_id);

CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  client_id text COLLATE "C" REFERENCES clients,
  phone text,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'revoked')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK ((client_id IS NULL) <> (phone IS NULL))
);
CREATE INDEX invitations_goal ON invitations (goal_id);

-- A contribution keeps its id, body and key for ever; it is resolved once.
CREATE TABLE contributions (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  key text COLLATE "C" NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'completed', 'refused')),
  reason text,
  value_date date NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT contributions_key UNIQUE (client_id, key)
) WITH (fillfactor = 85);
CREATE INDEX contributions_goal ON contributions (goal_id, id);
CREATE INDEX contributions_pending ON contributions (id) WHERE status = 'pending';
CREATE TRIGGER contributions_keep_body
BEFORE UPDATE OF id, goal_id, client_id, amount, key, value_date, created_at OR DELETE OR TRUNCATE ON contributions
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();

-- The last link of each goal's chain of transfers; 0 for a goal that never moved.
CREATE TABLE chains (
  goal_id uuid PRIMARY KEY REFERENCES goals,
  seq bigint NOT NULL CHECK (seq >= 0),
  hash bytea CHECK (length(hash) = 32),
  CHECK ((seq = 0) = (hash IS NULL))
) WITH (fillfactor = 70);

-- The client is empty for accounts that are nobody's.
CREATE TABLE accounts (
  goal_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('bank', 'principal', 'interest', 'unallocated')),
  client_id text COLLATE "C" NOT NULL,
  debits_posted bigint NOT NULL CHECK (debits_posted >= 0),
  credits_posted bigint NOT NULL CHECK (credits_posted >= 0),
  debits_pending bigint NOT NULL CHECK (debits_pending >= 0),
  credits_pending bigint NOT NULL CHECK (credits_pending >= 0),
  PRIMARY KEY (goal_id, kind, client_id),
  CHECK ((kind IN ('principal', 'interest')) = (client_id <> '')),
  CHECK (CASE kind
    WHEN 'bank' THEN debits_posted - credits_posted - credits_pending
    ELSE credits_posted - debits_posted - debits_pending
  END >= 0)
) WITH (fillfactor = 70);
CREATE INDEX accounts_principal ON accounts (client_id) WHERE kind = 'principal';

-- A pending transfer is resolved, a posted one reversed, at most once.
CREATE TABLE transfers (
  goal_id uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  id uuid NOT NULL UNIQUE,
  phase text NOT NULL CHECK (phase IN ('posted', 'pending', 'post', 'void')),
  code text NOT NULL,
  debit_kind text NOT NULL CHECK (debit_kind IN ('bank', 'principal', 'interest', 'unallocated')),
  debit_client text COLLATE "C",
  credit_kind text NOT NULL CHECK (credit_kind IN ('bank', 'principal', 'interest', 'unallocated')),
  credit_client text COLLATE "C",
  amount bigint NOT NULL CHECK (amount > 0),
  refers_to uuid,
  subject text,
  reason text,
  value_date date NOT NULL,
  recorded_at timestamptz NOT NULL,
  body_hash bytea NOT NULL CHECK (length(body_hash) = 32),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (goal_id, seq),
  CHECK ((debit_kind IN ('principal', 'interest')) = (debit_client IS NOT NULL)),
  CHECK ((credit_kind IN ('principal', 'interest')) = (credit_client IS NOT NULL)),
  CHECK (phase IN ('posted', 'pending') OR refers_to IS NOT NULL)
);
CREATE UNIQUE INDEX transfers_resolved ON transfers (refers_to) WHERE refers_to IS NOT NULL;
CREATE TRIGGER transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();

CREATE TABLE events (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  goal_id uuid NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  client_id text COLLATE "C",
  rules_version integer NOT NULL,
  data json NOT NULL
);
CREATE INDEX events_goal ON events (goal_id, position);
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();

-- Positions are taken before the commit, so a later one may be seen first. Who appends holds a shared lock that names the last
-- position taken before; what is not later than the earliest lock, and than the last position taken before the locks were
-- looked at, will get no neighbours any more. Noted for the next statement, which sees all that had been committed by then.
CREATE FUNCTION jinaq_note_settled_events() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  latest bigint;
  earliest bigint;
BEGIN
  SELECT last_value INTO latest FROM events_position_seq;
  SELECT min((classid::bigint << 32 | objid::bigint) - (74::bigint << 56)) INTO earliest FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 24 = 74
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
  PERFORM set_config('jinaq.settled_events', least(latest, coalesce(earliest, latest))::text, true);
END $$;

CREATE TABLE rule_changes (
  version integer PRIMARY KEY CHECK (version > 0),
  name text NOT NULL,
  value text NOT NULL,
  holds_from date NOT NULL,
  set_at timestamptz NOT NULL,
  set_by text NOT NULL
);
CREATE TRIGGER rule_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_changes
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();
`;
