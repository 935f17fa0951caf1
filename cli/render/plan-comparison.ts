import type { PlanProposal } from '../../src/savings/index.js';
import { displayMoney, type Money } from '../../src/shared/index.js';
import { scalar } from './anything.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { type Column, table } from './table.js';
import { inWords } from './text.js';

type Report = ResultOf<'plans.propose'>;

const BPS_IN_PERCENT = 100;

const ALTERNATIVES = {
  term: 'another term',
  target: 'another target',
  amount: 'another amount',
} as const satisfies Record<PlanProposal['alternatives'][number]['change'], string>;

/** The plans nearest to one that is not feasible. */
export function planAlternatives({ alternatives, every, catchUp }: PlanProposal, view: View): string {
  if (alternatives.length === 0) return `No other term, target or amount is feasible with one contribution a ${every}.`;
  const columns = [
    { title: 'nearest feasible' },
    { title: 'target', align: 'right' },
    { title: `a ${every}`, align: 'right' },
    { title: 'times', align: 'right' },
    { title: 'until' },
  ] as const;
  const rows = alternatives.map(({ change, target, amount, count, deadline }) => [
    ALTERNATIVES[change],
    displayMoney(target, view.locale),
    displayMoney(amount, view.locale),
    String(count),
    deadline,
  ]);
  const rest =
    catchUp === null
      ? ''
      : `\nThese are plans of the rest: --start ${catchUp.since}, with ${displayMoney(catchUp.balance, view.locale)} at hand.`;
  return `${table(columns, rows, view.style)}${rest}`;
}

/** The plans that were compared, side by side, the one that was asked for first. */
export function planComparison(report: Report, view: View): string | undefined {
  if (report.whatIf.length === 0) return undefined;
  const money = (sum: Money) => displayMoney(sum, view.locale);
  const plans: readonly Compared[] = [
    { name: 'as asked', proposal: report },
    ...report.whatIf.map(({ changes, proposal }) => ({ name: changesText(changes, view), proposal })),
  ];
  const columns: readonly ComparedColumn[] = [
    { title: 'what if', cellOf: ({ name }) => name },
    { title: 'target', align: 'right', cellOf: ({ proposal }) => money(proposal.target) },
    { title: 'every', cellOf: ({ proposal }) => proposal.every },
    { title: 'each time', align: 'right', cellOf: ({ proposal }) => money(proposal.amount) },
    { title: 'times', align: 'right', cellOf: ({ proposal }) => String(proposal.count) },
    { title: 'until', cellOf: ({ proposal }) => proposal.end },
    { title: 'put in', align: 'right', cellOf: ({ proposal }) => money(proposal.contributed) },
    { title: 'interest', align: 'right', cellOf: ({ proposal }) => money(proposal.interest) },
    { title: 'feasible', cellOf: ({ proposal }) => (proposal.feasible ? 'yes' : view.style.red('no')) },
  ];
  // What is the same in all of them need not be compared.
  const isOne = (cells: readonly string[]) => new Set(cells).size === 1;
  const shown = columns.filter(
    ({ title, cellOf }) => !(title === 'target' || title === 'every') || !isOne(plans.map(cellOf)),
  );
  const rows = plans.map((plan) => shown.map(({ cellOf }) => cellOf(plan)));
  return table(shown, rows, view.style);
}

type Compared = { readonly name: string; readonly proposal: PlanProposal };
type ComparedColumn = Column & { readonly cellOf: (plan: Compared) => string };

function changesText({ rateBps, ...changes }: Report['whatIf'][number]['changes'], view: View): string {
  const rate = rateBps === undefined ? [] : [`rate ${rateBps / BPS_IN_PERCENT} %`];
  const others = Object.entries(changes).filter(([, value]) => value !== undefined);
  return [...others.map(([name, value]) => `${inWords(name)} ${scalar(value, view)}`), ...rate].join(', ');
}
