/** Payouts with their lines, closings, interest, proposals and disputes. Conventions are those of the first migration. */
export const moneyOut = `
CREATE TABLE payouts (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'held', 'completed', 'unclaimed')),
  account TEXT NOT NULL,
  bank_key BLOB NOT NULL UNIQUE CHECK (length(bank_key) = 16),
  amount INTEGER NOT NULL CHECK (amount > 0),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  reason TEXT,
  proposal_id BLOB CHECK (length(proposal_id) = 16),
  opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payouts_goal ON payouts (goal_id);
CREATE INDEX payouts_unfinished ON payouts (status) WHERE status <> 'completed';

CREATE TABLE closings (
  goal_id INTEGER PRIMARY KEY REFERENCES goals,
  purpose TEXT NOT NULL,
  account TEXT,
  payee_id INTEGER REFERENCES clients,
  proposal_id BLOB CHECK (length(proposal_id) = 16),
  is_account_closed INTEGER NOT NULL CHECK (is_account_closed BETWEEN 0 AND 1),
  opened_at INTEGER NOT NULL
) STRICT;

-- The accrual is a whole number that may be longer than 64 bits, so it is text.
CREATE TABLE interest_states (
  goal_id INTEGER PRIMARY KEY REFERENCES goals,
  computed_from INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  accrued TEXT NOT NULL,
  posted INTEGER NOT NULL,
  shared_on INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  settled_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE interest_postings (
  id INTEGER PRIMARY KEY,
  goal_id INTEGER NOT NULL REFERENCES goals,
  posted_on INTEGER NOT NULL,
  due INTEGER NOT NULL,
  correction INTEGER NOT NULL,
  credited INTEGER NOT NULL,
  bank_references TEXT NOT NULL CHECK (json_valid(bank_references)),
  posted_at INTEGER NOT NULL
) STRICT;
-- A day may have two: the month's, and that of an account that is closed on it.
CREATE INDEX interest_postings_goal ON interest_postings (goal_id, posted_on);

CREATE TABLE goal_rates (
  goal_id INTEGER NOT NULL REFERENCES goals,
  holds_from INTEGER NOT NULL,
  rate_bps INTEGER NOT NULL CHECK (rate_bps >= 0),
  PRIMARY KEY (goal_id, holds_from)
) STRICT, WITHOUT ROWID;

-- What is proposed, the electorate and the votes are read and written as one: a document of at most a hundred heads.
CREATE TABLE proposals (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  status TEXT NOT NULL CHECK (status IN ('open', 'passed', 'rejected', 'withdrawn')),
  closes_at INTEGER NOT NULL,
  is_done INTEGER NOT NULL CHECK (is_done BETWEEN 0 AND 1),
  document TEXT NOT NULL CHECK (json_valid(document))
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_goal ON proposals (goal_id);
CREATE INDEX proposals_due ON proposals (closes_at) WHERE is_done = 0;

CREATE TABLE disputes (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'resolved', 'withdrawn')),
  document TEXT NOT NULL CHECK (json_valid(document))
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_goal ON disputes (goal_id);
`;
