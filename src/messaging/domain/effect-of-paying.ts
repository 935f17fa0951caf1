import { addDays, type CivilDate, daysBetween, type Money } from '../../shared/index.js';

/** What paying now changes: the day on which the goal is met, or the interest that the payment earns. */
export type EffectOfPaying =
  | { readonly effect: 'date'; readonly metBy: CivilDate; readonly metOtherwise: CivilDate }
  | { readonly effect: 'interest'; readonly interest: Money }
  | { readonly effect: 'none' };

export type PayingFacts = {
  readonly collected: Money;
  readonly target: Money;
  readonly startedOn: CivilDate;
  readonly deadline: CivilDate;
  readonly rateBps: number;
};

/** Who looks further ahead than this is only discouraged. */
const MAX_DAYS_AHEAD = 2n * 366n;
const DAYS_OF_YEAR = 365;

/**
 * Where a goal is behind, how much earlier it is met at the pace so far (collected money over passed days) when this
 * much is paid today; else the interest of this payment to the deadline, simple, actual/365, rounded down.
 */
export function effectOfPaying(amount: Money, facts: PayingFacts, today: CivilDate): EffectOfPaying {
  const { collected, target, startedOn, deadline, rateBps } = facts;
  const passed = BigInt(Math.max(1, daysBetween(startedOn, today)));
  const metOtherwise = metOn(target, collected, passed, today);
  const metBy = metOn(target, collected + amount, passed, today);
  if (metBy !== null && metOtherwise !== null && metOtherwise > deadline && metBy < metOtherwise) {
    return { effect: 'date', metBy, metOtherwise };
  }
  const days = BigInt(Math.max(0, daysBetween(today, deadline)));
  const interest = (amount * BigInt(rateBps) * days) / (BPS * BigInt(DAYS_OF_YEAR));
  return interest >= LEAST_INTEREST ? { effect: 'interest', interest } : { effect: 'none' };
}

const BPS = 10_000n;
/** Less than a tenge moves nobody. */
const LEAST_INTEREST = 1_00n;

function metOn(target: Money, collected: Money, passed: bigint, today: CivilDate): CivilDate | null {
  if (collected <= 0n) return null;
  const left = target > collected ? target - collected : 0n;
  const days = (left * passed + collected - 1n) / collected;
  return days > MAX_DAYS_AHEAD ? null : addDays(today, Number(days));
}
