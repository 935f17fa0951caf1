/** Payment files, and by which way transfers were given to the bank. Conventions are those of the first migration. */
export const transferFiles = `
CREATE TABLE transfer_exports (
  id uuid PRIMARY KEY,
  day date NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'closed', 'written')),
  count integer NOT NULL CHECK (count >= 0),
  total bigint NOT NULL CHECK (total >= 0),
  created_at timestamptz NOT NULL
);
CREATE INDEX transfer_exports_unfinished ON transfer_exports (day, id) WHERE status <> 'written';

-- Without an export: given to a call at that moment.
CREATE TABLE dispatches (
  key uuid PRIMARY KEY,
  export_id uuid REFERENCES transfer_exports,
  at timestamptz NOT NULL
);
CREATE INDEX dispatches_export ON dispatches (export_id, key) WHERE export_id IS NOT NULL;
CREATE TRIGGER dispatches_keep_file BEFORE UPDATE OR DELETE ON dispatches
FOR EACH ROW WHEN (OLD.export_id IS NOT NULL) EXECUTE FUNCTION jinaq_append_only();
CREATE TRIGGER dispatches_no_truncate BEFORE TRUNCATE ON dispatches
FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();

-- Statements name accounts.
CREATE INDEX goals_account ON goals (account);
`;
