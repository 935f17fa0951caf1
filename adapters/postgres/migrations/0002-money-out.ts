/** Payouts with their lines, closings, interest, proposals and disputes. Conventions are those of the first migration. */
export const moneyOut = `
CREATE TABLE payouts (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  purpose text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'held', 'completed', 'unclaimed')),
  account text NOT NULL,
  bank_key uuid NOT NULL UNIQUE,
  amount bigint NOT NULL CHECK (amount > 0),
  lines json NOT NULL,
  reason text,
  proposal_id uuid,
  opened_at timestamptz NOT NULL
);
CREATE INDEX payouts_goal ON payouts (goal_id, id);
CREATE INDEX payouts_unfinished ON payouts (status, id) WHERE status <> 'completed';

CREATE TABLE closings (
  goal_id uuid PRIMARY KEY REFERENCES goals,
  purpose text NOT NULL,
  account text,
  payee_id text COLLATE "C" REFERENCES clients,
  proposal_id uuid,
  is_account_closed boolean NOT NULL,
  opened_at timestamptz NOT NULL
);

-- The accrual is a whole number that may be longer than 64 bits.
CREATE TABLE interest_states (
  goal_id uuid PRIMARY KEY REFERENCES goals,
  computed_from date NOT NULL,
  balance bigint NOT NULL,
  accrued numeric NOT NULL,
  posted bigint NOT NULL,
  shared_on date NOT NULL,
  read_seq bigint NOT NULL,
  settled_seq bigint NOT NULL
);

-- A day may have two: the month's, and that of an account that is closed on it.
CREATE TABLE interest_postings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  posted_on date NOT NULL,
  due bigint NOT NULL,
  correction bigint NOT NULL,
  credited bigint NOT NULL,
  bank_references json NOT NULL,
  posted_at timestamptz NOT NULL
);
CREATE INDEX interest_postings_goal ON interest_postings (goal_id, posted_on);

CREATE TABLE goal_rates (
  goal_id uuid NOT NULL REFERENCES goals,
  holds_from date NOT NULL,
  rate_bps integer NOT NULL CHECK (rate_bps >= 0),
  PRIMARY KEY (goal_id, holds_from)
);

-- What is proposed, the electorate and the votes are read and written as one: a document of at most a hundred heads.
CREATE TABLE proposals (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  status text NOT NULL CHECK (status IN ('open', 'passed', 'rejected', 'withdrawn')),
  closes_at timestamptz NOT NULL,
  is_done boolean NOT NULL,
  document json NOT NULL
);
CREATE INDEX proposals_goal ON proposals (goal_id);
CREATE INDEX proposals_due ON proposals (closes_at, id) WHERE NOT is_done;

CREATE TABLE disputes (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  status text NOT NULL CHECK (status IN ('open', 'answered', 'resolved', 'withdrawn')),
  document json NOT NULL
);
CREATE INDEX disputes_goal ON disputes (goal_id);
`;
