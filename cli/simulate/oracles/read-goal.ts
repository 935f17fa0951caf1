import type { Books, Transfer } from '../../../src/ledger/index.js';
import type { OutflowTx, PayoutId, StoredEvent } from '../../../src/savings/index.js';
import { type ContributionId, type GoalId, invariant, pages, type PlanId } from '../../../src/shared/index.js';
import type { GoalAudit } from './audit.js';

/** What Jinaq says of a goal. */
export type GoalInBooks = Omit<GoalAudit, 'now' | 'isAtRest' | 'entries' | 'ownerOf' | 'askedAt' | 'skewMs'> &
  Pick<Books, 'head'>;

const PAGE = 1_000;

/** Reads everything that is kept of a goal, in one look. */
export async function readGoal(tx: OutflowTx, id: GoalId): Promise<GoalInBooks> {
  const goal = (await tx.goals.findMany([id])).get(id);
  const books = (await tx.books.load([{ goal: id, accounts: 'all' }])).get(id);
  invariant(goal !== undefined && books !== undefined, `goal ${id} is kept`);
  return {
    goal,
    members: await tx.members.ofGoals([id]),
    head: books.head,
    accounts: books.accounts,
    transfers: await all<Transfer, number>(
      (after) => tx.transfers.history(id, { afterSeq: after ?? 0, limit: PAGE }),
      ({ seq }) => seq,
    ),
    contributions: await all((after: ContributionId | null) => tx.contributions.page({ goal: id }, after, PAGE), idOf),
    payouts: await all((after: PayoutId | null) => tx.payouts.page({ goal: id }, after, PAGE), idOf),
    plans: await all((after: PlanId | null) => tx.plans.page({ goal: id }, after, PAGE), idOf),
    proposals: await tx.proposals.ofGoal(id),
    disputes: await tx.disputes.ofGoal(id),
    closing: await tx.closings.find(id),
    events: await readEvents(tx, id),
  };
}

/** Reads a goal's whole history. */
export function readEvents(tx: Pick<OutflowTx, 'events'>, id: GoalId): Promise<readonly StoredEvent[]> {
  return all<StoredEvent, number>(
    (after) => tx.events.ofGoal(id, after ?? 0, PAGE),
    ({ position }) => position,
  );
}

function idOf<Id>({ id }: { readonly id: Id }): Id {
  return id;
}

async function all<Item, Cursor>(
  load: (after: Cursor | null) => Promise<readonly Item[]>,
  cursorOf: (item: Item) => Cursor,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const page of pages(load, cursorOf, PAGE)) found.push(...page);
  return found;
}
