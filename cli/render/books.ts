import { formatInstant } from '../../src/shared/index.js';
import { DEFAULT_RULES } from '../../src/savings/index.js';
import { anything, scalar } from './anything.js';
import { csvText } from './csv.js';
import type { ResultOf } from './result.js';
import { moneyText, type View } from './style.js';
import { fields, page, table } from './table.js';
import { countOf, printable } from './text.js';

const HASH_SHOWN = 12;
const BPS_PER_PERCENT = 100;

/** Every entry of a goal with the running balance. */
export function statement(result: ResultOf<'ledger.statement'>, view: View): string {
  if (result.length === 0) return view.style.dim('No entries.');
  const columns = [
    { title: 'no', align: 'right' },
    { title: 'date' },
    { title: 'entry' },
    { title: 'phase' },
    { title: 'member' },
    { title: 'amount', align: 'right' },
    { title: 'balance', align: 'right' },
    { title: 'hash' },
    { title: 'reason' },
  ] as const;
  const rows = result.map(({ seq, date, code, phase, client, amount, balance, hash, reason }) => [
    String(seq),
    date,
    code,
    phase,
    client ?? '',
    moneyText(amount, view),
    moneyText(balance, view),
    view.style.dim(hash.slice(0, HASH_SHOWN)),
    printable(reason ?? ''),
  ]);
  return table(columns, rows, view.style);
}

/** A statement as a table for other programs. */
export function statementCsv(result: ResultOf<'ledger.statement'>): string {
  return csvText(['seq', 'id', 'date', 'code', 'phase', 'client', 'amount', 'balance', 'reason', 'hash'], result);
}

/** Whether books and chains hold, and where they do not. */
export function verification({ ok, goals, transfers, problems }: ResultOf<'ledger.verify'>, { style }: View): string {
  const scope = `${countOf(goals, 'goal')}, ${countOf(transfers, 'transfer')}`;
  if (ok) return `${style.green('✔')} ${scope}: books and hash chains hold.`;
  const rows = problems.map(({ goal, seq, problem }) => [goal, String(seq ?? ''), problem]);
  return page(
    `${style.red('✘')} ${scope}: ${countOf(problems.length, 'problem')}.`,
    table([{ title: 'goal' }, { title: 'entry', align: 'right' }, { title: 'problem' }], rows, style),
  );
}

/** What a receipt says, without its links. */
export function receipt(result: ResultOf<'receipts.issue'>, { style }: View): string {
  const own = result.links.filter(({ transfer }) => transfer !== undefined).length;
  return fields(
    [
      ['member', result.client],
      ['goal', result.goal],
      ['principal', `${result.principal} KZT`],
      ['interest', `${result.interest} KZT`],
      ['entries', `${own} of the member in full, ${result.links.length - own} of others as hashes`],
      ['chain', `${result.head.seq} entries, ${result.head.hash}`],
      ['issued', result.issuedAt],
    ],
    style,
  );
}

/** Whether a receipt is what the bank signed. */
export function receiptCheck({ ok, problems }: ResultOf<'receipts.verify'>, { style }: View): string {
  if (ok) return `${style.green('✔')} The receipt is genuine: entries, chain, sums and signature agree.`;
  return [`${style.red('✘')} The receipt is not genuine:`, ...problems.map((each) => `  ${printable(each)}`)].join(
    '\n',
  );
}

/** The rules of a day and every change to them. */
export function rules({ date, rules: current, changes }: ResultOf<'rules.show'>, view: View): string {
  const names = Object.keys(DEFAULT_RULES) as (keyof typeof DEFAULT_RULES)[];
  const values = names.map((name): [string, string] => [
    name,
    name === 'interestRate' ? `${current[name] / BPS_PER_PERCENT} % a year` : scalar(current[name], view),
  ]);
  const rows = changes.map(({ version, name, value, from, setAt, setBy }) => [
    String(version),
    name,
    printable(value),
    from,
    formatInstant(setAt),
    setBy,
  ]);
  const titles = ['version', 'rule', 'value', 'from', 'set', 'by'].map((title) => ({ title }));
  return page(
    `Rules on ${date}`,
    fields(values, view.style),
    rows.length === 0 ? undefined : table(titles, rows, view.style),
  );
}

/** How many pending transfers were finished, and how many still wait. */
export function settlement(result: ResultOf<'transfers.settle'>, view: View): string {
  const { interrupted, ...counts } = result;
  const isEmpty = Object.values(counts).every((count) => count === 0 || (Array.isArray(count) && count.length === 0));
  if (isEmpty && !interrupted) return view.style.dim('Nothing was pending.');
  return page(
    anything(counts, view),
    interrupted
      ? view.style.yellow('Stopped before the end: start it again to go on; nothing is paid twice.')
      : undefined,
  );
}
