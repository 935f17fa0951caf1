import {
  type CivilDate,
  Decimal,
  effectiveAnnualRate,
  type Money,
  type RateBps,
  sumMoney,
} from '../../shared/index.js';
import { alternativesTo, type PlanAlternative } from './plan-alternatives.js';
import type { ScheduleStep } from './plan-annuity.js';
import { type CatchUp, type Course, courseOf } from './plan-course.js';
import { byDayCount, type DayCount } from './plan-day-count.js';
import { obstaclesTo, type PlanObstacle } from './plan-feasibility.js';
import { contributionDate, contributionsUntil } from './plan-interval.js';
import { notesOn, type PlanNote } from './plan-notes.js';
import { type PlanWish, type SavingTerms, readPlanWish } from './plan-wish.js';
import type { PlanRhythm } from './plan-rule.js';
import { type MemberPart, memberParts } from './plan-split.js';
import type { Rules } from './rules.js';

/** One line of a plan: the day of a contribution, what it brings, and the balance after it. Money in tiyn. */
export type ScheduleLine = ScheduleStep & { readonly number: number; readonly date: CivilDate };

/** A plan that the calculator proposes. It moves nothing and promises nothing. Money in tiyn. */
export type PlanProposal = {
  readonly target: Money;
  readonly have: Money;
  readonly every: PlanRhythm;
  readonly step: Money;
  /** One contribution; after missed ones, each of the rest. Zero when nothing more has to be put in. */
  readonly amount: Money;
  /** How many contributions there are, those that were missed not counted. */
  readonly count: number;
  /** The day the plan counts from; the first contribution is one interval later. */
  readonly start: CivilDate;
  /** The day on which the target is met. */
  readonly end: CivilDate;
  readonly contributed: Money;
  readonly interest: Money;
  /** What all this comes to when the last contribution is not trimmed to what is missing. */
  readonly total: Money;
  readonly feasible: boolean;
  readonly obstacles: readonly PlanObstacle[];
  /** The nearest feasible plans, when this one is not. After missed contributions they are plans of the rest. */
  readonly alternatives: readonly PlanAlternative[];
  readonly catchUp: CatchUp | null;
  readonly notes: readonly PlanNote[];
  /** How the lines of interest are made: the formula of an ordinary annuity, one rate for every interval. */
  readonly method: 'annuity';
  readonly rateBps: RateBps;
  /** Percent of one interval, with six decimals. */
  readonly periodicRate: string;
  /** Percent a year, with one decimal, as the bank must show it beside the nominal rate. */
  readonly effectiveRate: string;
  readonly byDayCount: DayCount;
  readonly split: readonly MemberPart[];
  readonly schedule: readonly ScheduleLine[];
};

/**
 * Proposes a plan: the amount for a term or the term for an amount, with its schedule and the parts of its members. A
 * plan that the rules or the payers' surplus do not allow is shown all the same, with what stops it and the nearest
 * plans that nothing stops.
 *
 * @throws input.invalid
 */
export function proposePlan(wish: PlanWish, rules: Rules, today: CivilDate): PlanProposal {
  const terms = readPlanWish(wish, rules, today);
  const { saving, every, start, rateBps, members, step } = terms;
  const { target, have } = saving;
  const course = courseOf(terms, today);
  const { amount, steps } = course;
  const schedule = steps.map((each, index) => ({ number: index + 1, date: dateIn(terms, index + 1), ...each }));
  const contributions = steps.map(({ contribution }) => contribution);
  const obstacles = obstaclesTo({ amount, have, contributions }, terms, rules);
  const isFeasible = obstacles.length === 0;
  return {
    ...{ target, have, every, step, amount },
    count: contributions.filter((contribution) => contribution > 0n).length,
    start,
    end: schedule.at(-1)?.date ?? start,
    contributed: sumMoney(contributions),
    interest: sumMoney(steps.map(({ interest }) => interest)),
    total: totalOf(course, have),
    feasible: isFeasible,
    obstacles,
    alternatives: isFeasible ? [] : alternativesAround(course, terms, rules, today),
    catchUp: course.catchUp,
    notes: notesOn(course, terms, rules),
    method: 'annuity',
    rateBps,
    periodicRate: percentOf(saving.rate),
    effectiveRate: effectiveAnnualRate(rateBps / BPS_IN_PERCENT, CAPITALISATIONS_A_YEAR),
    byDayCount: byDayCount({ target, have, start, schedule }, { rateBps, capitalisation: rules.capitalisation }),
    split: memberParts({ amount, contributions }, members, step),
    schedule,
  };
}

const BPS_IN_PERCENT = 100;
const CAPITALISATIONS_A_YEAR = 12;
const SHOWN_DECIMALS = 6;

/** The plans around the rest of a plan: all of it, when nothing of it is past. */
function alternativesAround(
  { count, past, amount, catchUp }: Course,
  terms: SavingTerms,
  rules: Rules,
  today: CivilDate,
) {
  // The money at hand alone is over the limit: no other plan changes that.
  if (amount === 0n) return [];
  const have = catchUp?.balance ?? terms.saving.have;
  const outlook = {
    ...{ terms, rules },
    saving: { ...terms.saving, have },
    dateOf: (number: number) => dateIn(terms, past + number),
    shortest: contributionsUntil(terms.start, today, terms.every) - past + 1,
    longest: terms.longest - past,
  };
  return alternativesTo({ count: count - past, amount }, outlook);
}

function dateIn({ start, every }: SavingTerms, number: number): CivilDate {
  return contributionDate(start, number, every);
}

function totalOf({ amount, steps, past }: Course, have: Money): Money {
  const last = steps.at(-1);
  if (last === undefined) return have;
  const isTrimmed = steps.length > past && last.contribution > 0n;
  return isTrimmed ? last.balance - last.contribution + amount : last.balance;
}

function percentOf({ numerator, denominator }: SavingTerms['saving']['rate']): string {
  return new Decimal(numerator.toString()).times(100).div(denominator.toString()).toFixed(SHOWN_DECIMALS);
}
