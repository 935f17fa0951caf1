import { type Transfer, transferPages } from '../../ledger/index.js';
import { asContributionId, civilDate, civilDateOf, type GoalId, isUuid } from '../../shared/index.js';
import { type Booked, bookedByName } from '../domain/booked-transfers.js';
import type { Contribution } from '../domain/contribution.js';
import type { Goal } from '../domain/goal.js';
import type { Payout } from '../domain/payout-order.js';
import { type BankSide, compareWithBank, type Difference } from '../domain/reconciliation.js';
import { type Remedy, remedyOf } from '../domain/remedy.js';
import type { BankTransferStatus } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { askBank } from './ask-bank.js';
import { requireGoal } from './load.js';
import { loadBooks, MAX_PAYOUTS, type OutflowPorts } from './payouts.js';

export type CompareDeps = Pick<OutflowPorts, 'store' | 'bank' | 'clock'>;

/** A difference with what is proposed to put it right. */
export type ProposedDifference = Difference & { readonly action: Remedy };

/** What is known of the transfer that a difference is about. */
export type DifferenceContext = {
  readonly contribution: Contribution | undefined;
  readonly payout: Payout | undefined;
  readonly booked: Booked | undefined;
};

/** A goal beside the bank, and the books that it was compared by. */
export type ComparedGoal = {
  readonly goal: Goal;
  /** The last transfer that was seen. */
  readonly seq: number;
  readonly matched: number;
  readonly differences: readonly (ProposedDifference & { readonly context: DifferenceContext })[];
};

/** Imported contributions may carry value dates from before the goal was opened. */
const EARLIEST = civilDate(1970, 1, 1);

/** Everything that the bank itself says of the goal's account. */
export async function askForSide({ bank, clock }: CompareDeps, { account, createdAt }: Goal): Promise<BankSide> {
  const opened = civilDateOf(createdAt);
  const range = { from: opened < EARLIEST ? opened : EARLIEST, to: civilDateOf(clock.now()) };
  const { entries } = await bank.statement({ account, ...range });
  return { entries, period: 'every-day', balance: await bank.balance(account) };
}

/** Compares a goal with what the bank says, and proposes what to do about each difference. */
export async function compareGoal(deps: CompareDeps, id: GoalId, side: BankSide): Promise<ComparedGoal> {
  const found = await deps.store.read((tx) => compareIn(tx, id, side));
  const { goal, isEarning, seq, matched } = found;
  const differences = await Promise.all(
    found.differences.map(async ({ difference, context }) => {
      const status = await statusOf(deps, difference, context);
      return { difference, context, status };
    }),
  );
  return {
    ...{ goal, seq, matched },
    differences: differences
      // Another statement has it: banks list what they book by the day of booking, and the books know the value date.
      .filter(({ status }) => side.period === 'every-day' || status !== 'completed')
      .map(({ difference, context, status }) => ({
        ...difference,
        action: remedyOf(difference, { ...context, status, isEarning }),
        context,
      })),
  };
}

async function compareIn(tx: OutflowTx, id: GoalId, side: BankSide) {
  const goal = await requireGoal(tx, id);
  const transfers: Transfer[] = [];
  for await (const page of transferPages(tx, id)) transfers.push(...page);
  const payouts = await tx.payouts.page({ goal: id }, null, MAX_PAYOUTS);
  const booked = bookedByName(transfers, payouts);
  const books = await loadBooks(tx, id);
  const { matched, differences } = compareWithBank({ goal: id, account: goal.account, books, booked }, side);
  const contexts = await contextsOf(tx, goal, differences, booked, payouts);
  return {
    ...{ goal, matched, seq: books.head.seq },
    isEarning: goal.status !== 'closed' && (await tx.closings.find(id))?.isAccountClosed !== true,
    differences: differences.map((difference) => ({
      difference,
      context: contexts(difference.reference ?? ''),
    })),
  };
}

/** Looks up whose transfers the differences are about. */
async function contextsOf(
  tx: OutflowTx,
  { id: goal }: Goal,
  differences: readonly Difference[],
  booked: ReadonlyMap<string, Booked>,
  payouts: readonly Payout[],
): Promise<(name: string) => DifferenceContext> {
  const names = differences.flatMap(({ reference }) => (reference !== null && isUuid(reference) ? [reference] : []));
  const contributions: ReadonlyMap<string, Contribution> = await tx.contributions.findMany(names.map(asContributionId));
  const byKey = new Map(payouts.map((payout) => [payout.bankKey, payout]));
  return (name) => {
    const contribution = contributions.get(name);
    return {
      contribution: contribution?.goal === goal ? contribution : undefined,
      payout: byKey.get(name),
      booked: booked.get(name),
    };
  };
}

/** The bank's own word about what only the books have. */
async function statusOf(
  { bank }: CompareDeps,
  { kind, reference }: Difference,
  { contribution, payout }: DifferenceContext,
): Promise<BankTransferStatus['status'] | 'silent' | undefined> {
  const isOurs = contribution !== undefined || payout !== undefined;
  if (kind !== 'only-in-books' || reference === null || !isOurs) return undefined;
  const { status, error } = await askBank(bank, reference);
  return error === undefined ? status : 'silent';
}
