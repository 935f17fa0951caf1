import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import type { Bank, RunReport } from '../../src/savings/index.js';
import { startPostgres } from '../support/postgres.js';
import { MEMBERS, NOW, openAccounts, preparePlansElsewhere } from './batch-plans.js';
import { measureFloor } from './floor.js';
import { measurePostgresFloor } from './floor-postgres.js';
import { migrated } from './migrated.js';
import { load, peakRssMb, print, round, say, timed } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const DEFAULT_PLANS = 100_000;
const DEFAULT_POSTGRES_PLANS = 20_000;
const SLOW_PLANS = 30_000;
const SLOW_MS = 50;
const IN_FLIGHT = 256;

/** Many due plans in one run beside the bare driver writing the same rows; then a bank that takes its time. */
export async function benchBatch(argument: string | undefined): Promise<void> {
  const plans = argument === undefined ? DEFAULT_PLANS : Number(argument);
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-batch-'));
  try {
    const { perSecond, rssMb } = await measure({ db: `sqlite:${join(folder, 'quick.db')}`, plans });
    say('floor: the same rows by the bare driver');
    const goals = Math.ceil(plans / MEMBERS);
    const floor = measureFloor({ path: join(folder, 'floor.db'), goals, contributions: plans, isByPlan: true });
    print({
      name: `transfers run, ${plans} due plans, SQLite file, synchronous FULL, sandbox in memory`,
      n: plans,
      perSecond: round(perSecond, 0),
      floorPerSecond: round(floor, 0),
      ratio: round(perSecond / floor),
      peakRssMb: rssMb,
    });
    if (argument !== undefined) return;
    const slow = await measure({ db: `sqlite:${join(folder, 'slow.db')}`, plans: SLOW_PLANS, delayMs: SLOW_MS });
    const allowed = (IN_FLIGHT * 1_000) / SLOW_MS;
    print({
      name: `transfers run, a bank that answers in ${SLOW_MS} ms, ${IN_FLIGHT} calls in flight (it allows ${allowed} calls a second)`,
      n: SLOW_PLANS,
      perSecond: round(slow.perSecond, 0),
      ratio: round(slow.perSecond / Math.min(allowed, perSecond)),
      peakRssMb: slow.rssMb,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same at a durable Postgres on this machine. */
export async function benchBatchPostgres(argument: string | undefined): Promise<void> {
  const plans = argument === undefined ? DEFAULT_POSTGRES_PLANS : Number(argument);
  const server = await startPostgres({ isDurable: true });
  try {
    const goals = Math.ceil(plans / MEMBERS);
    const floorOf = async () =>
      measurePostgresFloor({ address: await migrated(server), goals, contributions: plans, isByPlan: true });
    // Before and after: on a machine with neighbours the two differ.
    say('floor: the same rows by the bare driver');
    const before = await floorOf();
    const { perSecond, rssMb } = await measure({ db: await migrated(server), plans });
    const floor = (before + (await floorOf())) / 2;
    print({
      name: `transfers run, ${plans} due plans, Postgres, synchronous_commit on, sandbox in memory`,
      n: plans,
      perSecond: round(perSecond, 0),
      floorPerSecond: round(floor, 0),
      ratio: round(perSecond / floor),
      load: load(),
      peakRssMb: rssMb,
    });
  } finally {
    await server.close();
  }
}

type Measured = { readonly db: string; readonly plans: number; readonly delayMs?: number };

async function measure({
  db,
  plans,
  delayMs,
}: Measured): Promise<{ readonly perSecond: number; readonly rssMb: number }> {
  say(`preparing ${plans} plans`);
  preparePlansElsewhere(db, plans);
  const jinaq = await openJinaq({
    db,
    bank: 'sandbox::memory:',
    clock: { now: () => NOW },
    decorate: delayMs === undefined ? undefined : (ports) => slowed(ports, delayMs),
  });
  await openAccounts(jinaq);
  say(`running, ${peakRssMb()} MB by now`);
  const { result, seconds } = await timed(() => jinaq.transfers.run(OPERATIONS, { concurrency: IN_FLIGHT }));
  // The bank of the benchmark, its accounts and what it has moved, is in this memory too.
  const rssMb = peakRssMb();
  requireAllPaid(result, plans);
  const { ok } = await jinaq.ledger.verify(OPERATIONS, {});
  say(`${round(seconds, 1)} s; ledger and chains hold: ${ok}`);
  await jinaq.close();
  return { perSecond: plans / seconds, rssMb };
}

export function requireAllPaid({ counts }: Pick<RunReport, 'counts'>, plans: number): void {
  const [only, ...others] = counts;
  if (only?.outcome === 'completed' && only.count === plans && others.length === 0) return;
  throw new Error(`not every plan was paid: ${counts.map(({ outcome, count }) => `${outcome} ${count}`).join(', ')}`);
}

/** Only what a run asks for is slow; preparing is not measured. */
function slowed(ports: Jinaq['ports'], delayMs: number): Jinaq['ports'] {
  const late =
    <Question, Answer>(call: (question: Question) => Promise<Answer>) =>
    async (question: Question): Promise<Answer> => {
      await sleep(delayMs);
      return call(question);
    };
  const { bank } = ports;
  const slow: Bank = {
    ...bank,
    balance: late((account) => bank.balance(account)),
    transfer: late((command) => bank.transfer(command)),
  };
  return { ...ports, bank: slow };
}
