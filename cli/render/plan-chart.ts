import type { PlanProposal } from '../../src/savings/index.js';
import { addDays, daysBetween, type Money } from '../../src/shared/index.js';
import { framed } from './chart-frame.js';
import type { View } from './style.js';

const RISING = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const INTEREST = '▒';
const EIGHTHS = 8;

/** The balance of a plan over its days: what is put in, and on top of it what the bank adds. */
export function planChart(proposal: PlanProposal, view: View): string {
  const { start, end, schedule, have } = proposal;
  const top = schedule.at(-1)?.balance ?? have;
  const { cyan, green } = view.style;
  const paint = (row: string) => row.replaceAll(/▒+|[^▒]+/g, (part) => (part[0] === INTEREST ? green : cyan)(part));
  const frame = { top, start, end, legend: '█ put in   ▒ interest' };
  return framed(frame, view, (width, height) => planRows(proposal, top, { width, height }).map(paint));
}

/** The chart as rows of text, the highest first. */
export function planRows(
  { start, end, schedule, have }: Pick<PlanProposal, 'start' | 'end' | 'schedule' | 'have'>,
  top: Money,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const days = daysBetween(start, end);
  const columns: (readonly [putIn: number, balance: number])[] = [];
  let [putIn, balance, next] = [have, have, 0];
  for (let index = 0; index < width; index += 1) {
    const date = addDays(start, Math.round((days * index) / Math.max(1, width - 1)));
    for (let line = schedule[next]; line !== undefined && line.date <= date; line = schedule[next]) {
      putIn += line.contribution;
      ({ balance } = line);
      next += 1;
    }
    columns.push([eighthsOf(putIn, top, height), eighthsOf(balance, top, height)]);
  }
  return Array.from({ length: height }, (_, index) => {
    const floor = (height - index - 1) * EIGHTHS;
    return columns.map(([own, all]) => cellOf(own - floor, all - floor)).join('');
  });
}

/** One cell: what fills more of it shows, since two colours do not fit into one character. */
function cellOf(own: number, all: number): string {
  const inCell = (eighths: number) => Math.min(EIGHTHS, Math.max(0, eighths));
  const isInterest = inCell(all) - inCell(own) > inCell(own);
  return isInterest ? INTEREST : (RISING[inCell(all)] ?? ' ');
}

function eighthsOf(amount: Money, top: Money, height: number): number {
  return top <= 0n ? 0 : Number((amount * BigInt(height * EIGHTHS)) / top);
}
