import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { createIds } from '../../adapters/system/index.js';
import type { Client, Goal, Plan } from '../../src/savings/index.js';
import {
  asPlanId,
  civilDate,
  type ClientId,
  type GoalId,
  pages,
  parseClientId,
  startOfDay,
} from '../../src/shared/index.js';
import { doElsewhere } from './elsewhere.js';
import { draftGoal, memberOf } from './open-goals.js';

export const MEMBERS = 3;
const PAGE = 300;
const DAY = civilDate(2026, 1, 5);
const FUNDS = 1_000_000_00n;
export const NOW = startOfDay(DAY);

/** Makes so many due plans in a database. */
export async function benchBatchPlans(count = '100000', db = 'sqlite:plans.db'): Promise<void> {
  const jinaq = await openJinaq({ db, bank: 'sandbox::memory:', clock: { now: () => NOW } });
  await preparePlans(jinaq, Number(count));
  await jinaq.close();
}

/** Has another process make the plans: what is measured afterwards is a process that only runs the batch. */
export function preparePlansElsewhere(db: string, count: number): void {
  doElsewhere('batch-plans', String(count), db);
}

/** Opens at the bank what the clients and goals of a database have there, under the numbers that it gives them always. */
export async function openAccounts(jinaq: Jinaq): Promise<void> {
  const { store, bank } = jinaq.ports;
  const clients = pages<Client, ClientId>(
    (after) => store.read((tx) => tx.clients.page(after, PAGE)),
    ({ id }) => id,
  );
  for await (const page of clients) for (const { id } of page) await jinaq.sandbox?.fund(id, FUNDS);
  const goals = pages<Goal, GoalId>(
    (after) => store.read((tx) => tx.goals.page({}, after, PAGE)),
    ({ id }) => id,
  );
  for await (const page of goals) {
    for (const { id: key, organiser: client, product } of page) {
      await bank.openSavingsAccount({ key, client, product });
    }
  }
}

export async function preparePlans(jinaq: Jinaq, count: number): Promise<void> {
  const ids = createIds();
  for (let from = 0; from < count; from += PAGE) {
    const size = Math.min(PAGE, count - from);
    const clients = await Promise.all(
      Array.from({ length: size }, async (_, index) => openClient(jinaq, parseClientId(`client-${from + index}`))),
    );
    const families = Array.from({ length: Math.ceil(size / MEMBERS) }, (_, at) =>
      clients.slice(at * MEMBERS, (at + 1) * MEMBERS).map(({ id }) => id),
    );
    const goals = await Promise.all(families.map((family) => draftGoal(jinaq, ids.next(), family, NOW)));
    await jinaq.ports.store.transact(async (tx) => {
      await tx.clients.insertMany(clients);
      for (const goal of goals) await tx.goals.insert(goal);
      const places = goals.flatMap((goal, at) => (families[at] ?? []).map((client) => ({ goal, client })));
      await tx.members.saveMany(places.map(({ goal, client }) => memberOf(goal, client, NOW)));
      await tx.plans.insertMany(places.map(({ goal, client }) => duePlan(ids.next(), goal.id, client)));
    });
  }
}

async function openClient(jinaq: Jinaq, id: ClientId): Promise<Client> {
  const funded = await jinaq.sandbox?.fund(id, FUNDS);
  const account = funded?.account ?? null;
  return { id, name: id, iin: null, phone: null, locale: 'ru', account, status: 'active', registeredAt: NOW };
}

function duePlan(id: string, goal: GoalId, client: ClientId): Plan {
  return {
    id: asPlanId(id),
    goal,
    client,
    rule: { kind: 'fixed', amount: 20_000_00n, every: 'month', on: 5, growth: null },
    status: 'active',
    floor: 5_000_00n,
    catchUp: false,
    consent: { givenAt: NOW, givenBy: `client:${client}`, reference: null },
    startedOn: DAY,
    due: { number: 1, on: DAY },
    runOn: DAY,
    attempts: 0,
    sending: null,
    collected: 0n,
    missed: 0n,
    rises: 0,
    income: null,
    readTo: DAY,
    lastOn: null,
    createdAt: NOW,
  };
}
