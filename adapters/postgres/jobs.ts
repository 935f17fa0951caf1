import { type JobQueue, Unavailable } from '../../src/shared/index.js';
import { plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

const ENQUEUE = statement('SELECT jinaq_enqueue($1::text[], $2::text[], $3::text[]) AS queued');
/** Each worker holds an advisory lock under the name of the queue as long as it lives. */
const WORKERS = statement(
  `SELECT count(*) AS workers FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND classid::bigint = (hashtext(current_schema() || '_jobs')::bigint & 4294967295)`,
);

export function createJobs(session: Session): JobQueue {
  return {
    enqueue: async (jobs) => {
      const [row] = await session.rows<{ readonly queued: boolean }>(
        ENQUEUE,
        plain(jobs, ({ task }) => task),
        text(jobs, ({ payload }) => JSON.stringify(payload)),
        plain(jobs, ({ key }) => key),
      );
      if (row?.queued === true) return;
      throw new Unavailable('jobs.no-queue', 'There is no queue in this database: no worker was ever started on it.');
    },
    workers: async () => {
      const [row] = await session.rows<{ readonly workers: bigint }>(WORKERS);
      return Number(row?.workers ?? 0n);
    },
  };
}
