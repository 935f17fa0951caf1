import { type Actor, actorName } from '../../access/index.js';
import {
  BANK,
  type Books,
  type BooksChange,
  type Instruction,
  principalOf,
  record,
  UNALLOCATED,
} from '../../ledger/index.js';
import {
  asContributionId,
  type CivilDate,
  type ClientId,
  civilDateOf,
  DomainError,
  formatTenge,
  type GoalId,
  invariant,
  type Money,
  NotFound,
  type Outcome,
} from '../../shared/index.js';
import { type Client, requireActive } from '../domain/client.js';
import { type Contribution, checkContribution, heldTransfer, requireSameOrder } from '../domain/contribution.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import { type Member, requireMember } from '../domain/member.js';
import type { Rules } from '../domain/rules.js';
import type { BankTransferCommand } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules } from './load.js';

export type ContributeCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  /** Tiyn. */
  readonly amount: Money;
  /** The caller's idempotency key, unique for the client; without one, calling twice pays twice. */
  readonly key?: string | undefined;
  /** Whose contribution it is, when operations import it. */
  readonly client?: ClientId | undefined;
  /** The day it counts from, when operations import it. */
  readonly valueDate?: CivilDate | undefined;
};

export type BankOrder = BankTransferCommand;
type Order = ContributeCommand & { readonly client: ClientId };

/** A contribution with the order for the bank; no order when the contribution was made by an earlier call. */
export type Intent = { readonly contribution: Contribution; readonly order?: BankOrder };

type Deps = Pick<SavingsPorts, 'store' | 'clock' | 'ids' | 'digest'>;

/** Books the intents of many callers in one transaction; a refused one does not disturb its neighbours. */
export async function intendContributions(deps: Deps, orders: readonly Order[]): Promise<readonly Outcome<Intent>[]> {
  return deps.store.transact(async (tx) => {
    const now = deps.clock.now();
    const batch = await loadBatch(tx, orders, now);
    const outcomes = orders.map((order): Outcome<Intent> => {
      try {
        return { status: 'completed', value: intend(batch, order, deps) };
      } catch (error) {
        if (error instanceof DomainError) return { status: 'refused', error };
        throw error;
      }
    });
    if (batch.made.length > 0) {
      await tx.books.save(batch.changes);
      await tx.contributions.insertMany(batch.made);
      await tx.events.append(batch.events);
    }
    return outcomes;
  });
}

/** What a batch knows and how it evolves from order to order. */
type Batch = {
  readonly now: Date;
  readonly today: CivilDate;
  readonly rules: Rules;
  readonly goals: ReadonlyMap<GoalId, Goal>;
  readonly clients: ReadonlyMap<ClientId, Client>;
  readonly members: ReadonlyMap<string, Member>;
  readonly earlier: Map<string, Contribution>;
  readonly totals: Map<ClientId, Money>;
  readonly books: Map<GoalId, Books>;
  readonly changes: BooksChange[];
  readonly made: Contribution[];
  readonly events: SavingsEvent[];
};

async function loadBatch(tx: SavingsTx, orders: readonly Order[], now: Date): Promise<Batch> {
  const clientIds = unique(orders.map((order) => order.client));
  const goalIds = unique(orders.map((order) => order.goal));
  const clients = await tx.clients.findMany(clientIds);
  const goals = await tx.goals.findMany(goalIds);
  const known = orders.filter((order) => clients.has(order.client) && goals.has(order.goal));
  const members = await tx.members.findMany(known);
  const keyed = known.flatMap(({ client, key }) => (key === undefined ? [] : [{ client, key }]));
  const earlier = await tx.contributions.findByKeys(keyed);
  const books = await tx.books.load(booksRequests(known));
  return {
    now,
    today: civilDateOf(now),
    rules: await currentRules(tx, now),
    goals,
    clients,
    members: new Map(members.map((member) => [pair(member.client, member.goal), member])),
    earlier: new Map(earlier.map((contribution) => [pair(contribution.client, contribution.key), contribution])),
    totals: new Map(await tx.clients.totals([...clients.keys()])),
    books: new Map(books),
    changes: [],
    made: [],
    events: [],
  };
}

function booksRequests(orders: readonly Order[]) {
  const byGoal = new Map<GoalId, Set<ClientId>>();
  for (const { goal, client } of orders) byGoal.set(goal, (byGoal.get(goal) ?? new Set()).add(client));
  return [...byGoal].map(([goal, clients]) => ({
    goal,
    accounts: [BANK, UNALLOCATED, ...[...clients].map(principalOf)],
  }));
}

function intend(batch: Batch, order: Order, { ids, digest }: Deps): Intent {
  const client = batch.clients.get(order.client);
  if (client === undefined) throw new NotFound('client', order.client);
  const goal = batch.goals.get(order.goal);
  if (goal === undefined) throw new NotFound('goal', order.goal);
  const id = ids.next();
  const key = order.key ?? id;
  const earlier = batch.earlier.get(pair(client.id, key));
  if (earlier !== undefined) return { contribution: requireSameOrder(earlier, { ...order, key }) };
  requireActive(client);
  requireMember(goal, client.id, batch.members.get(pair(client.id, goal.id)));
  if (client.account === null) {
    throw new DomainError('savings.account-missing', `The bank knows no main account of client ${client.id}.`);
  }
  const date = order.valueDate ?? batch.today;
  const books = batch.books.get(goal.id);
  invariant(books !== undefined, 'the books of every goal in the batch are loaded');
  const clientTotal = batch.totals.get(client.id) ?? 0n;
  checkContribution(goal, order.amount, { books, clientTotal, rules: batch.rules, date });

  const contribution: Contribution = {
    id: asContributionId(id),
    goal: goal.id,
    client: client.id,
    amount: order.amount,
    key,
    status: 'pending',
    reason: null,
    valueDate: date,
    createdAt: batch.now,
  };
  const hold: Instruction = { ...heldTransfer(contribution), do: 'hold' };
  const change = record(books, [hold], { now: batch.now, digest });
  batch.books.set(goal.id, change.books);
  batch.totals.set(client.id, clientTotal + order.amount);
  batch.earlier.set(pair(client.id, key), contribution);
  batch.changes.push(change);
  batch.made.push(contribution);
  batch.events.push(requestedEvent(batch, order, contribution));
  return { contribution, order: bankOrder(contribution, client.account, goal.account) };
}

function requestedEvent({ now, rules }: Batch, order: Order, { id, goal, client, amount }: Contribution): SavingsEvent {
  return {
    goal,
    type: 'contribution.requested',
    at: now,
    actor: actorName(order.actor),
    client,
    rulesVersion: rules.version,
    data: { contribution: id, amount: formatTenge(amount) },
  };
}

/** The bank transfer of a contribution: keyed by the contribution's id, so that it can be sent any number of times. */
export function bankOrder(contribution: Contribution, from: string, to: string): BankOrder {
  const { id: key, amount, valueDate } = contribution;
  return { key, from, to, amount, valueDate, purpose: `Contribution ${key}` };
}

function unique<Id>(ids: readonly Id[]): Id[] {
  return [...new Set(ids)];
}

function pair(client: ClientId, other: string): string {
  return `${client} ${other}`;
}
