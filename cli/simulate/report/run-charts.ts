import { messagesByTemplate, moneyText, percentText } from './figures.js';
import { lineChart, namedBars, namedBarsHeight, stackedBars } from './chart-kinds.js';
import type { Chart } from './chart.js';
import type { SimulationReport } from './report.js';
import { daysOf, weeksOf } from './weeks.js';

const HEIGHT = 320;
/** More reasons than this are in the table only. */
const MAX_BARS = 12;

/** Goals from day to day. */
export function goalChart({ series, goals }: SimulationReport): Chart {
  const { opened, met, expired, closed } = series.goals;
  const share = goals.metShare === null ? '' : `, ${percentText(goals.metShare)} of those that are decided`;
  return {
    id: 'goals',
    title: 'Goals so far',
    description: `${goals.opened} goals were opened and ${goals.met} met${share}.`,
    height: HEIGHT,
    option: lineChart(daysOf(series), [
      { name: 'opened', values: opened, colour: 'first' },
      { name: 'met', values: met, colour: 'second' },
      { name: 'past their deadline', values: expired, colour: 'third' },
      { name: 'closed', values: closed, colour: 'fifth', isDashed: true },
    ]),
  };
}

/** Money from day to day. */
export function balanceChart({ series }: SimulationReport): Chart {
  const { books, bank } = series.balances;
  const isSame = books.every((balance, index) => balance === bank[index]);
  return {
    id: 'balances',
    title: 'Money in the goals, in tenge',
    description: `At the end ${lastOf(books)} by the books and ${lastOf(bank)} at the bank. ${isSame ? 'Both agree on every day.' : 'On some days they differ by what was under way.'}`,
    height: HEIGHT,
    option: lineChart(daysOf(series), [
      { name: 'by the books', values: books.map(Number), colour: 'first' },
      { name: 'at the bank', values: bank.map(Number), colour: 'second', isDashed: true },
    ]),
  };
}

function lastOf(balances: readonly string[]): string {
  return moneyText(balances.at(-1) ?? '0');
}

/** Members' payments from week to week. */
export function paymentChart({ series }: SimulationReport): Chart {
  const weeks = weeksOf(series);
  const { done, refused, lost } = series.contributions;
  return {
    id: 'payments',
    title: 'Payments that members began, each week',
    description: `${done.reduce((sum, count) => sum + count, 0)} were done in all.`,
    height: HEIGHT,
    option: stackedBars(weeks.starts, [
      { name: 'done', values: weeks.sums(done), colour: 'first' },
      { name: 'refused', values: weeks.sums(refused), colour: 'second' },
      { name: 'lost with a process', values: weeks.sums(lost), colour: 'third' },
    ]),
  };
}

/** Dates of plans from day to day. */
export function planChart({ series, plans }: SimulationReport): Chart {
  const { paid, unanswered, refused, postponed, skipped } = series.plans;
  const busiest = Math.max(0, ...paid.map((count, index) => count + (postponed[index] ?? 0) + (skipped[index] ?? 0)));
  return {
    id: 'plans',
    title: 'Dates of plans, each day',
    description: `${plans.started} plans were started; the busiest day had ${busiest} dates.`,
    height: HEIGHT,
    option: stackedBars(daysOf(series), [
      { name: 'paid', values: paid, colour: 'first' },
      { name: 'postponed', values: postponed, colour: 'second' },
      { name: 'skipped', values: skipped, colour: 'fourth' },
      { name: 'refused by the bank', values: refused, colour: 'third' },
      { name: 'not answered yet', values: unanswered, colour: 'fifth' },
    ]),
  };
}

/** What was refused most. */
export function refusalChart({ refusals }: SimulationReport): Chart {
  const shown = refusals.slice(0, MAX_BARS);
  const values = shown.map(({ count }) => count);
  return {
    id: 'refusals',
    title: 'Refused calls by reason',
    description: shown.map(({ code, count }) => `${code}: ${count}`).join(', '),
    height: namedBarsHeight(shown.length, 1) - 32,
    option: namedBars(
      shown.map(({ code }) => code),
      [{ name: 'refused', values, colour: 'first' }],
      false,
    ),
  };
}

/** What went wrong, and how much of it met anything. */
export function faultChart({ faultsByKind }: SimulationReport): Chart {
  return {
    id: 'faults',
    title: 'Faults by kind',
    description: faultsByKind.map(({ kind, planned, met }) => `${kind}: ${met} of ${planned}`).join(', '),
    height: namedBarsHeight(faultsByKind.length, 2),
    option: namedBars(
      faultsByKind.map(({ kind }) => kind),
      [
        { name: 'planned', values: faultsByKind.map(({ planned }) => planned), colour: 'fifth' },
        { name: 'met something', values: faultsByKind.map(({ met }) => met), colour: 'first' },
      ],
      false,
    ),
  };
}

/** What members were told. */
export function messageChart(report: SimulationReport): Chart {
  const counts = messagesByTemplate(report);
  const values = (of: (count: (typeof counts)[number]) => number) => counts.map(of);
  return {
    id: 'messages',
    title: 'Messages by template',
    description: counts.map(({ template, left }) => `${template}: ${left} left`).join(', '),
    height: namedBarsHeight(counts.length, 1),
    option: namedBars(
      counts.map(({ template }) => template),
      [
        { name: 'left', values: values(({ left }) => left), colour: 'first' },
        { name: 'under way', values: values(({ waiting }) => waiting), colour: 'fifth' },
        { name: 'withheld or failed', values: values(({ withheld }) => withheld), colour: 'second' },
      ],
      true,
    ),
  };
}
