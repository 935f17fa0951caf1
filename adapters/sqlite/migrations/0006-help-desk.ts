/** Questions of members, with the answers they got. Conventions are those of the first migration. */
export const helpDesk = `
CREATE TABLE help_turns (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  client_id INTEGER NOT NULL REFERENCES clients,
  at INTEGER NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  handed_over INTEGER NOT NULL CHECK (handed_over BETWEEN 0 AND 1),
  closed_by TEXT,
  closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX help_turns_client ON help_turns (client_id, at);
CREATE INDEX help_turns_waiting ON help_turns (public_id) WHERE handed_over = 1 AND closed_at IS NULL;
`;
