import { createIds, sha256Digest as digest } from '../../adapters/system/index.js';
import {
  BANK,
  type BooksChange,
  type Instruction,
  principalOf,
  record,
  type Transfer,
  type TransferBody,
} from '../../src/ledger/index.js';
import type {
  Client,
  Contribution,
  Goal,
  Invitation,
  Member,
  SavingsEvent,
  SavingsTx,
} from '../../src/savings/index.js';
import {
  asContributionId,
  asGoalId,
  asInvitationId,
  asTransferId,
  type ClientId,
  type GoalId,
  type Money,
  parseCivilDate,
  parseClientId,
  type Store,
} from '../../src/shared/index.js';

const ids = createIds();

/** An instant with milliseconds, which a store must not lose. */
export const NOW = new Date('2026-01-05T04:00:00.123Z');
export const DAY = parseCivilDate('2026-01-05');
export const AIGERIM = parseClientId('aigerim');
export const BOLAT = parseClientId('bolat');

/** More tiyn than a double can count: it comes back one less from any driver that reads it as a number. */
export const BEYOND_DOUBLE = 2n ** 53n + 1n;

export const newGoalId = (): GoalId => asGoalId(ids.next());
export const newTransferId = () => asTransferId(ids.next());

export function client(id: string, rest: Partial<Client> = {}): Client {
  return {
    id: parseClientId(id),
    name: `Client ${id}`,
    iin: null,
    phone: null,
    locale: 'ru',
    account: null,
    status: 'active',
    registeredAt: NOW,
    ...rest,
  };
}

export function goal(rest: Partial<Goal> = {}): Goal {
  return {
    id: newGoalId(),
    title: 'Той',
    kind: 'shared',
    status: 'active',
    statusSince: NOW,
    frozen: false,
    target: 300_000_00n,
    deadline: parseCivilDate('2026-06-30'),
    minContribution: null,
    organiser: AIGERIM,
    deputy: null,
    decision: 'majority',
    account: 'KZ86125KZT5004100100',
    product: { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' },
    createdAt: NOW,
    ...rest,
  };
}

export function member(of: Goal, who: ClientId, rest: Partial<Member> = {}): Member {
  return {
    goal: of.id,
    client: who,
    role: 'participant',
    status: 'active',
    shareAmounts: false,
    shareWithAdvisor: false,
    joinedAt: NOW,
    ...rest,
  };
}

export function invitation(of: Goal, rest: Partial<Invitation> = {}): Invitation {
  const id = asInvitationId(ids.next());
  return {
    id,
    goal: of.id,
    to: { phone: '+77011234567' },
    tokenHash: digest.sha256(id),
    status: 'open',
    createdAt: NOW,
    expiresAt: new Date(NOW.getTime() + 7 * 86_400_000),
    ...rest,
  };
}

export function contribution(of: Goal, who: ClientId, rest: Partial<Contribution> = {}): Contribution {
  const id = asContributionId(ids.next());
  return {
    id,
    goal: of.id,
    client: who,
    amount: 5_000_00n,
    key: id,
    status: 'pending',
    reason: null,
    valueDate: DAY,
    plan: null,
    createdAt: NOW,
    ...rest,
  };
}

export function event(of: Goal, rest: Partial<SavingsEvent> = {}): SavingsEvent {
  return {
    goal: of.id,
    type: 'goal.created',
    at: NOW,
    actor: 'client:aigerim',
    client: null,
    rulesVersion: 0,
    data: {},
    ...rest,
  };
}

/** A payment into a goal that the bank has not answered yet. */
export function hold(who: ClientId, amount: Money, rest: Partial<{ id: Transfer['id'] }> = {}): Instruction {
  const id = rest.id ?? newTransferId();
  return { do: 'hold', id, debit: BANK, credit: principalOf(who), amount, code: 'contribution', valueDate: DAY };
}

/** A payment into a goal, booked at once. */
export function post(who: ClientId, amount: Money): Instruction {
  return { ...hold(who, amount), do: 'post' } as Instruction;
}

export function postPending(pending: TransferBody): Instruction {
  return { do: 'post-pending', id: newTransferId(), pending, valueDate: DAY };
}

/** Loads a goal's books, records the groups one after the other, each over the books the last one left. */
export async function recordAll(
  tx: Pick<SavingsTx, 'books'>,
  id: GoalId,
  ...groups: readonly (readonly Instruction[])[]
): Promise<readonly BooksChange[]> {
  const loaded = (await tx.books.load([{ goal: id, accounts: 'all' }])).get(id);
  if (loaded === undefined) throw new Error(`there is no goal ${id}`);
  const changes: BooksChange[] = [];
  let books = loaded;
  for (const instructions of groups) {
    const change = record(books, instructions, { now: NOW, digest });
    books = change.books;
    changes.push(change);
  }
  return changes;
}

/** Does instructions to a goal's books, one group in one transaction, and gives the transfers they made. */
export async function book(
  store: Store<SavingsTx>,
  id: GoalId,
  ...instructions: readonly Instruction[]
): Promise<readonly Transfer[]> {
  return store.transact(async (tx) => {
    const changes = await recordAll(tx, id, instructions);
    await tx.books.save(changes);
    return changes.flatMap(({ transfers }) => transfers);
  });
}

/** Puts Aigerim and Bolat and these goals into a store. */
export async function seed(store: Store<SavingsTx>, ...goals: readonly Goal[]): Promise<void> {
  await store.transact(async (tx) => {
    await tx.clients.insertMany([client('aigerim'), client('bolat')]);
    for (const one of goals) await tx.goals.insert(one);
  });
}

/** Puts one row into each table that only grows; a pending transfer with what has become of it makes two. */
export async function fillGrowing(store: Store<SavingsTx>, one: Goal): Promise<void> {
  await seed(store, one);
  const [held] = await book(store, one.id, hold(AIGERIM, 5n));
  if (held !== undefined) await book(store, one.id, postPending(held));
  await store.transact(async (tx) => {
    await tx.events.append([event(one)]);
    const change = { version: 1, value: '1', from: DAY, setAt: NOW, setBy: 'staff:admin' };
    await tx.rules.append({ ...change, name: 'clientLimit' });
    await tx.contributions.insertMany([contribution(one, AIGERIM)]);
  });
}
