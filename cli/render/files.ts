import { displayMoney } from '../../src/shared/index.js';
import { EXPORT_GAPS, type ExportGap } from '../../src/savings/index.js';
import { scalar } from './anything.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { page, table } from './table.js';
import { countOf, printable } from './text.js';

type Refused = { readonly line: number; readonly key?: string | null; readonly code: string; readonly message: string };

/** What became of a file of contributions: counts, and each refused line with its code. */
export function contributionImport(result: ResultOf<'contributions.import'>, view: View): string {
  const { lines, completed, pending, refused } = result;
  const counts = [
    `${completed} completed`,
    ...(pending > 0 ? [`${pending} pending`] : []),
    `${refused.length} refused`,
  ];
  return page(`${countOf(lines, 'line')}: ${counts.join(', ')}.`, refusedLines(refused, view));
}

/** What became of a file of clients. */
export function clientImport({ imported, refused }: ResultOf<'clients.import'>, view: View): string {
  const lines = refused.map(({ line, error }) => ({ line, code: error.code, message: error.message }));
  return page(
    `${countOf(imported + refused.length, 'line')}: ${imported} imported, ${refused.length} refused.`,
    refusedLines(lines, view),
  );
}

/** What became of a file of plans. */
export function planImport({ imported, known, refused }: ResultOf<'plans.import'>, view: View): string {
  const lines = refused.map(({ line, error }) => ({ line, code: error.code, message: error.message }));
  const counts = `${imported} started, ${known} running already, ${refused.length} refused`;
  return page(`${countOf(imported + known + refused.length, 'line')}: ${counts}.`, refusedLines(lines, view));
}

/** One payment of a member. */
export function contribution(result: ResultOf<'goals.contribute'>, view: View): string {
  const { style } = view;
  const { id, status, amount, key, goal, client, reason } = result;
  const verb = { completed: style.green('completed'), pending: style.yellow('pending'), refused: style.red('refused') };
  const line = `${scalar(amount, view)} from ${client} to ${goal}: ${verb[status]}${reason === null ? '' : ` (${reason})`}`;
  const waiting = 'The bank has not answered yet; nothing is lost: jinaq transfers settle finishes it.';
  return [line, style.dim(`id ${id}  key ${printable(key)}`), ...(status === 'pending' ? [waiting] : [])].join('\n');
}

/** What became of a file of account statements: counts, and the lines that need somebody's eyes. */
export function statementImport(result: ResultOf<'statements.import'>, view: View): string {
  const { lines, completed, refused, known, noted, firstNoted } = result;
  const others = [
    [result.interest, 'interest'],
    [result.otherAccounts, 'on other accounts'],
    [result.notBooked, 'not booked yet'],
    [noted, 'to look at'],
  ] as const;
  const counts = [
    `${completed} completed, ${refused} refused, ${known} known before`,
    ...others.flatMap(([count, text]) => (count > 0 ? [`${count} ${text}`] : [])),
  ];
  const rows = firstNoted.map(({ line, problem, key, reference, account, date, amount }) => [
    String(line),
    view.style.yellow(problem),
    printable(key ?? reference ?? ''),
    printable(account),
    date ?? '',
    displayMoney(amount, view.locale),
  ]);
  const titles = ['line', 'problem', 'transfer', 'account', 'date', 'amount'];
  const columns = titles.map((title) => ({ title, align: /line|amount/.test(title) ? 'right' : 'left' }) as const);
  return page(
    `${countOf(lines, 'line')}: ${counts.join(', ')}.`,
    rows.length === 0 ? undefined : table(columns, rows, view.style),
    noted > rows.length ? `and ${noted - rows.length} more` : undefined,
  );
}

const GAP_TEXTS: { readonly [Gap in ExportGap]: string } = {
  exported: 'exported before',
  recent: 'too recent: a call may still bring them to the bank',
  'at-bank': 'known to the bank: jinaq transfers settle finishes them',
  unanswered: 'the bank did not answer about',
  unfit: 'without an IBAN of Kazakhstan',
  frozen: 'stopped by a dispute',
  'below-floor': 'would leave less on the main account than their plan allows',
};

/** The payment files of a day, and what of it is in none of them. */
export function paymentFiles({ files, left }: ResultOf<'transfers.export'>, view: View): string {
  const gaps = EXPORT_GAPS.filter((gap) => left[gap] > 0).map((gap) => `${left[gap]} ${GAP_TEXTS[gap]}.`);
  const lines = files.map(
    ({ file, count, total }) =>
      `${view.style.green('✔')} ${file}: ${countOf(count, 'transfer')}, ${scalar(total, view)}`,
  );
  const note = 'They are finished by the bank’s statement (jinaq statements import), and sent by no call.';
  if (lines.length > 0) return [...lines, view.style.dim(note), ...gaps].join('\n');
  return ['Nothing to export.', ...gaps].join(' ');
}

function refusedLines(refused: readonly Refused[], { style }: View): string | undefined {
  if (refused.length === 0) return undefined;
  const hasKeys = refused.some(({ key }) => key !== undefined);
  const rows = refused.map(({ line, key, code, message }) => [
    String(line),
    ...(hasKeys ? [printable(key ?? '')] : []),
    style.red(code),
    printable(message),
  ]);
  const titles = ['line', ...(hasKeys ? ['key'] : []), 'code', 'problem'];
  return table(
    titles.map((title) => ({ title, align: title === 'line' ? 'right' : 'left' })),
    rows,
    style,
  );
}
