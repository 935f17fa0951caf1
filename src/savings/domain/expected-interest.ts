import { type CivilDate, compareDates, type Money } from '../../shared/index.js';
import { formatAccrual, type Movement } from './accrual.js';
import {
  advanceInterest,
  type InterestPosition,
  type InterestTerms,
  type InterestUntil,
  nextPostingDay,
  openPosition,
} from './interest.js';
import { type InterestRange, interestRanges } from './interest-ranges.js';

/** A savings account with everything that interest depends on. */
export type InterestAccount = {
  readonly openedOn: CivilDate;
  readonly terms: InterestTerms;
  /**
   * All that moved the account except the interest computed here, in any order. Where the bank credited another sum
   * than was due, the difference is a movement of that day.
   */
  readonly movements: readonly Movement[];
};

export type ExpectedInterest = {
  /** The sum of the postings in tiyn. */
  readonly total: Money;
  readonly postings: readonly { readonly on: CivilDate; readonly interest: Money }[];
  /** What the days since the last posting have earned so far, in tenge with ten decimals. */
  readonly accrued: string;
  readonly ranges: readonly InterestRange[];
};

/** What the bank should credit on a posting day, in two lines, and where the next month begins. */
export type DuePosting = {
  /** For the days since the last posting, in tiyn. */
  readonly interest: Money;
  /** For earlier postings, of movements that became known after them, in tiyn; negative when they took money out. */
  readonly correction: Money;
  readonly position: InterestPosition;
};

/**
 * What an account should have earned from its opening on, and why: every posting, and the sum day range by day range.
 * Movements on `until` or later do not count.
 */
export function expectedInterest(account: InterestAccount, end: InterestUntil): ExpectedInterest {
  const steps = replay(account, end);
  return {
    total: steps.at(-1)?.after.posted ?? 0n,
    postings: steps.flatMap(({ interest, after, isPosting }) => (isPosting ? [{ on: after.from, interest }] : [])),
    accrued: formatAccrual(steps.at(-1)?.after.accrued ?? 0n),
    ranges: steps.flatMap(({ before, movements, after }) =>
      interestRanges(before.balance, movements, { from: before.from, until: after.from }, account.terms.rates),
    ),
  };
}

/**
 * The next posting of an account for which movements with an earlier value date became known: its own interest, and as
 * a line of its own the correction of the postings before it. Together with them it adds up to what would have been
 * posted had everything been known in time, interest on interest included.
 *
 * Without such movements the correction is zero, and `advanceInterest` gives the same without the history.
 *
 * @param end a posting day: the first day of a month, or the day of closing
 * @param postedBefore all interest and corrections that were due at earlier postings, in tiyn
 */
export function duePosting(account: InterestAccount, end: InterestUntil, postedBefore: Money): DuePosting {
  const last = replay(account, end).at(-1);
  const position = last?.after ?? openPosition(account.openedOn);
  const interest = last?.interest ?? 0n;
  return { interest, correction: position.posted - interest - postedBefore, position };
}

type Step = {
  readonly before: InterestPosition;
  readonly after: InterestPosition;
  readonly movements: readonly Movement[];
  readonly interest: Money;
  readonly isPosting: boolean;
};

/** Takes an account from its opening to the end, from posting day to posting day. */
function replay({ openedOn, terms, movements }: InterestAccount, { until, isClosing = false }: InterestUntil): Step[] {
  const sorted = [...movements].sort((a, b) => compareDates(a.date, b.date));
  const steps: Step[] = [];
  let before = openPosition(openedOn);
  for (let next = 0; before.from < until; ) {
    const postingDay = nextPostingDay(before.from);
    const stop = postingDay < until ? postingDay : until;
    const first = next;
    while ((sorted[next]?.date ?? until) < stop) next += 1;
    const ofStep = sorted.slice(first, next);
    const isLast = stop === until;
    const { interest, position } = advanceInterest(
      before,
      ofStep,
      { until: stop, isClosing: isLast && isClosing },
      terms,
    );
    const isPosting = (isLast && isClosing) || (terms.capitalisation === 'monthly' && stop === postingDay);
    steps.push({ before, after: position, movements: ofStep, interest, isPosting });
    before = position;
  }
  return steps;
}
