import type { GoalProgress } from '../../src/savings/index.js';
import { displayMoney } from '../../src/shared/index.js';
import { bar, percentOf } from './bars.js';
import { framed } from './chart-frame.js';
import { chartRows, seriesOf } from './chart.js';
import { goalHeading } from './goals.js';
import { moneyText, type View } from './style.js';
import { page, table } from './table.js';
import { countOf } from './text.js';

const SHARE_BAR = 20;

/** How far a goal is: the bar, the pace, each member's share, and its way to here. */
export function progress(result: GoalProgress, view: View): string {
  const { goal } = result;
  return page(goalHeading(goal, view), paceText(result, view), shares(result, view), chart(result, view));
}

function paceText({ goal, daysLeft, pace, expected, neededPerDay, projected }: GoalProgress, view: View): string {
  const { green, yellow } = view.style;
  const money = (amount: bigint) => displayMoney(amount, view.locale);
  if (pace === 'met') return green('The target is met.');
  const colour = pace === 'ahead' ? green : yellow;
  const lines = [
    `${colour(pace === 'ahead' ? 'Ahead' : 'Behind')}: even saving would have brought ${money(expected)} by today.`,
    daysLeft === 0
      ? `The deadline was ${goal.deadline}; ${money(goal.missing)} is missing.`
      : `${countOf(daysLeft, 'day')} to go until ${goal.deadline}; ${money(neededPerDay)} a day meets the target.`,
  ];
  if (projected !== null && daysLeft > 0) lines.push(`At this pace the target is met on ${projected}.`);
  return lines.join('\n');
}

function shares({ goal }: GoalProgress, view: View): string {
  const rows = goal.members.map(({ client, role, principal, interest, onPlan }) => {
    const sum = principal === null || interest === null ? null : principal + interest;
    return [
      client,
      role,
      moneyText(sum, view),
      sum === null ? '' : view.style.cyan(bar(sum, goal.target, SHARE_BAR)),
      sum === null ? '' : percentOf(sum, goal.target),
      onPlan ? view.style.green('on plan') : view.style.yellow('behind'),
    ];
  });
  const columns = [
    { title: 'member' },
    { title: 'role' },
    { title: 'saved', align: 'right' },
    { title: 'part of the target' },
    { title: '', align: 'right' },
    { title: 'own part' },
  ] as const;
  return table(columns, rows, view.style);
}

function chart(result: GoalProgress, view: View): string {
  const series = seriesOf(result);
  const frame = { top: series.top, start: series.start, end: series.end, legend: '█ collected   · even saving' };
  return framed(frame, view, (width, height) => chartRows(series, width, height).map(view.style.cyan));
}
