/**
 * A process that pays contributions, several at once, until its input ends: `postgres-load-child.ts DATABASE BANK NAME GOAL…`.
 * It writes the key of each that it was told to be completed.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openJinaq } from '../../adapters/node/index.js';
import { parseClientId, Unavailable } from '../../src/shared/index.js';

const CALLERS = 8;
const PAYERS = 3;
const PAUSE_MS = 50;

const [db = '', bank = '', name = '', ...goals] = process.argv.slice(2);
const jinaq = await openJinaq({ db, bank });
let isStopping = false;
process.stdin.on('end', () => (isStopping = true)).resume();
// At once, not when the process next has time: what was told before it is killed has been told.
const tell = (line: string) => writeSync(process.stdout.fd, `${line}\n`);

/** Asks with the same key until there is an answer, as a caller has to who does not know what became of it. */
async function pay(number: number): Promise<void> {
  const actor = { kind: 'client', client: parseClientId(`payer-${number % PAYERS}`) } as const;
  const order = { goal: goals[number % goals.length] ?? '', amount: '1.07', key: `${name}-${number}` };
  for (;;) {
    try {
      const { status } = await jinaq.goals.contribute(actor, order);
      tell(`${status} ${order.key}`);
      return;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

tell('ready');
let next = 0;
await Promise.all(
  Array.from({ length: CALLERS }, async () => {
    while (!isStopping) await pay((next += 1));
  }),
);
await jinaq.close();
