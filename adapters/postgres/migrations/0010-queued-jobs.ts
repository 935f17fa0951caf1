/** Jobs that wait for their time, and what has become of those that fail. */
export const queuedJobs = `
DROP FUNCTION jinaq_enqueue(text[], text[], text[]);

-- The schema of the workers' queue, which is beside this one; NULL where there is none.
CREATE FUNCTION jinaq_queue() RETURNS text STABLE LANGUAGE sql AS $queue$
  SELECT nspname FROM pg_namespace AS named WHERE nspname = current_schema() || '_jobs'
    AND EXISTS (SELECT FROM pg_proc WHERE proname = 'add_jobs' AND pronamespace = named.oid)
$queue$;

-- Puts jobs into the queue; false where there is none. Of jobs with the same key one waits at most, and one that is being
-- worked on is not asked for again; what was given up begins anew.
CREATE FUNCTION jinaq_enqueue(tasks text[], payloads text[], keys text[], waits integer[], attempts integer)
RETURNS boolean LANGUAGE plpgsql AS $enqueue$
DECLARE queue text := jinaq_queue();
BEGIN
  IF queue IS NULL THEN RETURN false; END IF;
  EXECUTE format(
    'SELECT count(*) FROM (SELECT %1$I.add_jobs(array_agg(
       ROW (task, payload::json, NULL, now() + wait * interval ''1 second'', $5::smallint, key, 100::smallint, NULL)::%1$I.job_spec))
     FROM unnest($1, $2, $3, $4) AS n (task, payload, key, wait)
     WHERE NOT EXISTS (SELECT FROM %1$I.jobs WHERE jobs.key = n.key AND jobs.locked_at IS NOT NULL)
     HAVING count(*) > 0) AS added', queue)
  USING tasks, payloads, keys, waits, attempts;
  RETURN true;
END $enqueue$;

-- Makes sure that jobs are in the queue. One that waits suffices: it is only looked at, so that nobody waits for whoever has
-- put it in or takes it out. One that is being worked on may have looked too early.
CREATE FUNCTION jinaq_ensure_jobs(tasks text[], payloads text[], keys text[], waits integer[], attempts integer)
RETURNS void LANGUAGE plpgsql AS $ensure$
DECLARE queue text := jinaq_queue();
BEGIN
  IF queue IS NULL THEN RETURN; END IF;
  EXECUTE format(
    'SELECT count(*) FROM (SELECT %1$I.add_jobs(array_agg(
       ROW (task, payload::json, NULL, now() + wait * interval ''1 second'', $5::smallint, key, 100::smallint, NULL)::%1$I.job_spec))
     FROM unnest($1, $2, $3, $4) AS n (task, payload, key, wait)
     WHERE NOT EXISTS (
       SELECT FROM %1$I.jobs WHERE jobs.key = n.key AND jobs.locked_at IS NULL AND jobs.attempts < jobs.max_attempts)
     HAVING count(*) > 0) AS added', queue)
  USING tasks, payloads, keys, waits, attempts;
EXCEPTION
  -- A queue that this login may not use is no queue of its own: the work is done in time all the same.
  WHEN insufficient_privilege THEN RETURN;
END $ensure$;

CREATE FUNCTION jinaq_failing_jobs(beginning text)
RETURNS TABLE (key text, attempts integer, is_given_up boolean, error text) STABLE LANGUAGE plpgsql AS $failing$
DECLARE queue text := jinaq_queue();
BEGIN
  IF queue IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT key, attempts::integer, is_given_up, coalesce(last_error, ''its workers have died'')
     FROM %I.jobs CROSS JOIN LATERAL (SELECT locked_at IS NULL AND attempts >= max_attempts AS is_given_up) AS state
     WHERE starts_with(key, $1) AND (is_given_up OR last_error IS NOT NULL) ORDER BY key', queue)
  USING beginning;
END $failing$;
`;
