import {
  addMonths,
  type CivilDate,
  type ClientId,
  civilDateOf,
  DomainError,
  formatTenge,
  type GoalId,
  invalidInput,
  type Money,
  parseTitle,
  requireNameable,
} from '../../shared/index.js';
import type { SavingsProduct } from './product.js';
import type { Rules } from './rules.js';

export const GOAL_KINDS = ['shared', 'personal'] as const;
export type GoalKind = (typeof GOAL_KINDS)[number];

export const GOAL_STATUSES = ['active', 'reached', 'expired', 'cancelling', 'closed'] as const;
export type GoalStatus = (typeof GOAL_STATUSES)[number];

/** How the members decide together: all of them, more than half of heads and money, or the organiser alone. */
export const DECISION_RULES = ['majority', 'unanimous', 'organiser'] as const;
export type DecisionRule = (typeof DECISION_RULES)[number];

/** Something that people save for together, with its own savings account at the bank. */
export type Goal = {
  readonly id: GoalId;
  readonly title: string;
  readonly kind: GoalKind;
  readonly status: GoalStatus;
  readonly statusSince: Date;
  /** True while a dispute stops everything that flows out. */
  readonly frozen: boolean;
  readonly target: Money;
  /** The last day on which contributions are taken. */
  readonly deadline: CivilDate;
  /** The least that one contribution may be; null: any positive amount. */
  readonly minContribution: Money | null;
  readonly organiser: ClientId;
  /** Takes over when the organiser cannot act. */
  readonly deputy: ClientId | null;
  readonly decision: DecisionRule;
  /** The goal's savings account at the bank. */
  readonly account: string;
  readonly product: SavingsProduct;
  readonly createdAt: Date;
};

export type GoalDraft = Omit<Goal, 'account'>;

export type CreateGoalTerms = {
  readonly organiser: ClientId;
  readonly title: string;
  readonly target: Money;
  readonly deadline: CivilDate;
  readonly kind?: GoalKind | undefined;
  readonly minContribution?: Money | undefined;
  readonly decision?: DecisionRule | undefined;
  readonly deputy?: ClientId | undefined;
  /** `none` pays interest at closing; the bank's rule when absent. */
  readonly product?: SavingsProduct['capitalisation'] | undefined;
};

/** Longer plans are pensions; their products have other rules. */
export const MAX_GOAL_MONTHS = 30 * 12;

/**
 * Decides a new goal. It keeps the interest terms that hold today, whatever the bank decides later.
 *
 * @throws input.invalid savings.target-too-small
 */
export function createGoal(terms: CreateGoalTerms, rules: Rules, now: Date, id: GoalId): GoalDraft {
  const kind = terms.kind ?? 'shared';
  const decision = terms.decision ?? (kind === 'personal' ? 'organiser' : 'majority');
  if (kind === 'shared' && decision === 'organiser') {
    throw invalidInput({ path: 'decision', message: 'the organiser alone decides only in a personal goal' });
  }
  if (terms.deputy === terms.organiser) {
    throw invalidInput({ path: 'deputy', message: 'must be another client than the organiser' });
  }
  if (kind === 'personal' && terms.deputy !== undefined) {
    throw invalidInput({ path: 'deputy', message: 'a personal goal has no deputy' });
  }
  const draft: GoalDraft = {
    id,
    title: parseTitle(terms.title),
    kind,
    status: 'active',
    statusSince: now,
    frozen: false,
    target: terms.target,
    deadline: terms.deadline,
    minContribution: terms.minContribution ?? null,
    organiser: terms.organiser,
    deputy: terms.deputy ?? null,
    decision,
    product: {
      rateBps: rules.interestRate,
      dayCount: rules.dayCount,
      capitalisation: terms.product ?? rules.capitalisation,
    },
    createdAt: now,
  };
  requireNameable(draft.target, 'target');
  checkTerms(draft, rules, now);
  return draft;
}

export type GoalChanges = {
  readonly title?: string | undefined;
  readonly target?: Money | undefined;
  readonly deadline?: CivilDate | undefined;
  readonly minContribution?: Money | undefined;
};

/**
 * Changes a goal's terms. The target never falls below what is collected or on its way.
 *
 * @throws input.invalid savings.target-too-small savings.goal-not-active
 */
export function changeGoal(goal: Goal, changes: GoalChanges, saved: Money, rules: Rules, now: Date): Goal {
  requireStatus(goal, 'active');
  const changed: Goal = {
    ...goal,
    title: changes.title === undefined ? goal.title : parseTitle(changes.title),
    target: changes.target ?? goal.target,
    deadline: changes.deadline ?? goal.deadline,
    minContribution: changes.minContribution ?? goal.minContribution,
  };
  // Not where it stays: a target from before there was a limit does not keep the rest from being changed.
  if (changed.target !== goal.target) requireNameable(changed.target, 'target');
  checkTerms(changed, rules, now);
  if (changed.target !== goal.target && changed.target <= saved) {
    throw invalidInput({ path: 'target', message: `must be above the ${formatTenge(saved)} already saved` });
  }
  return changed;
}

/**
 * @throws savings.goal-not-active
 */
export function requireStatus(goal: Goal, ...statuses: readonly GoalStatus[]): void {
  if (statuses.includes(goal.status)) return;
  throw new DomainError('savings.goal-not-active', `The goal is ${goal.status}.`, {
    details: { goal: goal.id, status: goal.status },
  });
}

/**
 * Nothing goes out while a dispute is open.
 *
 * @throws savings.goal-frozen
 */
export function requireUnfrozen(goal: Goal): void {
  if (!goal.frozen) return;
  throw new DomainError('savings.goal-frozen', 'A dispute is open: nothing goes out of this goal.', {
    details: { goal: goal.id },
  });
}

function checkTerms(goal: GoalDraft, rules: Rules, now: Date): void {
  const today = civilDateOf(now);
  const minimum = goal.kind === 'personal' ? rules.minTargetPersonal : rules.minTargetShared;
  if (goal.target <= 0n) throw invalidInput({ path: 'target', message: 'must be above zero' });
  if (goal.target < minimum) {
    throw new DomainError('savings.target-too-small', `The target is below ${formatTenge(minimum)} KZT.`, {
      details: { target: goal.target, minimum },
    });
  }
  if (goal.deadline <= today) throw invalidInput({ path: 'deadline', message: `must be after today, ${today}` });
  if (goal.deadline > addMonths(today, MAX_GOAL_MONTHS)) {
    throw invalidInput({ path: 'deadline', message: `must be within ${MAX_GOAL_MONTHS / 12} years` });
  }
  const { minContribution, target } = goal;
  if (minContribution !== null && (minContribution <= 0n || minContribution > target)) {
    throw invalidInput({ path: 'minContribution', message: 'must be above zero and at most the target' });
  }
}
