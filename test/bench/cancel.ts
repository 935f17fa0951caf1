import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { createIds, sha256Digest } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import { BANK, type Instruction, principalOf, record } from '../../src/ledger/index.js';
import type { Bank, BankEntry } from '../../src/savings/index.js';
import { addDays, asClientId, asTransferId, civilDate, type GoalId, startOfDay } from '../../src/shared/index.js';
import { cpuMsSince, peakRssMb, percentile, print, round, say, timed } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const GOALS = 20;
const MEMBERS = Array.from({ length: 10 }, (_, index) => `client-${index}`);
const TRANSFERS = 10_000;
const DAYS = 300;
const OPENED_ON = civilDate(2026, 1, 5);
const CANCELLED_ON = addDays(OPENED_ON, DAYS);
const INTEREST = 1_234_567_89n;

const client = (id: string): Actor => ({ kind: 'client', client: asClientId(id) });

/**
 * Cancels goals of ten members with 10,000 transfers each, of which no interest was posted before: from the vote that
 * decides to the goal that is closed with everybody paid. The bank answers at once, so that the time is our own.
 */
export async function benchCancel(goals = String(GOALS)): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-cancel-'));
  let now = startOfDay(OPENED_ON);
  try {
    const jinaq = await openJinaq({
      db: `sqlite:${join(folder, 'jinaq.db')}`,
      bank: 'sandbox::memory:',
      clock: { now: () => now },
      decorate: ({ store, bank }) => ({ store, bank: answeringAtOnce(bank) }),
    });
    for (const id of MEMBERS) await jinaq.clients.register(OPERATIONS, { id, name: id });
    say(`making ${goals} goals with ${TRANSFERS} transfers each`);
    const ids: GoalId[] = [];
    for (let made = 0; made < Number(goals); made += 1) ids.push(await makeGoal(jinaq, now));
    now = startOfDay(CANCELLED_ON);
    const spent: Spent[] = [];
    for (const id of ids) spent.push(await cancel(jinaq, id));
    const latencies = spent.map(({ ms }) => ms);
    print({
      name: `cancelling a goal with ${MEMBERS.length} members and ${TRANSFERS} transfers, the bank's time left out`,
      n: latencies.length,
      perSecond: round((latencies.length * 1_000) / latencies.reduce((sum, latency) => sum + latency, 0)),
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuP50Ms: percentile(
        spent.map(({ cpuMs }) => cpuMs),
        0.5,
      ),
      peakRssMb: peakRssMb(),
    });
    const { ok, transfers } = await jinaq.ledger.verify(OPERATIONS, {});
    say(`ledger and chains hold: ${ok} (${transfers} transfers)`);
    await jinaq.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Spent = { readonly ms: number; readonly cpuMs: number };

/** @returns what was spent from the deciding vote on */
async function cancel(jinaq: Jinaq, goal: GoalId): Promise<Spent> {
  const [organiser = ''] = MEMBERS;
  const { id: proposal } = await jinaq.proposals.open(client(organiser), { goal, kind: 'cancel' });
  for (const member of MEMBERS) {
    const start = process.cpuUsage();
    const { result, seconds } = await timed(() => jinaq.proposals.vote(client(member), { proposal, yes: true }));
    const cpuMs = cpuMsSince(start);
    if (result.status === 'open') continue;
    const { status, collected } = await jinaq.goals.show(OPERATIONS, { goal });
    if (status !== 'closed' || collected !== 0n) throw new Error(`the goal is ${status} and holds ${collected}`);
    return { ms: seconds * 1_000, cpuMs };
  }
  throw new Error('all have voted and nothing is decided');
}

async function makeGoal(jinaq: Jinaq, now: Date): Promise<GoalId> {
  const [organiser = '', ...others] = MEMBERS;
  const terms = { title: 'Goal', target: 9_000_000, deadline: '2030-12-31' };
  const { id: goal } = await jinaq.goals.create(client(organiser), terms);
  for (const other of others) {
    const { id: invitation } = await jinaq.goals.invite(client(organiser), { goal, client: other });
    await jinaq.invitations.accept(client(other), { invitation });
  }
  const ids = createIds();
  await jinaq.ports.store.transact(async (tx) => {
    const [books] = (await tx.books.load([{ goal, accounts: 'all' }])).values();
    if (books === undefined) throw new Error('a goal has books');
    const instructions = Array.from({ length: TRANSFERS }, (_, index): Instruction => {
      const credit = principalOf(asClientId(MEMBERS[index % MEMBERS.length] ?? ''));
      const valueDate = addDays(OPENED_ON, Math.floor((index * DAYS) / TRANSFERS));
      const transfer = { id: asTransferId(ids.next()), debit: BANK, credit, amount: 500_00n };
      return { do: 'post', ...transfer, code: 'contribution', valueDate };
    });
    await tx.books.save([record(books, instructions, { now, digest: sha256Digest })]);
  });
  return goal;
}

/** Says yes to every payout, and credits the same interest to every account that is closed. */
function answeringAtOnce(bank: Bank): Bank {
  let references = 0;
  const entryOf = (): BankEntry => ({
    reference: `I${(references += 1)}`,
    kind: 'interest',
    valueDate: CANCELLED_ON,
    bookedAt: startOfDay(CANCELLED_ON),
    amount: INTEREST,
  });
  return {
    ...bank,
    closeSavingsAccount: (account) => Promise.resolve({ account, interest: INTEREST }),
    transferStatus: () => Promise.resolve({ status: 'unseen' }),
    transfer: ({ key }) => Promise.resolve({ status: 'completed', reference: key, valueDate: CANCELLED_ON }),
    statement: (range) => Promise.resolve({ ...range, opening: 0n, closing: INTEREST, entries: [entryOf()] }),
  };
}
