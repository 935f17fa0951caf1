import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems } from 'graphile-worker';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { cronItemsOf } from '../../adapters/jobs-graphile/cron-items.js';
import { createGraphileJobs, installQueue } from '../../adapters/jobs-graphile/index.js';
import { APP_ROLE, openQueuePool, type QueuePool } from '../../adapters/postgres/index.js';
import {
  civilDateOf,
  formatInstant,
  type Job,
  type JobRun,
  type JobRunner,
  startOfDay,
} from '../../src/shared/index.js';
import { asLogin, createDatabase, dropDatabase } from '../support/postgres.js';
import { openQueue, untilIdle } from '../support/queue.js';
import { jobsContract } from './jobs.contract.js';

const MINUTE_MS = 60_000;
const clock = { now: () => new Date() };

/** What the engine's clockwork does at a minute, for minutes that are not now. */
async function strike({ pool, schema }: QueuePool, jobs: readonly Job[], at: Date): Promise<void> {
  const [min, hour, date] = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate()];
  const digest = { min, hour, date, month: at.getUTCMonth() + 1, dow: at.getUTCDay() };
  const due = parseCronItems(cronItemsOf(jobs)).filter(({ match }) => match(digest));
  for (const { task, options } of due) {
    await pool.query(`SELECT "${schema}".add_job($1, $2, queue_name => $3, priority => $4, job_key => $5)`, [
      ...[task, { _cron: { ts: at.toISOString() } }, options.queueName, options.priority, options.jobKey],
    ]);
  }
}

jobsContract('graphile-worker', async (jobs, onRun, start) => {
  const { queue, close } = await openQueue();
  try {
    let last = start.getTime();
    // Not started before the first strike of a minute is complete: each minute's jobs are put in together.
    const goTo = async (moment: Date): Promise<void> => {
      for (last += MINUTE_MS; last <= moment.getTime(); last += MINUTE_MS) {
        const runner = createGraphileJobs({ ...queue, jobs, onRun, clock });
        await strike(queue, jobs, new Date(last));
        if ((await queue.pool.query(`SELECT FROM "${queue.schema}".jobs`)).rowCount === 0) continue;
        await runner.start();
        await untilIdle(queue);
        await runner.stop();
        await queue.pool.query(`DELETE FROM "${queue.schema}"._private_jobs`);
      }
      last -= MINUTE_MS;
    };
    await createGraphileJobs({ ...queue, jobs, onRun, clock }).stop();
    return { goTo, stop: close };
  } catch (error) {
    await close();
    throw error;
  }
});

describe('workers that share a queue', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function workers(count: number, jobs: readonly Job[], tasks = {}) {
    const { queue, address, close } = await openQueue();
    closing.push(close);
    const runs: JobRun[] = [];
    const onRun = (run: JobRun) => runs.push(run);
    const made: JobRunner[] = [];
    for (let index = 0; index < count; index += 1) {
      const own = await openQueuePool(asLogin(address, inject('postgresApp')));
      const runner = createGraphileJobs({ ...own, jobs, tasks, onRun, clock, takeOverMs: 200 });
      closing.push(async () => {
        await runner.stop();
        await own.pool.end();
      });
      made.push(runner);
    }
    return { queue, runs, made };
  }

  it('make up for what was due while none of them was there, once however many they are', async () => {
    const at = formatInstant(new Date(Date.now() - 2 * MINUTE_MS)).slice(11, 16);
    const { queue, runs, made } = await workers(3, [
      { name: 'daily', schedule: { every: 'day', at }, run: async () => 'done' },
    ]);
    const known = `INSERT INTO "${queue.schema}"._private_known_crontabs (identifier, known_since, last_execution)
      VALUES ('daily', now() - interval '2 days', $1)`;
    await queue.pool.query(known, [startOfDay(civilDateOf(new Date(Date.now() - 86_400_000)))]);
    await Promise.all(made.map((worker) => worker.start()));
    while (runs.length === 0) await sleep(5);
    await untilIdle(queue);
    expect(runs.map((run) => `${run.name} ${run.status} ${formatInstant(run.at).slice(11, 16)}`)).toEqual([
      `daily completed ${at}`,
    ]);
  });

  it('run jobs of different lines side by side', async () => {
    const begun = new Set<string>();
    const untilBoth = (name: string) => async () => {
      begun.add(name);
      while (begun.size < 2) await sleep(5);
    };
    const jobs = ['one', 'other'].map((name): Job => {
      return { name, schedule: { every: 'day', at: '03:00' }, run: untilBoth(name) };
    });
    const { queue, runs, made } = await workers(1, jobs);
    await strike(queue, jobs, new Date('2026-01-04T22:00:00Z'));
    await Promise.all(made.map((worker) => worker.start()));
    while (runs.length < 2) await sleep(5);
    expect(runs.map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('make their queue together when they are the first', async () => {
    const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    closing.push(() => dropDatabase(address));
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const queue = await openQueuePool(address);
        await installQueue(queue, APP_ROLE).finally(() => queue.pool.end());
      }),
    );
  });

  it('take over the jobs of one that has died without a word', async () => {
    const done: unknown[] = [];
    const { queue, made } = await workers(1, [], { count: async (payload: unknown) => done.push(payload) });
    await queue.pool.query(`SELECT "${queue.schema}".add_job('count', '{"n":1}')`);
    await queue.pool.query(
      `UPDATE "${queue.schema}"._private_jobs SET locked_by = 'the dead', locked_at = now() - interval '1 minute'`,
    );
    await Promise.all(made.map((worker) => worker.start()));
    while (done.length === 0) await sleep(5);
    expect(done).toEqual([{ n: 1 }]);
  });

  it('leave to each other what one of them that lives has in hand, however long it takes', async () => {
    let begun = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = async () => {
      begun += 1;
      await finished;
    };
    const { queue, runs, made } = await workers(2, [], { slow });
    await Promise.all(made.map((worker) => worker.start()));
    await queue.pool.query(`SELECT "${queue.schema}".add_job('slow')`);
    while (begun === 0) await sleep(5);
    // Much longer than they wait before they take over.
    await sleep(1_500);
    expect(begun).toBe(1);
    finish();
    while (runs.length === 0) await sleep(5);
  });

  it('wait for what is in hand when they are stopped', async () => {
    let isDone = false;
    const { queue, made } = await workers(1, [], {
      slow: async () => {
        await sleep(300);
        isDone = true;
      },
    });
    const [worker] = made as [JobRunner];
    await worker.start();
    await queue.pool.query(`SELECT "${queue.schema}".add_job('slow')`);
    while (
      ((await queue.pool.query(`SELECT FROM "${queue.schema}".jobs WHERE locked_at IS NOT NULL`)).rowCount ?? 0) === 0
    ) {
      await sleep(5);
    }
    await worker.stop();
    expect(isDone).toBe(true);
  });
});
