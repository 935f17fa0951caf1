/** Questions of members, with the answers they got. Conventions are those of the first migration. */
export const helpDesk = `
CREATE TABLE help_turns (
  id uuid PRIMARY KEY,
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  at timestamptz NOT NULL,
  question text NOT NULL,
  answer text NOT NULL,
  handed_over boolean NOT NULL,
  closed_by text,
  closed_at timestamptz
);
CREATE INDEX help_turns_client ON help_turns (client_id, at, id);
CREATE INDEX help_turns_waiting ON help_turns (id) WHERE handed_over AND closed_at IS NULL;
`;
