import { type CivilDate, divideUp, type Money } from '../../shared/index.js';
import { contributionFor, contributionsToMeet, type Saving, scheduleOf } from './plan-annuity.js';
import { obstaclesTo } from './plan-feasibility.js';
import { MAX_PLAN_MONEY, type SavingTerms } from './plan-wish.js';
import type { Rules } from './rules.js';

/** A feasible plan near one that is not: `change` is what differs from it, the rest follows. Money in tiyn. */
export type PlanAlternative = {
  readonly change: 'term' | 'target' | 'amount';
  readonly target: Money;
  readonly amount: Money;
  /** How many contributions there are. */
  readonly count: number;
  /** With it as the deadline the calculator gives this plan again. */
  readonly deadline: CivilDate;
};

/** What is still open when the alternatives are sought: all of a new plan, the rest of one that is caught up. */
export type Outlook = {
  readonly saving: Saving;
  readonly terms: SavingTerms;
  readonly rules: Rules;
  readonly dateOf: (number: number) => CivilDate;
  /** The contribution that is the first to fall after today: a plan that ends before it would be over. */
  readonly shortest: number;
  /** As many contributions as fit into the longest plan. */
  readonly longest: number;
};

/** A plan as it would be carried out. */
type Draft = {
  readonly saving: Saving;
  readonly count: number;
  readonly amount: Money;
  readonly contributions: readonly Money[];
};

/** Plans in a row, each asking for larger contributions than the one before. */
type Row = {
  readonly change: PlanAlternative['change'];
  readonly origin: Draft | undefined;
  /** The place of the origin, rounded down and up to places of the row. */
  readonly below: bigint;
  readonly above: bigint;
  readonly first: bigint;
  readonly last: bigint;
  /** Undefined where contributions are so small that the target is never met. */
  readonly draftAt: (place: bigint) => Draft | undefined;
};

/** Where a plan fails: what it asks for is too small, too large, both (for different payers), or neither. */
type Strain = 'fits' | 'too-small' | 'too-large' | 'both';

/**
 * The nearest feasible term (same target), target (same term) and amount (same target) around a plan that is not
 * feasible. Each is feasible when it is asked for itself; what has no such neighbour within the longest plan is left
 * out.
 */
export function alternativesTo(
  { count, amount }: { readonly count: number; readonly amount: Money },
  outlook: Outlook,
): readonly PlanAlternative[] {
  const rows = [termRow(count, outlook), targetRow(count, outlook), amountRow(amount, outlook)];
  return rows.flatMap((row) => {
    const draft = nearestIn(row, outlook);
    return draft === undefined || draft.amount === 0n ? [] : [offerOf(row.change, draft, outlook)];
  });
}

/** From the longest term, with the smallest contributions, to a single contribution. */
function termRow(count: number, { saving, terms, longest }: Outlook): Row {
  const draftAt = (place: bigint) => draftOf(saving, longest - Number(place), terms.step);
  const place = BigInt(longest - count);
  const [first, last] = [0n, BigInt(longest - 1)];
  return { change: 'term', origin: draftAt(place), below: place, above: place, first, last, draftAt };
}

function targetRow(count: number, { saving, terms }: Outlook): Row {
  const unit = terms.step > TENGE ? terms.step : TENGE;
  return {
    change: 'target',
    origin: draftOf(saving, count, terms.step),
    below: saving.target / unit,
    above: divideUp(saving.target, unit),
    first: saving.have / unit + 1n,
    last: MAX_PLAN_MONEY / unit,
    draftAt: (place) => draftOf({ ...saving, target: place * unit }, count, terms.step),
  };
}

function amountRow(amount: Money, { saving, terms: { step }, longest }: Outlook): Row {
  const draftOfAmount = (of: Money) => {
    const count = contributionsToMeet(saving, of, longest);
    return count === undefined ? undefined : drafted(saving, count, of);
  };
  return {
    change: 'amount',
    origin: draftOfAmount(amount),
    below: amount / step,
    above: divideUp(amount, step),
    first: 1n,
    last: divideUp(saving.target - saving.have, step),
    draftAt: (place) => draftOfAmount(place * step),
  };
}

/**
 * The feasible plan of a row that is nearest to its origin. Forwards contributions only become too large, backwards
 * only too small, so that the border of the one or the other is found by halving.
 */
function nearestIn({ change, origin, below, above, first, last, draftAt }: Row, outlook: Outlook): Draft | undefined {
  const strain = strainOf(origin, outlook);
  // An amount may need less than it takes: the same term with a smaller one, but no other target.
  if (strain === 'fits') return change === 'term' ? origin : undefined;
  const isStrained = (place: bigint) => [strain, 'both'].includes(strainOf(draftAt(place), outlook));
  const place = strain === 'too-large' ? borderOf(above, first, isStrained) : borderOf(below, last, isStrained);
  const found = place === undefined ? undefined : draftAt(place);
  return strainOf(found, outlook) === 'fits' ? found : undefined;
}

/** The first place from `bad` towards `good` that is not bad; undefined when there is none. */
function borderOf(bad: bigint, good: bigint, isBad: (place: bigint) => boolean): bigint | undefined {
  if (isBad(good)) return undefined;
  let [from, to] = [bad, good];
  while (to - from > 1n || from - to > 1n) {
    const middle = (from + to) / 2n;
    if (isBad(middle)) from = middle;
    else to = middle;
  }
  return to;
}

function strainOf(draft: Draft | undefined, { terms, rules, shortest }: Outlook): Strain {
  if (draft === undefined) return 'too-small';
  if (draft.count < shortest) return 'too-large';
  const { amount, contributions, saving } = draft;
  const codes = obstaclesTo({ amount, contributions, have: saving.have }, terms, rules).map(({ code }) => code);
  if (codes.length === 0) return 'fits';
  if (!codes.includes('below-minimum')) return 'too-large';
  return codes.every((code) => code === 'below-minimum') ? 'too-small' : 'both';
}

function draftOf(saving: Saving, count: number, step: Money): Draft {
  return drafted(saving, count, contributionFor(saving, count, step));
}

function drafted(saving: Saving, count: number, amount: Money): Draft {
  const contributions = scheduleOf(saving, () => amount, count).map(({ contribution }) => contribution);
  return { saving, count, amount, contributions };
}

function offerOf(
  change: PlanAlternative['change'],
  { saving, count, amount, contributions }: Draft,
  { dateOf }: Outlook,
): PlanAlternative {
  const paid = contributions.filter((contribution) => contribution > 0n).length;
  return { change, target: saving.target, amount, count: paid, deadline: dateOf(count) };
}

/** A target that is offered is in whole tenge, or a multiple of the step where that is larger. */
const TENGE: Money = 100n;
