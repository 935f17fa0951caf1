import { accountIn, type Books, balanceOf, interestOf, principalOf } from '../../ledger/index.js';
import {
  type CivilDate,
  type ClientId,
  civilDateOf,
  daysBetween,
  type GoalId,
  type Money,
} from '../../shared/index.js';
import { collectedIn, missingIn } from './contribution.js';
import type { DecisionRule, Goal, GoalKind, GoalStatus } from './goal.js';
import { isActiveMember, type Member, type MemberRole, type MemberStatus } from './member.js';

/** A member as others see them; sums are null for those to whom the member did not agree to show them. */
export type MemberView = {
  readonly client: ClientId;
  readonly role: MemberRole;
  readonly status: MemberStatus;
  readonly principal: Money | null;
  readonly interest: Money | null;
  /** Has saved their equal part of the target for the time that has passed. */
  readonly onPlan: boolean;
};

/** A goal as everyone reads it, in the library and in `--json`. */
export type GoalView = {
  readonly id: GoalId;
  readonly title: string;
  readonly kind: GoalKind;
  readonly status: GoalStatus;
  readonly target: Money;
  /** Principal plus interest of all members. */
  readonly collected: Money;
  /** On its way from the bank, not collected yet. */
  readonly pending: Money;
  /** What can still be contributed. */
  readonly missing: Money;
  readonly deadline: CivilDate;
  readonly minContribution: Money | null;
  readonly decision: DecisionRule;
  readonly organiser: ClientId;
  readonly deputy: ClientId | null;
  readonly frozen: boolean;
  readonly account: string;
  readonly interestRateBps: number;
  readonly members: readonly MemberView[];
  readonly createdAt: Date;
};

/** Decides whose sums the reader may see. */
export type AmountsVisible = (member: Member) => boolean;

/** Puts a goal, its members and its books together for one reader. */
export function viewGoal(
  goal: Goal,
  members: readonly Member[],
  books: Books,
  isVisible: AmountsVisible,
  now: Date,
): GoalView {
  const collected = collectedIn(books);
  const missing = missingIn(goal, books);
  const pending = [...books.accounts.values()].reduce(
    (sum, account) => (account.ref.kind === 'bank' ? sum + account.debitsPending : sum),
    0n,
  );
  const activeCount = BigInt(Math.max(1, members.filter(isActiveMember).length));
  return {
    id: goal.id,
    title: goal.title,
    kind: goal.kind,
    status: goal.status,
    target: goal.target,
    collected,
    pending,
    missing,
    deadline: goal.deadline,
    minContribution: goal.minContribution,
    decision: goal.decision,
    organiser: goal.organiser,
    deputy: goal.deputy,
    frozen: goal.frozen,
    account: goal.account,
    interestRateBps: goal.product.rateBps,
    members: members.map((member) => {
      const principal = balanceOf(accountIn(books, principalOf(member.client)));
      const interest = balanceOf(accountIn(books, interestOf(member.client)));
      const isShown = isVisible(member);
      return {
        client: member.client,
        role: member.role,
        status: member.status,
        principal: isShown ? principal : null,
        interest: isShown ? interest : null,
        onPlan: (principal + interest) * activeCount >= expectedBy(goal, now),
      };
    }),
    createdAt: goal.createdAt,
  };
}

/** What a goal that is saved evenly from its first day to its deadline would hold by now. */
export function expectedBy(goal: Goal, now: Date): Money {
  const start = civilDateOf(goal.createdAt);
  const term = Math.max(1, daysBetween(start, goal.deadline));
  const passed = Math.min(term, Math.max(0, daysBetween(start, civilDateOf(now))));
  return (goal.target * BigInt(passed)) / BigInt(term);
}
