import { clipped, type Interval, totalOf } from '../interval.js';
import type { Databases } from './databases.js';

/** What all goals would come to, by those that were played. Money is tenge. */
export type ScaledTotals = {
  readonly share: number;
  /** How many goals were played. */
  readonly played: number;
  readonly totals: { readonly [Name in keyof typeof PER_GOAL]: Interval };
};

// One number for each goal that has any.
const PER_GOAL = {
  goalsOpened: 'SELECT 1 FROM goals',
  goalsMet: "SELECT count(DISTINCT goal_id) FROM events WHERE type = 'goal.reached' GROUP BY goal_id",
  places: 'SELECT count(*) FROM members GROUP BY goal_id',
  paymentsDone: 'SELECT count(*) FROM contributions WHERE status = 2 GROUP BY goal_id',
  paymentsRefused: 'SELECT count(*) FROM contributions WHERE status = 3 GROUP BY goal_id',
  saved: 'SELECT sum(amount) / 100.0 FROM contributions WHERE status = 2 GROUP BY goal_id',
  plans: 'SELECT count(*) FROM plans GROUP BY goal_id',
  messages: 'SELECT count(*) FROM messages WHERE left_at IS NOT NULL GROUP BY goal_id',
} as const;

/** No goal counts twice for these. */
const ONE_EACH: readonly string[] = ['goalsOpened', 'goalsMet'];

/** What each goal that was played came to, number by number. */
export type PerGoal = { readonly [Name in keyof typeof PER_GOAL]: readonly number[] };

/** Reads what each of so many goals came to; a goal that has nothing of a kind counts as none. */
export function readPerGoal({ books }: Databases, played: number): PerGoal {
  const entries = Object.entries(PER_GOAL).map(([name, sql]): [string, readonly number[]] => {
    const values = books.prepare<[], number | bigint>(sql).pluck().all().map(Number);
    const missing = Array.from({ length: Math.max(0, played - values.length) }, () => 0);
    return [name, [...values, ...missing]];
  });
  return Object.fromEntries(entries) as PerGoal;
}

/** Tells what all goals would come to by what some of them did. */
export function scaledTotals(perGoal: PerGoal, share: number, population: number): ScaledTotals {
  const totals = Object.entries(perGoal).map(([name, values]) => {
    const most = ONE_EACH.includes(name) ? population : Number.POSITIVE_INFINITY;
    return [name, rounded(clipped(totalOf(values, population), 0, most))] as const;
  });
  return {
    ...{ share, played: perGoal.goalsOpened.length },
    totals: Object.fromEntries(totals) as ScaledTotals['totals'],
  };
}

function rounded({ mean, low, high }: Interval): Interval {
  const whole = (value: number | null) => (value === null ? null : Math.round(value));
  return { mean: Math.round(mean), low: whole(low), high: whole(high) };
}
