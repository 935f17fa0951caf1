import { addDays, addMonths, type CivilDate, type Money, monthOf } from '../../shared/index.js';

/** One turn of a member's saving: what is to be paid, between which days, and when the money for it comes. */
export type SavingPeriod = {
  /** Names the turn, steady while it lasts: the month of its due date. */
  readonly name: string;
  /** Whatever is paid after this day counts for this turn. */
  readonly after: CivilDate;
  /** The last day of the turn. */
  readonly due: CivilDate;
  /** A payday in this turn; null when nobody knows one. */
  readonly payday: CivilDate | null;
};

/**
 * How a member saves: the turn that is running, and the one before it. A plan with due dates of its own gives the same.
 */
export type SavingRhythm = {
  readonly current: SavingPeriod;
  /** null: the member was not there yet. */
  readonly previous: SavingPeriod | null;
  /** Turns from the current one to the deadline, that one included. */
  readonly turnsLeft: number;
};

export type RhythmFacts = {
  readonly joinedOn: CivilDate;
  readonly deadline: CivilDate;
  /** The days of the member's contributions of the last months, in any order. */
  readonly paidOn: readonly CivilDate[];
  /** The day of the month on which the salary comes, 1 to 31; null: nobody knows. */
  readonly payday: number | null;
};

/** The last turn before the deadline absorbs what is shorter than this, so that nobody is asked twice in a few days. */
const SHORTEST_TURN_DAYS = 10;

/**
 * The rhythm of a member without a plan: monthly until the deadline, on the day of the month on which they usually pay,
 * or joined.
 *
 * @returns null when the deadline is over
 */
export function monthlyRhythm(facts: RhythmFacts, today: CivilDate): SavingRhythm | null {
  const { joinedOn, deadline, paidOn } = facts;
  if (today > deadline) return null;
  const anchorDay = usualDay(paidOn) ?? dayOf(joinedOn);
  const firstDue = dueAfter(joinedOn, anchorDay);
  const regular = today > firstDue ? dueOnOrAfter(today, anchorDay) : firstDue;
  const due = addDays(regular, SHORTEST_TURN_DAYS) > deadline ? deadline : regular;
  const before = addMonths(regular, -1, anchorDay);
  // Inside the last turn there is a day on which a regular one would have ended.
  const after = addDays(before, SHORTEST_TURN_DAYS) > deadline ? addMonths(before, -1, anchorDay) : before;
  const previous = after <= joinedOn ? null : period(addMonths(after, -1, anchorDay), after, facts);
  return { current: period(after, due, facts), previous, turnsLeft: turnsBetween(due, deadline, anchorDay) };
}

function period(after: CivilDate, due: CivilDate, { payday }: RhythmFacts): SavingPeriod {
  return { name: monthOf(due), after, due, payday: payday === null ? null : paydayIn(after, due, payday) };
}

/** The last payday of the turn. */
function paydayIn(after: CivilDate, due: CivilDate, day: number): CivilDate | null {
  const inMonthOfDue = addMonths(due, 0, day);
  const last = inMonthOfDue <= due ? inMonthOfDue : addMonths(due, -1, day);
  return last > after ? last : null;
}

/** The day of the month on which most contributions came; of several alike the one of the latest. */
function usualDay(paidOn: readonly CivilDate[]): number | undefined {
  const counts = new Map<number, number>();
  let best: number | undefined;
  for (const date of [...paidOn].sort()) {
    const day = dayOf(date);
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    if (best === undefined || count >= (counts.get(best) ?? 0)) best = day;
  }
  return best;
}

function dueOnOrAfter(date: CivilDate, anchorDay: number): CivilDate {
  const inMonth = addMonths(date, 0, anchorDay);
  return inMonth >= date ? inMonth : addMonths(date, 1, anchorDay);
}

function dueAfter(date: CivilDate, anchorDay: number): CivilDate {
  return dueOnOrAfter(addDays(date, 1), anchorDay);
}

/** The turn that ends on this day, and one for each later due date that leaves the last turn long enough. */
function turnsBetween(due: CivilDate, deadline: CivilDate, anchorDay: number): number {
  let later = monthNumber(deadline) - monthNumber(due);
  while (later >= 0 && addDays(addMonths(due, later, anchorDay), SHORTEST_TURN_DAYS) > deadline) later -= 1;
  return later + 2;
}

function monthNumber(date: CivilDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}

function dayOf(date: CivilDate): number {
  return Number(date.slice(8, 10));
}

/** What one member is asked for in one turn: an equal part of what is missing, in whole tenge. */
export function shareOf(
  missing: Money,
  { members, turnsLeft, minContribution }: { members: number; turnsLeft: number; minContribution: Money | null },
): Money {
  const parts = BigInt(Math.max(1, members)) * BigInt(Math.max(1, turnsLeft)) * TIYN_PER_TENGE;
  const even = ((missing + parts - 1n) / parts) * TIYN_PER_TENGE;
  const least = minContribution ?? 0n;
  const share = even < least ? least : even;
  return share < missing ? share : missing;
}

const TIYN_PER_TENGE = 100n;
