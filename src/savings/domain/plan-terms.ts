import { formatTenge, invalidInput, type Money, type RateBps } from '../../shared/index.js';
import { type PlanGrowth, type PlanKind, type PlanRhythm, type PlanRule, ROUND_UP_STEPS } from './plan-rule.js';

/** What a client says about a plan; which fields belong to which kind is checked here. Amounts are tiyn. */
export type PlanTerms = {
  readonly kind?: PlanKind | undefined;
  /** The amount of each date; of a ladder, that of one step. */
  readonly amount?: Money | undefined;
  readonly percent?: RateBps | undefined;
  readonly every?: PlanRhythm | undefined;
  readonly on?: number | undefined;
  readonly roundTo?: Money | undefined;
  readonly stepPercent?: RateBps | undefined;
  readonly stepMonths?: number | undefined;
  readonly stepOnRise?: boolean | undefined;
  readonly descending?: boolean | undefined;
};

const FIELDS: { readonly [Kind in PlanKind]: readonly (keyof PlanTerms)[] } = {
  fixed: ['amount', 'every', 'on', 'stepPercent', 'stepMonths', 'stepOnRise'],
  'income-share': ['percent'],
  'round-up': ['roundTo'],
  ladder: ['amount', 'on', 'descending'],
};

const MAX_SHARE_BPS: RateBps = 10_000;
const MAX_STEP_MONTHS = 120;
const MONTH_DAYS = 31;
const WEEK_DAYS = 7;

/**
 * Reads the rule of a plan from what the client said.
 *
 * @throws input.invalid naming the field that is missing, out of range or of another kind of plan
 */
export function planRule(terms: PlanTerms): PlanRule {
  const kind = terms.kind ?? 'fixed';
  const stray = Object.keys(terms).find(
    (name) =>
      name !== 'kind' &&
      terms[name as keyof PlanTerms] !== undefined &&
      !FIELDS[kind].includes(name as keyof PlanTerms),
  );
  if (stray !== undefined) throw invalidInput({ path: stray, message: `does not belong to a plan of kind ${kind}` });
  switch (kind) {
    case 'fixed':
      return fixedRule(terms);
    case 'income-share':
      return { kind, share: share(terms.percent) };
    case 'round-up':
      return { kind, to: roundUpStep(terms.roundTo) };
    case 'ladder':
      return {
        kind,
        unit: positive(terms.amount),
        on: dayIn(terms.on, WEEK_DAYS),
        descending: terms.descending ?? false,
      };
  }
}

/** The words in which a rule was said, so that a change can be laid over them. */
export function termsOf(rule: PlanRule): PlanTerms {
  switch (rule.kind) {
    case 'fixed':
      return { kind: rule.kind, amount: rule.amount, every: rule.every, on: rule.on, ...growthTerms(rule.growth) };
    case 'income-share':
      return { kind: rule.kind, percent: rule.share };
    case 'round-up':
      return { kind: rule.kind, roundTo: rule.to };
    case 'ladder':
      return { kind: rule.kind, amount: rule.unit, on: rule.on, descending: rule.descending };
  }
}

function fixedRule(terms: PlanTerms): PlanRule {
  const every = terms.every ?? 'month';
  return {
    kind: 'fixed',
    amount: positive(terms.amount),
    every,
    on: dayIn(terms.on, every === 'month' ? MONTH_DAYS : WEEK_DAYS),
    growth: growth(terms),
  };
}

function growth({ stepPercent: by, stepMonths, stepOnRise = false }: PlanTerms): PlanGrowth | null {
  if (by === undefined) {
    if (stepMonths === undefined && !stepOnRise) return null;
    throw invalidInput({ path: 'stepPercent', message: 'say by how many percent the amount steps up' });
  }
  if (by <= 0 || by > MAX_SHARE_BPS)
    throw invalidInput({ path: 'stepPercent', message: 'must be above 0, at most 100' });
  if ((stepMonths === undefined) !== stepOnRise) {
    const message = 'say when the amount steps up: every so many months, or when the income has risen';
    throw invalidInput({ path: 'stepMonths', message });
  }
  if (stepMonths === undefined) return { by, onRise: true };
  if (!Number.isInteger(stepMonths) || stepMonths < 1 || stepMonths > MAX_STEP_MONTHS) {
    throw invalidInput({ path: 'stepMonths', message: `must be a whole number from 1 to ${MAX_STEP_MONTHS}` });
  }
  return { by, everyMonths: stepMonths };
}

function growthTerms(growth: PlanGrowth | null): PlanTerms {
  if (growth === null) return {};
  return 'onRise' in growth
    ? { stepPercent: growth.by, stepOnRise: true }
    : { stepPercent: growth.by, stepMonths: growth.everyMonths };
}

function positive(amount: Money | undefined): Money {
  if (amount === undefined) throw invalidInput({ path: 'amount', message: 'is missing' });
  if (amount <= 0n) throw invalidInput({ path: 'amount', message: 'must be above zero' });
  return amount;
}

function share(percent: RateBps | undefined): RateBps {
  if (percent === undefined) throw invalidInput({ path: 'percent', message: 'is missing' });
  if (percent > 0 && percent <= MAX_SHARE_BPS) return percent;
  throw invalidInput({ path: 'percent', message: 'must be above 0, at most 100' });
}

function roundUpStep(step: Money | undefined): Money {
  if (step !== undefined && ROUND_UP_STEPS.includes(step)) return step;
  throw invalidInput({ path: 'roundTo', message: `must be one of ${ROUND_UP_STEPS.map(formatTenge).join(', ')}` });
}

function dayIn(day: number | undefined, last: number): number {
  if (day !== undefined && Number.isInteger(day) && day >= 1 && day <= last) return day;
  const what = last === WEEK_DAYS ? 'a day of the week, 1 for Monday to 7' : 'a day of the month, 1 to 31';
  throw invalidInput({ path: 'on', message: `must be ${what}` });
}
