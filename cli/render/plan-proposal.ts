import type { PlanProposal } from '../../src/savings/index.js';
import { displayMoney, type Money } from '../../src/shared/index.js';
import { csvText } from './csv.js';
import { planAlternatives, planComparison } from './plan-comparison.js';
import { planChart } from './plan-chart.js';
import { noteTexts, obstacleText } from './plan-texts.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { fields, page, table } from './table.js';
import { countOf } from './text.js';

/** A longer schedule is shown by its first and last lines. */
const MAX_LINES = 36;
const FIRST_LINES = 12;
const LAST_LINES = 6;

const BPS_IN_PERCENT = 100;

/** A proposed plan: what it takes and brings, what stops it and what would not, its way, and the plans beside it. */
export function planProposal(result: ResultOf<'plans.propose'>, view: View): string {
  return page(
    heading(result, view),
    terms(result, view),
    obstacles(result, view),
    parts(result, view),
    result.schedule.length === 0 ? undefined : planChart(result, view),
    schedule(result, view),
    planComparison(result, view),
  );
}

/** The schedule as a table for other programs. */
export function scheduleCsv({ schedule: lines }: PlanProposal): string {
  return csvText(['number', 'date', 'contribution', 'interest', 'balance'], lines);
}

function heading({ amount, every, target, end, feasible }: PlanProposal, view: View): string {
  const { style, locale } = view;
  const money = (sum: Money) => displayMoney(sum, locale);
  if (amount === 0n) return style.green(`Nothing has to be put in: ${money(target)} is there on ${end}.`);
  const text = `${money(amount)} a ${every} saves ${money(target)} by ${end}.`;
  return feasible ? style.bold(text) : `${style.bold(text)} ${style.red('Not feasible.')}`;
}

function terms(result: PlanProposal, view: View): string {
  const money = (sum: Money) => displayMoney(sum, view.locale);
  const { schedule: lines, start, end, count, have, contributed, interest, total, byDayCount } = result;
  const isFull = total === have + contributed + interest;
  const credited = byDayCount.capitalisation === 'monthly' ? 'credited monthly' : 'paid at the end';
  const short = byDayCount.missing > 0n ? `, ${money(byDayCount.missing)} short` : '';
  const counted = `${money(byDayCount.total)} on ${end}${short} (actual/365, ${credited})`;
  return [
    fields(
      [
        ['contributions', count === 0 ? undefined : `${count}, beginning on ${lines[0]?.date}`],
        ['counted from', start],
        ['money at hand', have === 0n ? undefined : money(have)],
        ['put in', money(contributed)],
        ['interest', money(interest)],
        ['total', `${money(total)}${isFull ? '' : ' with the last contribution in full'}`],
        ['rate', rateText(result)],
        ['by day count', counted],
      ],
      view.style,
    ),
    ...noteTexts(result, view),
  ].join('\n');
}

function rateText({ rateBps, effectiveRate, periodicRate, every }: PlanProposal): string {
  const nominal = `${rateBps / BPS_IN_PERCENT} % a year, effective ${effectiveRate} %`;
  const why = every === 'month' ? 'a twelfth' : 'which makes the same in a year';
  return `${nominal}; annuity formula with ${periodicRate} % a ${every}, ${why}`;
}

function obstacles(result: PlanProposal, view: View): string | undefined {
  if (result.feasible) return undefined;
  const reasons = result.obstacles.map((each) => `${view.style.red('✘')} ${obstacleText(each, view)}`);
  return page(reasons.join('\n'), planAlternatives(result, view));
}

function parts({ split }: PlanProposal, view: View): string | undefined {
  if (split.length === 0) return undefined;
  const columns = [
    { title: 'member' },
    { title: 'part', align: 'right' },
    { title: 'each time', align: 'right' },
    { title: 'in all', align: 'right' },
  ] as const;
  const rows = split.map(({ client, percent, amount, contributed }) => [
    client,
    `${percent} %`,
    displayMoney(amount, view.locale),
    displayMoney(contributed, view.locale),
  ]);
  return table(columns, rows, view.style);
}

function schedule({ schedule: lines, catchUp }: PlanProposal, view: View): string | undefined {
  if (lines.length === 0) return undefined;
  const { style, locale } = view;
  const isMissed = new Set(catchUp?.missed);
  const columns = [
    { title: 'no', align: 'right' },
    { title: 'date' },
    { title: 'contribution', align: 'right' },
    { title: 'interest', align: 'right' },
    { title: 'balance', align: 'right' },
  ] as const;
  const left = lines.length > MAX_LINES ? lines.length - FIRST_LINES - LAST_LINES : 0;
  const shown = left === 0 ? lines : [...lines.slice(0, FIRST_LINES), ...lines.slice(-LAST_LINES)];
  const rows = shown.map(({ number, date, contribution, interest, balance }) => [
    String(number),
    date,
    isMissed.has(number) ? style.yellow('missed') : displayMoney(contribution, locale),
    displayMoney(interest, locale),
    displayMoney(balance, locale),
  ]);
  if (left > 0) rows.splice(FIRST_LINES, 0, ['…']);
  const rest = `${countOf(left, 'line')} left out: --csv FILE writes all of them, --json prints them.`;
  return [table(columns, rows, style), ...(left === 0 ? [] : [style.dim(rest)])].join('\n');
}
