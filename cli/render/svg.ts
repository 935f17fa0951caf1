import type { GoalProgress } from '../../src/savings/index.js';
import { type CivilDate, daysBetween, displayMoney, type Money } from '../../src/shared/index.js';
import { plannedOn, type ProgressSeries, seriesOf } from './chart.js';
import type { View } from './style.js';
import { printable } from './text.js';

const WIDTH = 720;
const HEIGHT = 400;
const PLOT = { left: 130, right: WIDTH - 30, top: 90, bottom: HEIGHT - 50 };
const INK = '#1f2937';
const SOFT = '#9ca3af';
const FILL = '#0e7490';

/** A goal's way as a picture that needs nothing else: no script, no style sheet, no font of its own. */
export function progressSvg(result: GoalProgress, { locale }: Pick<View, 'locale'>): string {
  const { goal, percent } = result;
  const series = seriesOf(result);
  const money = (amount: Money) => displayMoney(amount, locale);
  const title = escapeXml(printable(goal.title));
  const sums = escapeXml(`${percent} % · ${money(goal.collected)} of ${money(goal.target)} · until ${goal.deadline}`);
  const targetY = y(series, series.target);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${INK}">`,
    `<title>${title}</title>`,
    `<desc>${sums}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="30" y="38" font-size="20" font-weight="600">${title}</text>`,
    `<text x="30" y="62">${sums}</text>`,
    `<path d="${area(series)}" fill="${FILL}" fill-opacity="0.2"/>`,
    `<path d="${steps(series)}" fill="none" stroke="${FILL}" stroke-width="2"/>`,
    line(
      x(series, series.start),
      y(series, 0n),
      x(series, series.deadline),
      y(series, plannedOn(series, series.deadline)),
      `stroke="${SOFT}" stroke-dasharray="2 5"`,
    ),
    line(PLOT.left, targetY, PLOT.right, targetY, `stroke="${INK}" stroke-dasharray="6 4"`),
    line(PLOT.left, PLOT.bottom, PLOT.right, PLOT.bottom, `stroke="${INK}"`),
    label(PLOT.left - 8, targetY + 4, 'end', money(series.target)),
    label(PLOT.left - 8, PLOT.bottom + 4, 'end', money(0n)),
    label(PLOT.left, PLOT.bottom + 22, 'start', series.start),
    label(PLOT.right, PLOT.bottom + 22, 'end', series.end),
    '</svg>',
    '',
  ].join('\n');
}

/** Money stays where it is until the day it changes, so the line goes in steps. */
function steps(series: ProgressSeries): string {
  const { points, start, today } = series;
  const path = [`M${x(series, start)} ${y(series, 0n)}`];
  for (const { date, collected } of points) path.push(`H${x(series, date)}`, `V${y(series, collected)}`);
  return [...path, `H${x(series, today)}`].join('');
}

function area(series: ProgressSeries): string {
  return `${steps(series)}V${y(series, 0n)}Z`;
}

function x({ start, end }: ProgressSeries, date: CivilDate): number {
  const part = daysBetween(start, date) / Math.max(1, daysBetween(start, end));
  return round(PLOT.left + part * (PLOT.right - PLOT.left));
}

function y({ top }: ProgressSeries, amount: Money): number {
  return round(PLOT.bottom - (Number(amount) / Number(top)) * (PLOT.bottom - PLOT.top));
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" ${stroke}/>`;
}

function label(left: number, bottom: number, anchor: 'start' | 'end', text: string): string {
  return `<text x="${left}" y="${bottom}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text as it may stand between or inside the tags of SVG and HTML. */
export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
