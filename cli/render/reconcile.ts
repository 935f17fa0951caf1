import type { Remedy } from '../../src/savings/index.js';
import { displayMoney } from '../../src/shared/index.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { page, table } from './table.js';
import { countOf, printable } from './text.js';

type Difference = ResultOf<'reconcile.run'>['differences'][number];

/** What each proposed action is in words. */
const ACTIONS: { readonly [Action in Remedy]: string } = {
  settle: 'finish it: the bank has carried it out',
  book: 'book it: the bank has carried out what it had refused',
  reverse: 'take it back: the money is not at the bank',
  'correct-amount': 'correct the sum by the bank’s',
  'correct-date': 'correct the day by the bank’s',
  'book-interest': 'keep the interest until it is shared out',
  'post-interest': 'jinaq interest post books it',
  'ask-bank': 'ask the bank',
};

/** Whether books and bank agree, and each difference with what is proposed. */
export function reconciliation(result: ResultOf<'reconcile.run'>, view: View): string {
  const { ok, goals, matched, differences, otherAccounts } = result;
  const scope = `${countOf(goals, 'goal')}, ${matched} matched${otherAccounts > 0 ? `, ${otherAccounts} on other accounts` : ''}`;
  if (ok) return `${view.style.green('✔')} ${scope}: books and bank agree.`;
  return page(
    `${view.style.red('✘')} ${scope}, ${countOf(differences.length, 'difference')}. jinaq reconcile apply GOAL does what is safe.`,
    differencesTable(differences, view),
  );
}

/** What was put right in a goal, and what is left. */
export function corrections(result: ResultOf<'reconcile.apply'>, view: View): string {
  const { ok, applied, failed, left } = result;
  const { style } = view;
  const done = applied.length === 0 ? 'Nothing to put right.' : `${countOf(applied.length, 'difference')} put right.`;
  const more = ok ? 'Books and bank agree.' : `${countOf(left.length, 'difference')} left.`;
  const codes = failed.map(
    ({ reference, code }) => `${style.red(code)}: ${reference ?? ''} would take more than there is`,
  );
  return page(
    `${ok ? style.green('✔') : style.yellow('!')} ${done} ${more}`,
    applied.length === 0 ? undefined : `${style.bold('put right')}\n${differencesTable(applied, view)}`,
    codes.length === 0 ? undefined : codes.join('\n'),
    left.length === 0 ? undefined : `${style.bold('left')}\n${differencesTable(left, view)}`,
  );
}

function differencesTable(differences: readonly Difference[], view: View): string {
  const columns = ['goal', 'kind', 'reference', 'day', 'at bank', 'in books', 'proposal'].map((title) => ({
    title,
    align: title === 'at bank' || title === 'in books' ? ('right' as const) : ('left' as const),
  }));
  const rows = differences.map(({ goal, kind, reference, date, dateInBooks, atBank, inBooks, action }) => [
    goal,
    kind,
    printable(reference ?? ''),
    kind === 'date-differs' ? `${date} (books ${dateInBooks})` : (date ?? ''),
    displayMoney(atBank, view.locale),
    displayMoney(inBooks, view.locale),
    ACTIONS[action],
  ]);
  return table(columns, rows, view.style);
}
