import { type FailingJob, type JobQueue, type QueuedJob, Unavailable } from '../../src/shared/index.js';
import { plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

/** With the engine's growing pauses a job that fails is tried for half an hour; then somebody has to look. */
const MAX_ATTEMPTS = 8;

const ENQUEUE = statement('SELECT jinaq_enqueue($1::text[], $2::text[], $3::text[], $4::integer[], $5) AS queued');
const ENSURE = statement('SELECT jinaq_ensure_jobs($1::text[], $2::text[], $3::text[], $4::integer[], $5)');
const FAILING = statement('SELECT key, attempts, is_given_up AS "isGivenUp", error FROM jinaq_failing_jobs($1)');
/** Each worker holds an advisory lock under the name of the queue as long as it lives. */
const WORKERS = statement(
  `SELECT count(*) AS workers FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND classid::bigint = (hashtext(current_schema() || '_jobs')::bigint & 4294967295)`,
);

export function createJobs(session: Session): JobQueue {
  return {
    enqueue: async (jobs) => {
      const [row] = await session.rows<{ readonly queued: boolean }>(ENQUEUE, ...columnsOf(jobs), MAX_ATTEMPTS);
      if (row?.queued === true) return;
      throw new Unavailable('jobs.no-queue', 'There is no queue in this database: no worker was ever started on it.');
    },
    ensure: (jobs) => session.write(ENSURE, ...columnsOf(jobs), MAX_ATTEMPTS),
    failing: (keys) => session.rows<FailingJob>(FAILING, keys),
    workers: async () => {
      const [row] = await session.rows<{ readonly workers: bigint }>(WORKERS);
      return Number(row?.workers ?? 0n);
    },
  };
}

function columnsOf(jobs: readonly QueuedJob[]) {
  return [
    plain(jobs, ({ task }) => task),
    text(jobs, ({ payload }) => JSON.stringify(payload)),
    plain(jobs, ({ key }) => key),
    plain(jobs, ({ afterSeconds = 0 }) => afterSeconds),
  ] as const;
}
