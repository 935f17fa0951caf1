/** Runs that workers share, and the way to their queue. Conventions are those of the first migration. */
export const sharedRuns = `
CREATE TABLE shared_runs (
  id uuid PRIMARY KEY,
  date date NOT NULL,
  is_postponed boolean NOT NULL,
  concurrency integer NOT NULL,
  max_errors integer,
  due integer NOT NULL,
  pages integer NOT NULL,
  stopped text CHECK (stopped IN ('interrupted', 'too-many-errors', 'bank-unavailable')),
  started_at timestamptz NOT NULL
);
CREATE INDEX shared_runs_date ON shared_runs (date);

-- The due plans of the clients after one and up to another; NULL where there is no end.
CREATE TABLE shared_run_pages (
  run_id uuid NOT NULL REFERENCES shared_runs,
  number integer NOT NULL,
  after_client text COLLATE "C",
  up_to_client text COLLATE "C",
  is_finished boolean NOT NULL DEFAULT false,
  done integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, number)
);

-- What was decided about each date, written with the decision. Of what was sent the contribution says how it ended.
CREATE TABLE shared_run_lines (
  run_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  due_on date NOT NULL,
  page integer NOT NULL,
  goal_id uuid NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  outcome text NOT NULL,
  reason text,
  amount bigint NOT NULL,
  contribution_id uuid,
  PRIMARY KEY (run_id, plan_id, due_on)
);
CREATE INDEX shared_run_lines_page ON shared_run_lines (run_id, page);

-- Puts jobs into the queue of the workers, which is in a schema of its own beside this one; false where there is none. Of
-- jobs with the same key one waits at most, and one that is being worked on is not asked for again.
CREATE FUNCTION jinaq_enqueue(tasks text[], payloads text[], keys text[]) RETURNS boolean LANGUAGE plpgsql AS $enqueue$
DECLARE queue text := current_schema() || '_jobs';
BEGIN
  IF NOT EXISTS (SELECT FROM pg_proc WHERE proname = 'add_jobs' AND pronamespace = to_regnamespace(quote_ident(queue))) THEN
    RETURN false;
  END IF;
  EXECUTE format(
    'SELECT count(*) FROM (SELECT %1$I.add_jobs(array_agg(
       ROW (task, payload::json, NULL, now(), 25::smallint, key, 100::smallint, NULL)::%1$I.job_spec))
     FROM unnest($1, $2, $3) AS n (task, payload, key)
     WHERE NOT EXISTS (SELECT FROM %1$I.jobs WHERE jobs.key = n.key AND jobs.locked_at IS NOT NULL)
     HAVING count(*) > 0) AS added', queue)
  USING tasks, payloads, keys;
  RETURN true;
END $enqueue$;
`;
