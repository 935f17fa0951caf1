/** Payment files, and by which way transfers were given to the bank. Conventions are those of the first migration. */
export const transferFiles = `
CREATE TABLE transfer_exports (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 21991231),
  status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'written')),
  count INTEGER NOT NULL CHECK (count >= 0),
  total INTEGER NOT NULL CHECK (total >= 0),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_exports_unfinished ON transfer_exports (day) WHERE status <> 'written';

-- Without an export: given to a call at that moment.
CREATE TABLE dispatches (
  key BLOB PRIMARY KEY CHECK (length(key) = 16),
  export_id BLOB REFERENCES transfer_exports,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dispatches_export ON dispatches (export_id, key) WHERE export_id IS NOT NULL;
CREATE TRIGGER dispatches_keep_file BEFORE UPDATE ON dispatches WHEN OLD.export_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: a transfer stays in its file'); END;
CREATE TRIGGER dispatches_no_delete BEFORE DELETE ON dispatches WHEN OLD.export_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: a transfer stays in its file'); END;

-- Statements name accounts.
CREATE INDEX goals_account ON goals (account);
`;
