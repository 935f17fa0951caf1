/**
 * Plans: standing orders to save. A plan's terms and where it stands are one row; what it has paid are contributions
 * that name it.
 */
export const plans = `
CREATE TABLE plans (
  id uuid PRIMARY KEY,
  goal_id uuid NOT NULL REFERENCES goals,
  client_id text COLLATE "C" NOT NULL REFERENCES clients,
  rule json NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'paused', 'finished', 'stopped')),
  floor bigint NOT NULL CHECK (floor >= 0),
  catch_up boolean NOT NULL,
  consent_at timestamptz NOT NULL,
  consent_by text NOT NULL,
  consent_reference text,
  started_on date NOT NULL,
  due_number integer,
  due_on date,
  run_on date,
  attempts integer NOT NULL CHECK (attempts >= 0),
  sending uuid,
  collected bigint NOT NULL CHECK (collected >= 0),
  missed bigint NOT NULL CHECK (missed >= 0),
  rises integer NOT NULL CHECK (rises >= 0),
  income bigint,
  read_to date NOT NULL,
  last_on date,
  created_at timestamptz NOT NULL
);
CREATE INDEX plans_member ON plans (goal_id, client_id);
CREATE INDEX plans_client ON plans (client_id, id);
-- What a run has to look at, in its order: nothing else, however many plans there are.
CREATE INDEX plans_due ON plans (run_on, id) WHERE status = 'active' AND sending IS NULL;
CREATE INDEX plans_postponed ON plans (id) WHERE status = 'active' AND sending IS NULL AND attempts > 0;

ALTER TABLE contributions ADD COLUMN plan_id uuid REFERENCES plans;
ALTER TABLE contributions ADD COLUMN plan_on date;
-- Each date of a plan is paid once, whatever a program does: of its contributions all but one were refused.
CREATE UNIQUE INDEX contributions_plan ON contributions (plan_id, plan_on)
WHERE plan_id IS NOT NULL AND status <> 'refused';
DROP TRIGGER contributions_keep_body ON contributions;
CREATE TRIGGER contributions_keep_body
BEFORE UPDATE OF id, goal_id, client_id, amount, key, value_date, created_at, plan_id, plan_on OR DELETE OR TRUNCATE
ON contributions FOR EACH STATEMENT EXECUTE FUNCTION jinaq_append_only();
`;
