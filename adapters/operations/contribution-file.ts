import type { Actor } from '../../src/access/index.js';
import type { SettleReport } from '../../src/savings/index.js';
import {
  DomainError,
  type GoalId,
  invalidInput,
  parseCivilDate,
  parseClientId,
  parseId,
  parseMoney,
  workThrough,
} from '../../src/shared/index.js';
import { type CsvRecord, countRecords, readCsv } from './csv-file.js';
import type { OperationContext } from './operation.js';

const COLUMNS = { required: ['client', 'goal', 'amount', 'key'], optional: ['date'] };

/** Enough in flight to fill the batches; more only costs memory. */
const IN_FLIGHT = 1_000;
const PROGRESS_EVERY = 500;

/** A line that was refused, by the rules or by the bank. */
export type RefusedContribution = {
  readonly line: number;
  readonly key: string | null;
  readonly code: string;
  readonly message: string;
};

export type ContributionImport = {
  readonly lines: number;
  readonly completed: number;
  /** Not answered by the bank yet, after settling. */
  readonly pending: number;
  readonly refused: readonly RefusedContribution[];
  /** What settling did with lines that the bank had not answered at once; null when there were none. */
  readonly settled: SettleReport | null;
};

/**
 * Pays every line of a file of contributions. The key of a line makes it safe to run the file again after a crash:
 * nothing is paid twice. A bad line is reported and does not stop the others.
 *
 * @throws input.invalid for a file that is no such CSV
 */
export async function importContributions(
  context: OperationContext,
  actor: Actor,
  file: string,
): Promise<ContributionImport> {
  const counts: Counts = { lines: 0, completed: 0, waiting: [], refused: [] };
  const total = context.onProgress === undefined ? undefined : await countRecords(file);
  const isStopped = () => context.signal?.aborted === true;
  await workThrough(readCsv(file, COLUMNS), { limit: IN_FLIGHT, isStopped }, async (record) => {
    counts.lines += 1;
    note(counts, record, await pay(context, actor, record));
    const done = counts.completed + counts.waiting.length + counts.refused.length;
    if (done % PROGRESS_EVERY === 0) context.onProgress?.({ done, refused: counts.refused.length, total });
  });
  context.onProgress?.({ done: counts.lines, refused: counts.refused.length, total: counts.lines });
  const settled = counts.waiting.length === 0 ? null : await settle(context, actor, counts);
  return {
    lines: counts.lines,
    completed: counts.completed,
    pending: counts.waiting.length,
    refused: counts.refused.sort((a, b) => a.line - b.line),
    settled,
  };
}

type Counts = {
  lines: number;
  completed: number;
  /** Lines that the bank has not answered. */
  readonly waiting: CsvRecord[];
  readonly refused: RefusedContribution[];
};

type LineOutcome = 'completed' | 'pending' | RefusedContribution;

function note(counts: Counts, record: CsvRecord, outcome: LineOutcome): void {
  if (outcome === 'completed') counts.completed += 1;
  else if (outcome === 'pending') counts.waiting.push(record);
  else counts.refused.push(outcome);
}

/** Asks the bank about the lines that wait; the same key then tells what has become of each of them. */
async function settle(context: OperationContext, actor: Actor, counts: Counts): Promise<SettleReport> {
  const report = await context.useCases.settleTransfers.execute({ actor });
  const waiting = counts.waiting.splice(0);
  for (let at = 0; at < waiting.length; at += IN_FLIGHT) {
    const some = waiting.slice(at, at + IN_FLIGHT);
    const outcomes = await Promise.all(some.map((record) => pay(context, actor, record)));
    some.forEach((record, index) => note(counts, record, outcomes[index] ?? 'pending'));
  }
  return report;
}

async function pay({ useCases }: OperationContext, actor: Actor, { line, values }: CsvRecord): Promise<LineOutcome> {
  const key = values.key ?? null;
  try {
    const { status, reason } = await useCases.contribute.execute({ actor, ...readOrder(values) });
    if (status !== 'refused') return status;
    return { line, key, code: reason ?? 'bank.refused', message: 'The bank refused it.' };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'store.unavailable') throw error;
    return { line, key, code: error.code, message: error.message };
  }
}

function readOrder({ client = '', goal = '', amount = '', key, date }: CsvRecord['values']) {
  if (key === undefined) {
    throw invalidInput({ path: 'key', message: 'is missing: without it, importing again would pay again' });
  }
  return {
    client: parseClientId(client),
    goal: parseId<GoalId>(goal, 'goal'),
    amount: parseMoney(amount),
    key,
    valueDate: date === undefined ? undefined : parseCivilDate(date),
  };
}
