import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { NOW, runCli, startCli } from '../support/cli.js';
import { type DuePlans, paidDates, seedDuePlans } from '../support/due-plans.js';
import { createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';
import { startWorker } from '../support/worker.js';

const PLANS = 120;
const DELAY_MS = 20;
/** Many in the long mode, which gives the laws more cases, too. */
const ROUNDS = Number(process.env.JINAQ_PROPERTY_RUNS) > 1_000 ? 30 : 2;
const MAX_WAIT_MS = 600;
const RUN = ['transfers', 'run', '--distributed', '--concurrency', '4', '--json', '--now', NOW];
const WORKER = ['--concurrency', '2', '--now', NOW];
const TIMEOUT_MS = 120_000 * ROUNDS;

const ALL_PAID = { paid: PLANS, plans: PLANS, waiting: 0, ledger: true, bank: true };

/** Waits until something was paid, and then for a moment that nobody knows before. */
async function untilMidway({ env }: DuePlans): Promise<void> {
  const count = `SELECT count(*)::int AS paid FROM contributions`;
  const paid = () => onDatabase(env?.JINAQ_DB ?? '', async (client) => (await client.query(count)).rows[0]?.paid);
  while ((await paid()) === 0) await sleep(5);
  await sleep(Math.random() * MAX_WAIT_MS);
}

/** For each contribution that was completed one event that says so, and no other. */
function eventsOfCompletion({ env }: DuePlans): Promise<unknown> {
  const told = `SELECT count(*)::int AS events, count(DISTINCT data->>'contribution')::int AS contributions
    FROM events WHERE type = 'contribution.completed'`;
  return onDatabase(env?.JINAQ_DB ?? '', async (client) => (await client.query(told)).rows[0]);
}

describe('a run that workers share', () => {
  const made: string[] = [];
  afterEach(async () => {
    for (const address of made.splice(0)) await dropDatabase(address);
  });

  it(
    `pays each date once, though it is started twice, one of two workers is killed and one who follows it, ${ROUNDS} times`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
        made.push(address);
        const due = await seedDuePlans(PLANS, DELAY_MS, address);
        const workers = await Promise.all([startWorker(WORKER, due), startWorker(WORKER, due)]);
        const runs = [startCli(RUN, due), startCli(RUN, due)] as const;
        await untilMidway(due);
        await workers[0].kill();
        if (round % 2 === 1) runs[0].child.kill('SIGKILL');
        const [first, second] = await Promise.all(runs.map(({ done }) => done));
        for (const run of round % 2 === 1 ? [second] : [first, second]) {
          expect(run?.code, run?.stderr).toBe(0);
          const { counts, due: dates, done, stopped } = JSON.parse(run?.stdout ?? '');
          expect({ counts, dates, done, stopped }).toEqual({
            counts: [{ outcome: 'completed', reason: null, count: PLANS, amount: '240000.00' }],
            ...{ dates: PLANS, done: PLANS, stopped: null },
          });
        }
        expect(await paidDates(due)).toEqual(ALL_PAID);
        expect(await eventsOfCompletion(due)).toEqual({ events: PLANS, contributions: PLANS });
        const again = await runCli(RUN, due);
        expect(JSON.parse(again.stdout)).toMatchObject({ due: 0, done: 0 });
        await workers[1].stop();
        await dropDatabase(made.pop() ?? '');
      }
    },
    TIMEOUT_MS,
  );
});
