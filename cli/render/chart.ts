import type { GoalProgress } from '../../src/savings/index.js';
import { addDays, type CivilDate, civilDateOf, daysBetween, type Money } from '../../src/shared/index.js';

/** Money over days, ready to be drawn: both axes and what stands on them. */
export type ProgressSeries = {
  readonly start: CivilDate;
  /** The money is drawn up to here. */
  readonly today: CivilDate;
  readonly end: CivilDate;
  readonly deadline: CivilDate;
  readonly target: Money;
  /** The upper end of the money axis. */
  readonly top: Money;
  readonly points: GoalProgress['points'];
};

/** The axes of a goal's way: from its first day to its deadline, from nothing to its target, or as far as it went. */
export function seriesOf({ goal, points, daysLeft }: GoalProgress): ProgressSeries {
  const opened = civilDateOf(goal.createdAt);
  const first = points[0]?.date ?? opened;
  const last = points.at(-1)?.date ?? opened;
  const today = addDays(goal.deadline, -daysLeft);
  const highest = points.reduce((most, { collected }) => (collected > most ? collected : most), goal.target);
  return {
    // Imported money may count from a day before the goal was opened.
    start: first < opened ? first : opened,
    today: last > today ? last : today,
    end: last > goal.deadline ? last : goal.deadline,
    deadline: goal.deadline,
    target: goal.target,
    top: highest,
    points,
  };
}

/** The money that was there at the end of a day. */
export function collectedOn({ points }: ProgressSeries, date: CivilDate): Money {
  let collected = 0n;
  for (const point of points) {
    if (point.date > date) break;
    ({ collected } = point);
  }
  return collected;
}

/** What even saving would have brought by the end of a day. */
export function plannedOn({ start, deadline, target }: ProgressSeries, date: CivilDate): Money {
  const term = Math.max(1, daysBetween(start, deadline));
  const passed = Math.min(term, Math.max(0, daysBetween(start, date)));
  return (target * BigInt(passed)) / BigInt(term);
}

const RISING = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const PLAN = '·';

/** The way as rows of text, the highest first: blocks for the money, dots for even saving. */
export function chartRows(series: ProgressSeries, width: number, height: number): readonly string[] {
  const days = Math.max(1, daysBetween(series.start, series.end));
  const columns = Array.from({ length: width }, (_, index) => {
    const date = addDays(series.start, Math.round((days * index) / Math.max(1, width - 1)));
    const saved = date <= series.today ? eighthsOf(collectedOn(series, date), series.top, height) : 0;
    const planned = Math.max(1, eighthsOf(plannedOn(series, date), series.top, height));
    return { saved, plannedRow: Math.ceil(planned / 8) };
  });
  return Array.from({ length: height }, (_, index) => {
    const row = height - index;
    return columns
      .map(({ saved, plannedRow }) => {
        const inRow = Math.min(8, Math.max(0, saved - (row - 1) * 8));
        return inRow === 0 && row === plannedRow ? PLAN : (RISING[inRow] ?? ' ');
      })
      .join('');
  });
}

/** Some money is always seen: less than an eighth is drawn as one. */
function eighthsOf(amount: Money, top: Money, height: number): number {
  const eighths = Number((amount * BigInt(height) * 8n) / top);
  return amount > 0n ? Math.max(1, eighths) : 0;
}
