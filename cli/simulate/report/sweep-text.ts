import { type Column, page, table } from '../../render/table.js';
import type { View } from '../../render/style.js';
import { countOf, printable } from '../../render/text.js';
import type { Interval } from '../interval.js';
import { MEASURES, type Measure, type SweepEnd, type SweepReport } from '../sweep.js';
import { groupedNumber } from './figures.js';
import { violationText } from './text.js';

/** Titles of a table of one measure; `>` begins those of numbers. */
export const SWEEP_TITLES = ['>mean', '>95 % interval', '>difference', '>95 % interval of it', ''] as const;

/** A sweep on the terminal: a table for each measure. */
export function sweepText(report: SweepReport, view: View): string {
  const { goals, months, faults, seeds, violated } = report;
  const name = printable(report.name);
  return page(
    `${view.style.bold(name)}: ${countOf(seeds.length, 'seed')} each, from ${seeds[0] ?? ''} on; ${countOf(goals, 'goal')}, ${countOf(months, 'month')}, faults ${faults}`,
    ...(violated === null ? compared(report, view) : foundIn(violated, name, view)),
  );
}

function compared(report: SweepReport, { style }: View): readonly string[] {
  const columns = [printable(report.name), ...SWEEP_TITLES].map(
    (title): Column => ({
      title: title.replace('>', ''),
      align: title.startsWith('>') ? 'right' : 'left',
    }),
  );
  const tables = measureNames().map((measure) => {
    const rows = sweepRows(report, measure).map((row) => row.map(printable));
    return `${style.bold(MEASURES[measure])}\n${table(columns, rows, style)}`;
  });
  return [...tables, style.dim(sweepNote(report))];
}

function foundIn({ value, report }: SweepEnd, name: string, view: View): readonly string[] {
  return [violationText(report, view), `It ended the comparison at ${name}=${printable(value)}.`];
}

/** With fewer runs an interval rests on how a few of them happened to stray. */
const FEW_SEEDS = 10;

/** How the figures are to be read. */
export function sweepNote({ seeds }: SweepReport): string {
  const few = seeds.length < FEW_SEEDS ? ` Fewer than ${FEW_SEEDS} seeds: the intervals are rough.` : '';
  return `Mean and 95 % interval over the seeds (Student’s t). Differences are to the first value, seed by seed; * where their interval leaves zero out.${few}`;
}

/** The rows of one measure: value, mean, interval, difference to the first value, its interval, and whether it is sure. */
export function sweepRows(report: SweepReport, measure: Measure): readonly (readonly string[])[] {
  return report.rows.map(({ value, measures, difference }) => {
    const delta = difference === null ? null : difference[measure];
    return [
      ...[value, numberText(measures[measure].mean), rangeText(measures[measure])],
      ...(delta === null ? ['', '', ''] : [signed(delta.mean), rangeText(delta), isSure(delta) ? '*' : '']),
    ];
  });
}

/** The measures in their order. */
export function measureNames(): readonly Measure[] {
  return Object.keys(MEASURES) as Measure[];
}

function isSure({ low, high }: Interval): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

function rangeText({ low, high }: Interval): string {
  return low === null || high === null ? '—' : `${numberText(low)} to ${numberText(high)}`;
}

function signed(value: number): string {
  return value > 0 ? `+${numberText(value)}` : numberText(value);
}

/** Large numbers whole, small ones with two decimals. */
function numberText(value: number): string {
  if (Math.abs(value) >= 1_000) return groupedNumber(Math.round(value));
  const rounded = value.toFixed(2);
  return rounded === '-0.00' ? '0.00' : rounded;
}
