/**
 * Plans: standing orders to save. A plan's terms and where it stands are one row; what it has paid are contributions
 * that name it.
 */
export const plans = `
CREATE TABLE plans (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  goal_id INTEGER NOT NULL REFERENCES goals,
  client_id INTEGER NOT NULL REFERENCES clients,
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
  floor INTEGER NOT NULL CHECK (floor >= 0),
  catch_up INTEGER NOT NULL CHECK (catch_up BETWEEN 0 AND 1),
  consent_at INTEGER NOT NULL,
  consent_by TEXT NOT NULL,
  consent_reference TEXT,
  started_on INTEGER NOT NULL,
  due_number INTEGER,
  due_on INTEGER,
  run_on INTEGER,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  sending BLOB CHECK (length(sending) = 16),
  collected INTEGER NOT NULL CHECK (collected >= 0),
  missed INTEGER NOT NULL CHECK (missed >= 0),
  rises INTEGER NOT NULL CHECK (rises >= 0),
  income INTEGER,
  read_to INTEGER NOT NULL,
  last_on INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plans_member ON plans (goal_id, client_id);
CREATE INDEX plans_client ON plans (client_id);
-- What a run has to look at, in its order: nothing else, however many plans there are.
CREATE INDEX plans_due ON plans (run_on, public_id) WHERE status = 1 AND sending IS NULL;
CREATE INDEX plans_postponed ON plans (public_id) WHERE status = 1 AND sending IS NULL AND attempts > 0;

ALTER TABLE contributions ADD COLUMN plan_id INTEGER REFERENCES plans;
-- A date without its plan would be a payment that nothing keeps from being made twice.
ALTER TABLE contributions ADD COLUMN plan_on INTEGER CHECK ((plan_id IS NULL) = (plan_on IS NULL));
-- Each date of a plan is paid once, whatever a program does: of its contributions all but one were refused (3).
CREATE UNIQUE INDEX contributions_plan ON contributions (plan_id, plan_on) WHERE plan_id IS NOT NULL AND status <> 3;
`;
