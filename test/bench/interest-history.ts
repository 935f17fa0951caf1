import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { createIds, sha256Digest } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import { BANK, type Instruction, principalOf, record } from '../../src/ledger/index.js';
import {
  asTransferId,
  type CivilDate,
  civilDate,
  type ClientId,
  type GoalId,
  monthOf,
  parseClientId,
  startOfDay,
} from '../../src/shared/index.js';
import { draftGoal, memberOf } from './open-goals.js';
import { say } from './report.js';

export const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
export const HISTORY_FILES = { db: 'jinaq.db', bank: 'bank.db' } as const;
/** The month that the history leaves to be posted, and an hour after the bank has credited it. */
export const MEASURED_MONTH = monthOf(civilDate(2025, 12, 1));
export const MEASURED_AT = new Date(startOfDay(civilDate(2026, 1, 1)).getTime() + 3_600_000);

const MEMBERS = 3;
const MONTHS = 12;
const PAGE = 500;
const DEPOSIT = 10_000_00n;

/**
 * Makes goals with a year of monthly deposits of three members each, interest posted month by month; the twelfth month
 * is credited by the bank and not posted yet.
 */
export async function makeInterestHistory(count: number, folder: string): Promise<void> {
  let now = startOfDay(civilDate(2025, 1, 1));
  const jinaq = await openJinaq({
    db: `sqlite:${join(folder, HISTORY_FILES.db)}`,
    bank: `sandbox:${join(folder, HISTORY_FILES.bank)}`,
    clock: { now: () => now },
  });
  say(`opening ${count} goals`);
  const goals = await openGoals(jinaq, count, now);
  for (let month = 1; month <= MONTHS; month += 1) {
    const day = civilDate(2025, month, 5);
    now = startOfDay(day);
    await deposit(jinaq, goals, day, now);
    const first = month === MONTHS ? civilDate(2026, 1, 1) : civilDate(2025, month + 1, 1);
    now = new Date(startOfDay(first).getTime() + 3_600_000);
    await jinaq.sandbox?.runInterest(first);
    if (month < MONTHS) await jinaq.interest.post(OPERATIONS, { month: monthOf(day) });
    say(`history of ${monthOf(day)}`);
  }
  await jinaq.close();
}

type OpenedGoal = { readonly id: GoalId; readonly account: string; readonly clients: readonly ClientId[] };

async function openGoals(jinaq: Jinaq, count: number, now: Date): Promise<OpenedGoal[]> {
  const ids = createIds();
  const clients = Array.from({ length: MEMBERS }, (_, index) => parseClientId(`client-${index}`));
  for (const id of clients) await jinaq.clients.register(OPERATIONS, { id, name: id });
  const opened: OpenedGoal[] = [];
  for (let from = 0; from < count; from += PAGE) {
    const size = Math.min(PAGE, count - from);
    const drafts = await Promise.all(Array.from({ length: size }, () => draftGoal(jinaq, ids.next(), clients, now)));
    await jinaq.ports.store.transact(async (tx) => {
      for (const goal of drafts) {
        await tx.goals.insert(goal);
        await tx.members.saveMany(clients.map((client) => memberOf(goal, client, now)));
      }
    });
    opened.push(...drafts.map(({ id, account }) => ({ id, account, clients })));
  }
  return opened;
}

/** Books one deposit of each member, and the same money at the bank. */
async function deposit(jinaq: Jinaq, goals: readonly OpenedGoal[], day: CivilDate, now: Date): Promise<void> {
  const ids = createIds();
  for (let from = 0; from < goals.length; from += PAGE) {
    const page = goals.slice(from, from + PAGE);
    await jinaq.ports.store.transact(async (tx) => {
      const books = await tx.books.load(page.map(({ id }) => ({ goal: id, accounts: 'all' })));
      const changes = page.flatMap(({ id, clients }) => {
        const before = books.get(id);
        const instructions = clients.map((client): Instruction => {
          const transfer = { id: asTransferId(ids.next()), debit: BANK, credit: principalOf(client), amount: DEPOSIT };
          return { do: 'post', ...transfer, code: 'contribution', valueDate: day };
        });
        return before === undefined ? [] : [record(before, instructions, { now, digest: sha256Digest })];
      });
      await tx.books.save(changes);
    });
    const sum = DEPOSIT * BigInt(MEMBERS);
    await Promise.all(page.map(async ({ account }) => jinaq.sandbox?.credit(account, sum, 'other', day)));
  }
}
