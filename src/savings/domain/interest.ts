import {
  type CivilDate,
  compareDates,
  firstDay,
  invariant,
  type Money,
  monthOf,
  nextMonth,
} from '../../shared/index.js';
import { type Accrual, accrue, type Movement, type RateFrom, roundAccrual } from './accrual.js';
import type { SavingsProduct } from './product.js';

/** The terms of an account as interest needs them: every rate with its first day, ascending. */
export type InterestTerms = {
  readonly rates: readonly RateFrom[];
  readonly capitalisation: SavingsProduct['capitalisation'];
};

/** How far the interest of an account is computed. All that the next month needs; the history is not read again. */
export type InterestPosition = {
  /** The first day that is not computed yet. */
  readonly from: CivilDate;
  /** The balance at the beginning of that day in tiyn, capitalised interest included. */
  readonly balance: Money;
  /** What was earned and not posted yet, before rounding. */
  readonly accrued: Accrual;
  /** All interest that was posted so far, in tiyn. */
  readonly posted: Money;
};

/** Up to which day to compute: `until` itself does not count. With `isClosing` the account is closed on that day. */
export type InterestUntil = { readonly until: CivilDate; readonly isClosing?: boolean | undefined };

/** The terms of an account: the rate it was opened with, and the later ones its product names. */
export function interestTerms(
  product: Pick<SavingsProduct, 'rateBps' | 'capitalisation'>,
  openedOn: CivilDate,
  changes: readonly RateFrom[] = [],
): InterestTerms {
  const byDate = new Map([[openedOn, product.rateBps]]);
  for (const { from, rateBps } of changes) byDate.set(from, rateBps);
  const rates = [...byDate].map(([from, rateBps]) => ({ from, rateBps })).sort((a, b) => compareDates(a.from, b.from));
  invariant(rates[0]?.from === openedOn, 'a rate changes after the account was opened');
  return { rates, capitalisation: product.capitalisation };
}

/** The position of an account on the day it is opened. */
export function openPosition(openedOn: CivilDate): InterestPosition {
  return { from: openedOn, balance: 0n, accrued: 0n, posted: 0n };
}

/** The first day of the month after: on it the bank credits the interest of the month. */
export function nextPostingDay(date: CivilDate): CivilDate {
  return firstDay(nextMonth(monthOf(date)));
}

/**
 * Computes the interest of some days and takes the account on to the next ones. With monthly capitalisation it is
 * posted on the first day of a month, rounded half to even to the tiyn, and itself earns from that day on; without,
 * it accrues simply and is posted when the account is closed.
 *
 * @param movements in any order, with value dates from `position.from` to the day before `until`
 * @returns the interest posted on `until` in tiyn, zero when that is no posting day, and the next position
 */
export function advanceInterest(
  position: InterestPosition,
  movements: readonly Movement[],
  { until, isClosing = false }: InterestUntil,
  { rates, capitalisation }: InterestTerms,
): { readonly interest: Money; readonly position: InterestPosition } {
  const isMonthly = capitalisation === 'monthly';
  invariant(!isMonthly || until <= nextPostingDay(position.from), `a posting before ${until} would be skipped`);
  const accrued = position.accrued + accrue(position.balance, movements, { from: position.from, until }, rates);
  let balance = position.balance;
  for (const { amount } of movements) balance += amount;
  if (!isClosing && !(isMonthly && until === firstDay(monthOf(until)))) {
    return { interest: 0n, position: { from: until, balance, accrued, posted: position.posted } };
  }
  const interest = roundAccrual(accrued);
  return {
    interest,
    position: { from: until, balance: balance + interest, accrued: 0n, posted: position.posted + interest },
  };
}
