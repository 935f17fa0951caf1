import { addDays, type CivilDate, civilDateOf, daysBetween, divideUp, type Money } from '../../shared/index.js';
import type { Goal } from './goal.js';
import { expectedBy, type GoalView } from './view.js';

/** One point of a goal's way: the money that was there at the end of that day. */
export type ProgressPoint = { readonly date: CivilDate; readonly collected: Money };

/** How far a goal is and whether it will be met in time. */
export type GoalProgress = {
  readonly goal: GoalView;
  /** Whole percent of the target, rounded down: 100 only when it is met. */
  readonly percent: number;
  readonly daysLeft: number;
  /** What even saving would have brought by today. */
  readonly expected: Money;
  readonly pace: 'met' | 'ahead' | 'behind';
  /** What has to come in a day, from today to the deadline, rounded up to the tiyn. */
  readonly neededPerDay: Money;
  /** The day on which the target is met if saving goes on as so far; null when nothing was saved yet. */
  readonly projected: CivilDate | null;
  readonly points: readonly ProgressPoint[];
};

/** Reads a goal's progress off its view and its history. */
export function progressOf(goal: Goal, view: GoalView, points: readonly ProgressPoint[], now: Date): GoalProgress {
  const today = civilDateOf(now);
  const daysLeft = Math.max(0, daysBetween(today, goal.deadline));
  const left = view.target > view.collected ? view.target - view.collected : 0n;
  const expected = expectedBy(goal, now);
  return {
    goal: view,
    percent: Number((view.collected * 100n) / view.target),
    daysLeft,
    expected,
    pace: left === 0n ? 'met' : view.collected >= expected ? 'ahead' : 'behind',
    neededPerDay: divideUp(left, BigInt(Math.max(1, daysLeft))),
    projected: projection(goal, view.collected, left, today),
    points,
  };
}

function projection(goal: Goal, collected: Money, left: Money, today: CivilDate): CivilDate | null {
  if (left === 0n) return today;
  const passed = BigInt(Math.max(1, daysBetween(civilDateOf(goal.createdAt), today)));
  const days = collected === 0n ? MAX_PROJECTION_DAYS + 1n : divideUp(left * passed, collected);
  return days > MAX_PROJECTION_DAYS ? null : addDays(today, Number(days));
}

/** A projection further off than thirty years tells nobody anything. */
const MAX_PROJECTION_DAYS = 30n * 366n;
