import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { jsonOf, NOW, runCli, startCli, untilWritten } from '../support/cli.js';
import { type DuePlans, paidDates, seedDuePlans } from '../support/due-plans.js';

const PLANS = 120;
const DELAY_MS = 30;
const KILLS = 4;
const MAX_WAIT_MS = 250;
const FIRST_BYTES = 50_000;
const RUN = ['transfers', 'run', '--concurrency', '4', '--json', '--now', NOW];
const TIMEOUT_MS = 300_000;

const ALL_PAID = { paid: PLANS, plans: PLANS, waiting: 0, ledger: true, bank: true };

/** Runs until nothing is due any more and nothing waits for the bank. */
async function finish({ cwd }: DuePlans): Promise<void> {
  const run = await runCli(RUN, { cwd });
  expect(run.code, run.stderr).toBe(0);
  await jsonOf(['transfers', 'settle', '--now', NOW], { cwd });
}

describe('a run that pays what is due by plans', () => {
  it(
    'pays each date once, however often it is killed and started again',
    async () => {
      const due = await seedDuePlans(PLANS, DELAY_MS);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { child, done } = startCli(RUN, due);
        await untilWritten(due, FIRST_BYTES);
        await sleep(Math.random() * MAX_WAIT_MS);
        child.kill('SIGKILL');
        await done;
      }
      expect((await jsonOf(['transfers', '--status', 'completed'], due)).length).toBeLessThan(PLANS);
      await finish(due);
      expect(await paidDates(due)).toEqual(ALL_PAID);
    },
    TIMEOUT_MS,
  );

  it(
    'pays each date once, though two processes run at the same time and one is killed',
    async () => {
      const due = await seedDuePlans(PLANS, DELAY_MS);
      const [first, second] = [startCli(RUN, due), startCli(RUN, due)];
      await untilWritten(due, FIRST_BYTES);
      await sleep(Math.random() * MAX_WAIT_MS);
      first.child.kill('SIGKILL');
      await Promise.all([first.done, second.done]);
      await finish(due);
      expect(await paidDates(due)).toEqual(ALL_PAID);
    },
    TIMEOUT_MS,
  );
});
