import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { createIds, sha256Digest } from '../../adapters/system/index.js';
import { BANK, type Instruction, principalOf, record } from '../../src/ledger/index.js';
import type { Client, Contribution } from '../../src/savings/index.js';
import {
  asContributionId,
  asTransferId,
  civilDate,
  type ClientId,
  parseClientId,
  startOfDay,
} from '../../src/shared/index.js';
import { draftGoal, memberOf } from './open-goals.js';
import { say } from './report.js';

export const MEMBERS = 3;
const PAGE = 500;
const DEPOSIT = 10_000_00n;
const DAYS = [civilDate(2025, 11, 5), civilDate(2025, 12, 5), civilDate(2026, 1, 5)];

/** Makes goals, each of members of its own, who have paid on the 5th of three months. */
export async function makeMessageHistory(count: number, folder: string): Promise<void> {
  const now = startOfDay(civilDate(2025, 11, 1));
  const jinaq = await openJinaq({
    db: `sqlite:${join(folder, 'jinaq.db')}`,
    bank: 'sandbox::memory:',
    clock: { now: () => now },
  });
  for (let from = 0; from < count; from += PAGE) {
    await makePage(jinaq, from, Math.min(PAGE, count - from), now);
    if (from % (PAGE * 20) === 0) say(`${from} goals`);
  }
  await jinaq.close();
}

async function makePage(jinaq: Jinaq, first: number, size: number, now: Date): Promise<void> {
  const ids = createIds();
  const pages = await Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const clients = Array.from({ length: MEMBERS }, (_member, n) => parseClientId(`c-${first + index}-${n}`));
      return { clients, goal: await draftGoal(jinaq, ids.next(), clients, now) };
    }),
  );
  await jinaq.ports.store.transact(async (tx) => {
    await tx.clients.insertMany(pages.flatMap(({ clients }) => clients.map((id) => clientOf(id, now))));
    for (const { goal, clients } of pages) {
      await tx.goals.insert(goal);
      await tx.members.saveMany(clients.map((client) => memberOf(goal, client, now)));
    }
    const books = await tx.books.load(pages.map(({ goal }) => ({ goal: goal.id, accounts: 'all' })));
    const made = pages.flatMap(({ goal, clients }) =>
      DAYS.flatMap((day) =>
        clients.map((client): Contribution => {
          const id = asContributionId(ids.next());
          const rest = {
            amount: DEPOSIT,
            key: id,
            status: 'completed',
            reason: null,
            createdAt: startOfDay(day),
          } as const;
          return { id, goal: goal.id, client, valueDate: day, plan: null, ...rest };
        }),
      ),
    );
    await tx.contributions.insertMany(made);
    const changes = pages.flatMap(({ goal }) => {
      const before = books.get(goal.id);
      const own = made.filter(({ goal: of }) => of === goal.id);
      const instructions = own.map(({ id, client, amount, valueDate }): Instruction => {
        const transfer = { id: asTransferId(id), debit: BANK, credit: principalOf(client), amount };
        return { do: 'post', ...transfer, code: 'contribution', valueDate };
      });
      return before === undefined ? [] : [record(before, instructions, { now, digest: sha256Digest })];
    });
    await tx.books.save(changes);
  });
}

function clientOf(id: ClientId, registeredAt: Date): Client {
  return { id, name: id, iin: null, phone: null, locale: 'ru', account: null, status: 'active', registeredAt };
}
