import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Load, openLoad } from './postgres-load.js';

const MAX_WAIT_MS = 1_000;
const ROUND_MS = 20_000;

/** Pulls the plug so many times, at random moments, and looks at everything after each. */
export function describeCrashes(rounds: number): void {
  describe('contributions at Postgres, paid by two processes', () => {
    let load: Load;
    beforeAll(async () => {
      load = await openLoad();
    });
    afterAll(() => load.close());

    it(
      `agree with the bank, and keep what was told, however often a process is killed (${rounds} times)`,
      async () => {
        for (let round = 0; round < rounds; round += 1) {
          const [killed, other] = await Promise.all([load.start(), load.start()]);
          await sleep(Math.random() * MAX_WAIT_MS);
          killed.kill('SIGKILL');
          await once(killed, 'close');
          await load.finish(other);
          await load.check();
        }
      },
      rounds * ROUND_MS,
    );

    it(
      `agree with the bank, and keep what was told, however often the server is stopped at once (${rounds} times)`,
      async () => {
        const paying = await Promise.all([load.start(), load.start()]);
        for (let round = 0; round < rounds; round += 1) {
          await sleep(Math.random() * MAX_WAIT_MS);
          await load.server.stopAtOnce();
          await load.server.start();
          // The bank and the books are looked at when nobody changes them.
          if (round % 5 !== 4 && round !== rounds - 1) continue;
          await Promise.all(paying.map((child) => load.finish(child)));
          await load.check();
          paying.splice(0, paying.length, ...(await Promise.all([load.start(), load.start()])));
        }
        await Promise.all(paying.map((child) => load.finish(child)));
        await load.check();
      },
      rounds * ROUND_MS,
    );
  });
}
