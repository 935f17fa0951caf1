import {
  accountIn,
  BANK,
  type Books,
  balanceOf,
  incomingOf,
  principalOf,
  type TransferBody,
  UNALLOCATED,
} from '../../ledger/index.js';
import {
  asTransferId,
  type CivilDate,
  type ClientId,
  type ContributionId,
  DomainError,
  formatTenge,
  type GoalId,
  invalidInput,
  type Money,
  type PlanId,
  requireNameable,
} from '../../shared/index.js';
import { type Goal, requireStatus } from './goal.js';
import type { Rules } from './rules.js';

export const CONTRIBUTION_STATUSES = ['pending', 'completed', 'refused'] as const;
export type ContributionStatus = (typeof CONTRIBUTION_STATUSES)[number];

/** How many contributions have each status; those that are not counted have none. */
export function countsByStatus(
  counted: readonly { readonly status: ContributionStatus; readonly count: number }[],
): Readonly<Record<ContributionStatus, number>> {
  const counts: Record<ContributionStatus, number> = { pending: 0, completed: 0, refused: 0 };
  for (const { status, count } of counted) counts[status] += count;
  return counts;
}

/** A member's payment into a goal. Its id is also the id of its pending transfer and the key of the bank transfer. */
export type Contribution = {
  readonly id: ContributionId;
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly amount: Money;
  /** The caller's idempotency key, unique for the client. */
  readonly key: string;
  readonly status: ContributionStatus;
  /** Why it was refused. */
  readonly reason: string | null;
  readonly valueDate: CivilDate;
  /** The plan and its date that this pays; null when the client paid by hand. */
  readonly plan: PlanDate | null;
  readonly createdAt: Date;
};

/** A date of a plan: each is paid by at most one contribution that was not refused. */
export type PlanDate = { readonly id: PlanId; readonly on: CivilDate };

export type ContributionOrder = {
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly amount: Money;
  readonly key: string;
  /** The day it was ordered for; absent: whatever day it came. */
  readonly valueDate?: CivilDate | undefined;
};

/** The pending transfer of a contribution, as it is recorded with the intent. */
export function heldTransfer({ id, goal, client, amount, valueDate, createdAt }: Contribution): TransferBody {
  return {
    id: asTransferId(id),
    goal,
    phase: 'pending',
    debit: BANK,
    credit: principalOf(client),
    amount,
    code: 'contribution',
    refersTo: null,
    subject: null,
    reason: null,
    valueDate,
    recordedAt: createdAt,
  };
}

/** Principal plus interest of all members: the money at the bank less what is not shared out yet. */
export function collectedIn(books: Books): Money {
  return balanceOf(accountIn(books, BANK)) - balanceOf(accountIn(books, UNALLOCATED));
}

/** What the goal still takes: the target less what is collected and what is on its way. */
export function missingIn(goal: Goal, books: Books): Money {
  const missing = goal.target - collectedIn(books) - incomingOf(accountIn(books, BANK));
  return missing > 0n ? missing : 0n;
}

/**
 * The same key with the same body is the same contribution; with another body it is a mistake.
 *
 * @throws idempotency.key-reused naming the field that differs
 */
export function requireSameOrder(earlier: Contribution, order: ContributionOrder): Contribution {
  const isSameDay = order.valueDate === undefined || order.valueDate === earlier.valueDate;
  const field =
    earlier.goal !== order.goal ? 'goal' : earlier.amount !== order.amount ? 'amount' : isSameDay ? null : 'date';
  if (field === null) return earlier;
  throw new DomainError('idempotency.key-reused', `Key ${order.key} was used with another ${field}.`, {
    details: { key: order.key, field, contribution: earlier.id },
  });
}

/**
 * Checks a contribution against the rules. The last one may be as small as what is missing.
 *
 * @throws input.invalid savings.goal-not-active savings.deadline-passed savings.over-target
 *   savings.below-min-contribution savings.client-limit
 */
export function checkContribution(
  goal: Goal,
  amount: Money,
  state: { readonly books: Books; readonly clientTotal: Money; readonly rules: Rules; readonly date: CivilDate },
): void {
  const { books, clientTotal, rules, date } = state;
  if (amount <= 0n) throw invalidInput({ path: 'amount', message: 'must be above zero' });
  requireNameable(amount, 'amount');
  // Whether the hourly job has already noticed that the goal expired makes no difference to the one who is late.
  requireStatus(goal, 'active', 'expired');
  if (date > goal.deadline) {
    throw new DomainError('savings.deadline-passed', `The deadline was ${goal.deadline}.`, {
      details: { goal: goal.id, deadline: goal.deadline },
    });
  }
  requireStatus(goal, 'active');
  const missing = missingIn(goal, books);
  if (amount > missing) {
    throw new DomainError('savings.over-target', `Only ${formatTenge(missing)} KZT is missing.`, {
      details: { amount, missing },
    });
  }
  if (goal.minContribution !== null && amount < goal.minContribution && amount < missing) {
    throw new DomainError(
      'savings.below-min-contribution',
      `The organiser set a minimum of ${formatTenge(goal.minContribution)} KZT.`,
      { details: { amount, minimum: goal.minContribution, missing } },
    );
  }
  const available = rules.clientLimit - clientTotal;
  if (amount > available) {
    throw new DomainError('savings.client-limit', `One client saves at most ${formatTenge(rules.clientLimit)} KZT.`, {
      details: { amount, limit: rules.clientLimit, available: available > 0n ? available : 0n },
    });
  }
}
