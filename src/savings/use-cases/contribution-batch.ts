import type { Actor } from '../../access/index.js';
import { actorName } from '../../access/index.js';
import { BANK, type Books, type BooksChange, principalOf, record, UNALLOCATED } from '../../ledger/index.js';
import {
  type CivilDate,
  type ClientId,
  civilDateOf,
  formatTenge,
  type GoalId,
  invariant,
  type Money,
} from '../../shared/index.js';
import type { Client } from '../domain/client.js';
import { type Contribution, heldTransfer } from '../domain/contribution.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import type { Member } from '../domain/member.js';
import type { Rules } from '../domain/rules.js';
import type { BankTransferCommand } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules } from './load.js';

/** What many contributions are decided on in one transaction, and how it evolves from one to the next. */
export type ContributionBatch = {
  readonly now: Date;
  readonly today: CivilDate;
  readonly rules: Rules;
  readonly goals: ReadonlyMap<GoalId, Goal>;
  readonly clients: ReadonlyMap<ClientId, Client>;
  readonly members: ReadonlyMap<string, Member>;
  readonly totals: Map<ClientId, Money>;
  readonly books: Map<GoalId, Books>;
  readonly changes: BooksChange[];
  readonly made: Contribution[];
  readonly events: SavingsEvent[];
};

/** Who pays into what. */
export type Payment = { readonly goal: GoalId; readonly client: ClientId };

/** Loads, locked, all that the payments touch; those of unknown clients or goals find neither. */
export async function loadContributionBatch(
  tx: SavingsTx,
  payments: readonly Payment[],
  now: Date,
): Promise<ContributionBatch> {
  const clientIds = unique(payments.map(({ client }) => client));
  // All at once, in this order: none of them needs another's answer.
  const [clients, goals, members, books, rules, totals] = await Promise.all([
    tx.clients.findMany(clientIds),
    tx.goals.findMany(unique(payments.map(({ goal }) => goal))),
    tx.members.findMany(payments),
    tx.books.load(booksRequests(payments)),
    currentRules(tx, now),
    tx.clients.totals(clientIds),
  ]);
  return {
    now,
    today: civilDateOf(now),
    rules,
    goals,
    clients,
    members: new Map(members.map((member) => [pairOf(member.client, member.goal), member])),
    totals: new Map(totals),
    books: new Map(books),
    changes: [],
    made: [],
    events: [],
  };
}

/** Writes what the batch has decided. */
export async function saveContributionBatch(
  tx: SavingsTx,
  { changes, made, events }: ContributionBatch,
): Promise<void> {
  if (made.length > 0) {
    await tx.books.save(changes);
    await tx.contributions.insertMany(made);
  }
  if (events.length > 0) await tx.events.append(events);
}

/** The books of a goal that the batch has loaded, as they are by now. */
export function booksIn(batch: Pick<ContributionBatch, 'books'>, goal: GoalId): Books {
  const books = batch.books.get(goal);
  invariant(books !== undefined, 'the books of every goal in the batch are loaded');
  return books;
}

/** Takes a contribution that was decided into the batch: its pending transfer, its event, the client's new total. */
export function addContribution(
  batch: ContributionBatch,
  contribution: Contribution,
  { actor, digest }: { readonly actor: Actor } & Pick<SavingsPorts, 'digest'>,
): void {
  const { id, goal, client, amount } = contribution;
  const change = record(booksIn(batch, goal), [{ ...heldTransfer(contribution), do: 'hold' }], {
    now: batch.now,
    digest,
  });
  batch.books.set(goal, change.books);
  batch.totals.set(client, (batch.totals.get(client) ?? 0n) + amount);
  batch.changes.push(change);
  batch.made.push(contribution);
  batch.events.push({
    goal,
    type: 'contribution.requested',
    at: batch.now,
    actor: actorName(actor),
    client,
    rulesVersion: batch.rules.version,
    data: { contribution: id, amount: formatTenge(amount) },
  });
}

/** Names a client's place in something, as a key of a map. */
export function pairOf(client: ClientId, other: string): string {
  return `${client} ${other}`;
}

/** The bank transfer of a contribution: keyed by the contribution's id, so that it can be sent any number of times. */
export function bankOrder(
  contribution: Contribution,
  { from, to, keepAtLeast }: { readonly from: string; readonly to: string; readonly keepAtLeast?: Money | undefined },
): BankTransferCommand {
  const { id: key, amount, valueDate } = contribution;
  return { key, from, to, amount, keepAtLeast, valueDate, purpose: `Contribution ${key}` };
}

/** The accounts that payments touch. */
export function booksRequests(payments: readonly Payment[]) {
  const byGoal = new Map<GoalId, Set<ClientId>>();
  for (const { goal, client } of payments) byGoal.set(goal, (byGoal.get(goal) ?? new Set()).add(client));
  return [...byGoal].map(([goal, clients]) => ({
    goal,
    accounts: [BANK, UNALLOCATED, ...[...clients].map(principalOf)],
  }));
}

function unique<Id>(ids: readonly Id[]): Id[] {
  return [...new Set(ids)];
}
