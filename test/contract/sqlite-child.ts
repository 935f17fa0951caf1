// A process of its own that works on a store in a file (sqlite-processes.test.ts): `sqlite-child.ts PATH MODE GOAL COUNT`.
// `pay` books payments of one tiyn, transaction after transaction without a pause; `open` opens a new store each 100 ms,
// PATH.0, PATH.1 and so on, at the same moments as the other children.
// It prints one JSON object: how many it did, and the longest that one of them took, in milliseconds.
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '../../adapters/sqlite/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { asGoalId } from '../../src/shared/index.js';
import { AIGERIM, book, post } from './store-fixtures.js';

const ROUND_MS = 100;
const [path = '', mode = '', goal = '', count = '0'] = process.argv.slice(2);

// All children start their work at the same moment, whichever of them was loaded first.
process.stdout.write('ready\n');
const startMs = await new Promise<number>((resolve) =>
  process.stdin.once('data', (text) => resolve(Number(String(text)))),
);

let worst = 0;
const timed = async (work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  await work();
  worst = Math.max(worst, performance.now() - start);
};

if (mode === 'open') {
  for (let index = 0; index < Number(count); index += 1) {
    await sleep(startMs + index * ROUND_MS - Date.now());
    await timed(async () => (await openSqliteStore({ path: `${path}.${index}`, digest })).close());
  }
} else {
  const store = await openSqliteStore({ path, digest });
  for (let done = 0; done < Number(count); done += 1) {
    await timed(() => book(store, asGoalId(goal), post(AIGERIM, 1n)));
  }
  store.close();
}
process.stdout.write(`${JSON.stringify({ worst })}\n`);
process.exit(0);
