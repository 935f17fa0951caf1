import { type CivilDate, displayMoney, type Money } from '../../src/shared/index.js';
import type { View } from './style.js';
import { padTo, textWidth } from './text.js';

/** What stands around a chart of money over days. */
export type ChartFrame = {
  /** The upper end of the money axis. */
  readonly top: Money;
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly legend: string;
};

const CHART_ROWS = 10;

/**
 * A chart with its axes: the sums beside it, the days and the legend under it.
 *
 * @param rowsOf draws the rows, the highest first, as wide as the terminal leaves room for
 */
export function framed(
  { top, start, end, legend }: ChartFrame,
  { style, locale, width: columns }: View,
  rowsOf: (width: number, height: number) => readonly string[],
): string {
  const labels = [top, top / 2n, 0n].map((sum) => displayMoney(sum, locale));
  const [most = '', half = '', none = ''] = labels;
  const margin = Math.max(...labels.map(textWidth));
  const width = columns - margin - 3;
  const rows = rowsOf(width, CHART_ROWS).map((row, index) => {
    const label = index === 0 ? most : index === CHART_ROWS / 2 ? half : '';
    return `${style.dim(`${padTo(label, margin, 'right')} ${label === '' ? '│' : '┤'}`)}${row}`.trimEnd();
  });
  const dates = `${start}${padTo(end, width - textWidth(start), 'right')}`;
  return [
    ...rows,
    style.dim(`${padTo(none, margin, 'right')} ┼${'─'.repeat(width)}`),
    style.dim(`${' '.repeat(margin + 2)}${dates}`),
    style.dim(`${' '.repeat(margin + 2)}${legend}`),
  ].join('\n');
}
