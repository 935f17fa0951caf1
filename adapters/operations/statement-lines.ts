import { createReadStream } from 'node:fs';
import type { AccountStatement, BankRefusal, StatementLine } from '../../src/savings/index.js';
import { type CivilDate, invalidInput } from '../../src/shared/index.js';
import { readStatements, type StatementEntry, type StatementHead, type StatementRecord } from '../bank-files/index.js';
import { fileProblem } from './file-problem.js';

/** What a file of statements is, as a whole. */
export type StatementScan = {
  readonly statements: number;
  /** Booked lines, and those that the bank has only announced. */
  readonly booked: number;
  readonly notBooked: number;
  /** Keys of transfers that the bank has taken back, and why. */
  readonly returned: ReadonlyMap<string, BankRefusal>;
};

/** Reasons of the external code set (ISO 20022) that say more than that the bank gives it back. */
const RETURN_REASONS: Readonly<Record<string, BankRefusal>> = {
  AC01: 'account-unknown',
  AC04: 'account-closed',
  AM02: 'limit',
  AM04: 'insufficient-funds',
  AM14: 'limit',
};

/**
 * Reads a whole file of statements (camt.053) once, so that nothing is taken from one that is broken, or does not add
 * up, further down.
 *
 * @throws input.invalid for a file that cannot be read, is no such statement, or does not add up
 */
export async function scanStatements(file: string): Promise<StatementScan> {
  const returned = new Map<string, BankRefusal>();
  let [statements, booked, notBooked] = [0, 0, 0];
  for await (const record of recordsOf(file)) {
    if (record.type === 'end') requireBalanced(record);
    if (record.type === 'statement') statements += 1;
    if (record.type !== 'entry') continue;
    if (record.status === 'booked') booked += 1;
    else notBooked += 1;
    const { key, isReversal, returnReason } = record;
    if (key !== undefined && (isReversal || returnReason !== undefined)) {
      returned.set(key, RETURN_REASONS[returnReason ?? ''] ?? 'blocked');
    }
  }
  return { statements, booked, notBooked, returned };
}

/** The booked lines of a file that was scanned, in its order. */
export async function* statementLines(
  file: string,
  returned: StatementScan['returned'],
): AsyncGenerator<StatementLine> {
  let account = '';
  for await (const record of recordsOf(file)) {
    if (record.type === 'statement') account = record.account;
    if (record.type === 'entry' && record.status === 'booked') yield lineOf(record, account, returned);
  }
}

/**
 * The statements of a file, each with its booked lines, which are in memory together. The file is read once before the
 * first of them is given out.
 *
 * @throws input.invalid for a file that cannot be read, is no such statement, or does not add up
 */
export async function* accountStatements(file: string): AsyncGenerator<AccountStatement> {
  const { returned } = await scanStatements(file);
  let open: { head: StatementHead; lines: AccountStatement['lines'][number][] } | undefined;
  for await (const record of recordsOf(file)) {
    if (record.type === 'statement') open = { head: record, lines: [] };
    if (open === undefined) continue;
    const { head, lines } = open;
    if (record.type === 'entry' && record.status === 'booked') {
      const line = lineOf(record, head.account, returned);
      lines.push({ ...line, date: line.date ?? dayOf(head, line) });
    }
    const { account, from, to, closing } = head;
    if (record.type === 'end') yield { account, from, to, closing: closing?.amount, lines };
  }
}

/** A line without a day of its own counts from the last one of its statement. */
function dayOf({ to, closing }: StatementHead, { line }: StatementLine): CivilDate {
  const day = to ?? closing?.date;
  if (day !== undefined) return day;
  throw invalidInput({ path: 'statement', message: `line ${line} says no day, and neither does its statement` });
}

function lineOf(entry: StatementEntry, account: string, returned: StatementScan['returned']): StatementLine {
  const { key, amount, kind, reference, line, valueDate, bookedOn } = entry;
  return {
    ...{ account, key, amount, kind, reference, line },
    date: valueDate ?? bookedOn,
    returned: key === undefined ? undefined : returned.get(key),
  };
}

async function* recordsOf(file: string): AsyncGenerator<StatementRecord> {
  try {
    yield* readStatements(createReadStream(file));
  } catch (error) {
    throw fileProblem(error, file);
  }
}

function requireBalanced({ statement, isBalanced }: Extract<StatementRecord, { type: 'end' }>): void {
  if (isBalanced !== false) return;
  throw invalidInput({
    path: 'file',
    message: `statement ${statement} does not add up: its opening balance and its entries do not make its closing balance`,
  });
}
