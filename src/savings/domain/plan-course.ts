import { addDays, type CivilDate, formatTenge, invalidInput, maxMoney, type Money } from '../../shared/index.js';
import { contributionFor, contributionsToMeet, type Saving, type ScheduleStep, scheduleOf } from './plan-annuity.js';
import { contributionDate, contributionsUntil } from './plan-interval.js';
import type { SavingTerms } from './plan-wish.js';

/** How a plan goes on after contributions that were missed. Money in tiyn. */
export type CatchUp = {
  /** The numbers of the contributions that were missed. */
  readonly missed: readonly number[];
  /** What every contribution was to be. */
  readonly planned: Money;
  /** The first contribution of the new amount. */
  readonly from: CivilDate;
  /** The last day that is past, and the balance on it: a plan of the rest begins with them. */
  readonly since: CivilDate;
  readonly balance: Money;
  /** The day on which the target is met by the planned amount; null when that takes longer than a plan may. */
  readonly otherwiseMetOn: CivilDate | null;
};

/** A plan's way: the amount that is asked for from now on, and every interval from the first. */
export type Course = {
  /** How many contributions fit into the term, those of the past included. */
  readonly count: number;
  readonly amount: Money;
  readonly steps: readonly ScheduleStep[];
  /** How many intervals are past. */
  readonly past: number;
  readonly catchUp: CatchUp | null;
};

/**
 * Computes what was left open, the amount or the term. After missed contributions the amount rises for the rest of the
 * term, so that the target is met within it; until then all others were paid as planned.
 *
 * @throws input.invalid when the amount does not meet the target within the longest plan, or nothing is left of the
 *   term to catch up in
 */
export function courseOf(terms: SavingTerms, today: CivilDate): Course {
  const { count, amount } = plannedBy(terms);
  if (terms.missed.length > 0) return caughtUp(terms, { count, amount }, today);
  const steps = scheduleOf(terms.saving, () => amount, count);
  return { count, amount, steps, past: 0, catchUp: null };
}

type Planned = { readonly count: number; readonly amount: Money };

function plannedBy({ saving, asked, longest, step }: SavingTerms): Planned {
  if ('count' in asked) return { count: asked.count, amount: contributionFor(saving, asked.count, step) };
  const { amount } = asked;
  if (saving.have >= saving.target) return { count: 0, amount: 0n };
  const count = contributionsToMeet(saving, amount, longest);
  if (count !== undefined) return { count, amount };
  const least = contributionFor(saving, longest, step);
  const message = `does not meet the target in ${longest} contributions, the longest plan: ${formatTenge(least)} tenge does`;
  throw invalidInput({ path: 'amount', message });
}

function caughtUp(terms: SavingTerms, { count, amount }: Planned, today: CivilDate): Course {
  const { saving, start, every, missed, step, longest } = terms;
  const last = missed.at(-1) ?? 0;
  const past = Math.max(last, Math.min(count, contributionsUntil(start, addDays(today, -1), every)));
  requireRest(past, last, { count, amount });
  const isMissed = new Set(missed);
  const paid = scheduleOf(saving, (number) => (isMissed.has(number) ? 0n : amount), past);
  // Rounded up far enough, a plan is over before its term is.
  if (paid.length < past)
    throw wrongMissed(`has nothing to catch up: the target is met with contribution ${paid.length}`);
  const rest: Saving = { ...saving, have: paid.at(-1)?.balance ?? saving.have };
  if (rest.have >= saving.target) throw wrongMissed('has nothing to catch up: the target is met');
  // An amount that was rounded up may have room for what was missed: it stays, and does not fall.
  const newAmount = maxMoney(amount, contributionFor(rest, count - past, step));
  const otherwise = contributionsToMeet(rest, amount, longest - past);
  const dateOf = (number: number) => contributionDate(start, number, every);
  return {
    count,
    amount: newAmount,
    steps: [...paid, ...scheduleOf(rest, () => newAmount, count - past)],
    past,
    catchUp: {
      missed,
      planned: amount,
      from: dateOf(past + 1),
      since: dateOf(past),
      balance: rest.have,
      otherwiseMetOn: otherwise === undefined ? null : dateOf(past + otherwise),
    },
  };
}

function requireRest(past: number, lastMissed: number, { count, amount }: Planned): void {
  if (amount === 0n) throw wrongMissed('cannot be: this plan has no contributions');
  if (lastMissed > count) throw wrongMissed(`names contribution ${lastMissed}, but there are only ${count}`);
  if (past < count) return;
  throw wrongMissed('leaves no contribution to catch up in: plan anew, with what is saved as the money at hand');
}

function wrongMissed(message: string): Error {
  return invalidInput({ path: 'missed', message });
}
