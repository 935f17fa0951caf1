import { type CivilDate, daysBetween, formatTenge } from '../../../src/shared/index.js';
import type { Tally } from '../tally.js';
import { type Databases, dayOf } from './databases.js';

/** One number for each day of a run. */
export type Daily = readonly number[];

/** A run day by day, from its first day to its last. Money is tenge. */
export type Series = {
  readonly from: CivilDate;
  readonly days: number;
  /** Goals so far: opened, met at least once, past their deadline unmet, closed. */
  readonly goals: { readonly opened: Daily; readonly met: Daily; readonly expired: Daily; readonly closed: Daily };
  /** What the goals hold, by the books and at the bank, at the end of each day. */
  readonly balances: { readonly books: readonly string[]; readonly bank: readonly string[] };
  /** Members' own payments, from seven in the morning to seven of the next: done, refused, lost with a process. */
  readonly contributions: { readonly done: Daily; readonly refused: Daily; readonly lost: Daily };
  /** Dates of plans, by what became of them on that day; one that was postponed comes again. */
  readonly plans: {
    readonly paid: Daily;
    readonly unanswered: Daily;
    readonly refused: Daily;
    readonly postponed: Daily;
    readonly skipped: Daily;
  };
};

type DayCount = { readonly name: string; readonly day: bigint; readonly count: bigint };
type DaySum = { readonly day: bigint; readonly sum: bigint };

/** Reads what the databases know by the day. */
export function readSeries({ books, bank }: Databases, range: Range, { days: played }: Tally): Series {
  const goals = countsOn(range, books.prepare<[], DayCount>(GOALS).all());
  const plans = countsOn(range, books.prepare<[], DayCount>(PLANS).all());
  const callsOf = (outcome: 'done' | 'refused' | 'lost'): Daily => {
    const known = new Map(played.map(({ day, contributions }) => [day, contributions[outcome]]));
    return range.all.map((day) => known.get(day) ?? 0);
  };
  return {
    from: range.from,
    days: range.all.length,
    goals: {
      opened: soFar(goals('goal.created')),
      met: soFar(goals('goal.reached')),
      expired: soFar(goals('goal.expired')),
      closed: soFar(goals('goal.closed')),
    },
    balances: {
      books: moneySoFar(range, books.prepare<[], DaySum>(BOOKS).all()),
      bank: moneySoFar(range, bank.prepare<[], DaySum>(BANK).all()),
    },
    contributions: { done: callsOf('done'), refused: callsOf('refused'), lost: callsOf('lost') },
    plans: {
      paid: plans('2'),
      unanswered: plans('1'),
      refused: plans('3'),
      postponed: plans('plan.postponed'),
      skipped: plans('plan.skipped'),
    },
  };
}

/** The days of a run. */
export type Range = { readonly from: CivilDate; readonly all: readonly CivilDate[] };

const GOALS = `
  SELECT type AS name, ${dayOf('at')} AS day, count(*) AS count
  FROM (SELECT goal_id, type, min(at) AS at FROM events
        WHERE type IN ('goal.created', 'goal.reached', 'goal.expired', 'goal.closed') GROUP BY goal_id, type)
  GROUP BY 1, 2`;

// Of contributions the name is the number of their status: 1 pending, 2 completed, 3 refused.
const PLANS = `
  SELECT CAST(status AS TEXT) AS name, ${dayOf('created_at')} AS day, count(*) AS count
  FROM contributions WHERE plan_id IS NOT NULL GROUP BY 1, 2
  UNION ALL
  SELECT type, ${dayOf('at')}, count(*) FROM events WHERE type IN ('plan.postponed', 'plan.skipped') GROUP BY 1, 2`;

// What is posted at once (1) and what posts something pending (3), into the bank account of the goal (kind 1) or out of it.
const BOOKS = `
  SELECT ${dayOf('recorded_at')} AS day,
    sum(CASE WHEN debit_kind = 1 THEN amount ELSE 0 END - CASE WHEN credit_kind = 1 THEN amount ELSE 0 END) AS sum
  FROM transfers WHERE phase IN (1, 3) GROUP BY 1`;

// Accounts of kind 2 are savings accounts.
const BANK = `
  SELECT ${dayOf('booked_ms')} AS day,
    sum(CASE WHEN credit.kind = 2 THEN amount ELSE 0 END - CASE WHEN debit.kind = 2 THEN amount ELSE 0 END) AS sum
  FROM movements JOIN accounts AS debit ON debit.id = debit_id JOIN accounts AS credit ON credit.id = credit_id
  GROUP BY 1`;

const EPOCH = '1970-01-01' as CivilDate;

function countsOn({ from, all }: Range, rows: readonly DayCount[]): (name: string) => number[] {
  const first = daysBetween(EPOCH, from);
  return (name) => {
    const counts = all.map(() => 0);
    for (const row of rows) if (row.name === name) counts[Number(row.day) - first] = Number(row.count);
    return counts;
  };
}

function soFar(counts: readonly number[]): Daily {
  let sum = 0;
  return counts.map((count) => (sum += count));
}

function moneySoFar({ from, all }: Range, rows: readonly DaySum[]): readonly string[] {
  const first = daysBetween(EPOCH, from);
  const changes = new Map(rows.map(({ day, sum }) => [Number(day) - first, sum]));
  let balance = 0n;
  return all.map((_day, index) => formatTenge((balance += changes.get(index) ?? 0n)));
}
