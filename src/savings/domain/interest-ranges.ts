import { addDays, type CivilDate, daysBetween, type Money, type RateBps, sumMoney } from '../../shared/index.js';
import { formatAccrual, type Movement, type Period, type RateFrom, rateSegments } from './accrual.js';

/** Days in a row with one balance and one rate: one line of the explanation of an interest sum. */
export type InterestRange = {
  readonly from: CivilDate;
  /** The last day that counts. */
  readonly to: CivilDate;
  /** End-of-day balance in tiyn. */
  readonly balance: Money;
  readonly rateBps: RateBps;
  readonly days: number;
  /** What these days earn before rounding, in tenge with ten decimals. */
  readonly interest: string;
};

/**
 * Explains the interest of a period day range by day range, so that a client can check it with a pocket calculator:
 * balance x rate x days / 365. Every day of the period is in exactly one range, days without money included.
 */
export function interestRanges(
  opening: Money,
  movements: readonly Movement[],
  period: Period,
  rates: readonly RateFrom[],
): InterestRange[] {
  const changes = new Map<CivilDate, Money>();
  for (const { date, amount } of movements) changes.set(date, (changes.get(date) ?? 0n) + amount);
  return rateSegments(rates, period).flatMap((segment) => {
    const changeDays = [...changes].filter(([date, amount]) => amount !== 0n && isInside(date, segment));
    const starts = [segment.from, ...changeDays.map(([date]) => date).sort()];
    return starts.map((from, index) => {
      const until = starts[index + 1] ?? segment.until;
      const balance = opening + sumMoney([...changes].flatMap(([date, amount]) => (date <= from ? [amount] : [])));
      return rangeOf({ from, until }, balance, segment.rateBps);
    });
  });
}

/** On the first day of a segment there is a range anyway. */
function isInside(date: CivilDate, { from, until }: Period): boolean {
  return date > from && date < until;
}

function rangeOf({ from, until }: Period, balance: Money, rateBps: RateBps): InterestRange {
  const days = daysBetween(from, until);
  const interest = formatAccrual(balance * BigInt(days * rateBps));
  return { from, to: addDays(until, -1), balance, rateBps, days, interest };
}
