import {
  addMonths,
  type CivilDate,
  formatTenge,
  invalidInput,
  MAX_RATE_BPS,
  type Money,
  type RateBps,
} from '../../shared/index.js';
import { MAX_GOAL_MONTHS } from './goal.js';
import { contributionDate, contributionsUntil, periodicRate } from './plan-interval.js';
import type { Saving } from './plan-annuity.js';
import type { PlanRhythm } from './plan-rule.js';
import { type PlanMember, readMembers } from './plan-split.js';
import type { Rules } from './rules.js';

/** What a client asks the calculator. Money in tiyn. */
export type PlanWish = {
  readonly target: Money;
  /** The term, in months or by its last day; the calculator gives the amount. */
  readonly months?: number | undefined;
  readonly deadline?: CivilDate | undefined;
  /** One contribution; the calculator gives the term. Exactly one of `months`, `deadline` and `amount` is given. */
  readonly amount?: Money | undefined;
  /** Monthly when absent. */
  readonly every?: PlanRhythm | undefined;
  /** Money at hand, put in on the first day. */
  readonly have?: Money | undefined;
  /** Nominal, a year; the bank's rate of today when absent. */
  readonly rateBps?: RateBps | undefined;
  /** Contributions are rounded up to a multiple of it; one tiyn when absent. */
  readonly step?: Money | undefined;
  /** What all payers together can spare in a month. */
  readonly surplus?: Money | undefined;
  /** Who shares the plan; one client alone when there are none. */
  readonly members?: readonly PlanMember[] | undefined;
  /** The first day, on which the money at hand is put in; the contributions follow. Today when absent. */
  readonly start?: CivilDate | undefined;
  /** The numbers of the contributions that were missed; the others up to the last of them were paid. */
  readonly missed?: readonly number[] | undefined;
};

/** A wish that makes sense, with everything that was left open filled in. */
export type SavingTerms = {
  readonly saving: Saving;
  readonly every: PlanRhythm;
  readonly rateBps: RateBps;
  readonly step: Money;
  readonly start: CivilDate;
  readonly surplus: Money | undefined;
  readonly members: readonly PlanMember[];
  readonly missed: readonly number[];
  /** As many contributions as fit into the longest plan. */
  readonly longest: number;
  /** How many contributions fit into the term that was asked for; or the amount that was. */
  readonly asked: { readonly count: number } | { readonly amount: Money };
};

/** A trillion tenge: beyond it a typing error is likelier than a plan. */
export const MAX_PLAN_MONEY: Money = 10n ** 12n * 100n;

/**
 * Reads a wish for a plan.
 *
 * @throws input.invalid naming each field that makes no sense
 */
export function readPlanWish(wish: PlanWish, rules: Rules, today: CivilDate): SavingTerms {
  const { target, have = 0n, every = 'month', step = 1n, surplus } = wish;
  requireMoney({ target, amount: wish.amount, step, surplus });
  if (have < 0n) throw invalidInput({ path: 'have', message: 'must not be below zero' });
  if (have > 0n) requireMoney({ have });
  if (step > target) throw invalidInput({ path: 'step', message: 'must be at most the target' });
  const rateBps = wish.rateBps ?? rules.interestRate;
  if (!Number.isInteger(rateBps) || rateBps < 0 || rateBps > MAX_RATE_BPS) {
    throw invalidInput({ path: 'rate', message: `must be from 0 to ${MAX_RATE_BPS / 100} percent a year` });
  }
  const start = readStart(wish.start ?? today, today);
  return {
    saving: { target, have, rate: periodicRate(rateBps, every) },
    ...{ every, rateBps, step, start, surplus },
    members: readMembers(wish.members ?? [], rules.maxMembers),
    missed: readMissed(wish.missed ?? []),
    longest: contributionsUntil(start, addMonths(start, MAX_GOAL_MONTHS), every),
    asked: readTerm(wish, { start, every, today }),
  };
}

type TermContext = { readonly start: CivilDate; readonly every: PlanRhythm; readonly today: CivilDate };

function readTerm(wish: PlanWish, { start, every, today }: TermContext): SavingTerms['asked'] {
  const { months, deadline, amount } = wish;
  const given = Object.entries({ months, deadline, amount }).filter(([, value]) => value !== undefined);
  const [first, second] = given.map(([name]) => name);
  if (first === undefined) {
    throw invalidInput({ path: 'months', message: 'give months or a deadline to get the amount, or an amount' });
  }
  if (second !== undefined) {
    throw invalidInput({ path: second, message: `give either ${first} or ${second}: the other one is computed` });
  }
  if (amount !== undefined) return { amount };
  const until = deadline === undefined ? endOfMonths(start, months) : readDeadline(deadline, start);
  if (until <= today) {
    const message =
      deadline === undefined ? `end on ${until}, which is not after today, ${today}` : `must be after today, ${today}`;
    throw invalidInput({ path: first, message });
  }
  const count = contributionsUntil(start, until, every);
  if (count >= 1) return { count };
  const earliest = contributionDate(start, 1, every);
  throw invalidInput({ path: 'deadline', message: `is before the first contribution, which would be on ${earliest}` });
}

function endOfMonths(start: CivilDate, months = 0): CivilDate {
  if (Number.isInteger(months) && months >= 1 && months <= MAX_GOAL_MONTHS) return addMonths(start, months);
  throw invalidInput({ path: 'months', message: `must be a whole number from 1 to ${MAX_GOAL_MONTHS}` });
}

function readDeadline(deadline: CivilDate, start: CivilDate): CivilDate {
  if (deadline <= addMonths(start, MAX_GOAL_MONTHS)) return deadline;
  throw invalidInput({ path: 'deadline', message: `must be within ${MAX_GOAL_MONTHS / 12} years` });
}

function readStart(start: CivilDate, today: CivilDate): CivilDate {
  const isNear = start >= addMonths(today, -MAX_GOAL_MONTHS) && start <= addMonths(today, MAX_GOAL_MONTHS);
  if (isNear) return start;
  throw invalidInput({ path: 'start', message: `must be within ${MAX_GOAL_MONTHS / 12} years of today, ${today}` });
}

function readMissed(missed: readonly number[]): readonly number[] {
  if (missed.length > MAX_MISSED || !missed.every((number) => Number.isSafeInteger(number) && number >= 1)) {
    throw invalidInput({ path: 'missed', message: `names up to ${MAX_MISSED} contributions by their numbers from 1` });
  }
  return [...new Set(missed)].sort((a, b) => a - b);
}

/** A plan of thirty years has 1,565 weekly contributions. */
const MAX_MISSED = 2_000;

function requireMoney(fields: Readonly<Record<string, Money | undefined>>): void {
  const problems = Object.entries(fields).flatMap(([path, money = 1n]) => {
    if (money <= 0n) return [{ path, message: 'must be above zero' }];
    return money > MAX_PLAN_MONEY
      ? [{ path, message: `is too large for a plan: at most ${formatTenge(MAX_PLAN_MONEY)} tenge` }]
      : [];
  });
  if (problems.length > 0) throw invalidInput(...problems);
}
