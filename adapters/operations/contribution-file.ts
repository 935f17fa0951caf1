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
} from '../../src/shared/index.js';
import { type CsvRecord, readCsv } from './csv-file.js';
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
  const refused: RefusedContribution[] = [];
  const counts = { lines: 0, completed: 0, pending: 0 };
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const record of readCsv(file, COLUMNS)) {
    if (context.signal?.aborted || failures.length > 0) break;
    counts.lines += 1;
    const work = pay(context, actor, record)
      .then((outcome) => {
        if (typeof outcome === 'string') counts[outcome] += 1;
        else refused.push(outcome);
        const done = counts.completed + counts.pending + refused.length;
        if (done % PROGRESS_EVERY === 0) context.onProgress?.({ done, refused: refused.length });
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => inFlight.delete(work));
    inFlight.add(work);
    if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
  context.onProgress?.({ done: counts.lines, refused: refused.length, total: counts.lines });
  const settled = counts.pending === 0 ? null : await context.useCases.settleTransfers.execute({ actor });
  const late = settled === null ? 0 : Math.min(counts.pending, settled.completed + settled.refused);
  return {
    lines: counts.lines,
    completed: counts.completed + (settled?.completed ?? 0),
    pending: counts.pending - late,
    refused: refused.sort((a, b) => a.line - b.line),
    settled,
  };
}

async function pay(
  { useCases }: OperationContext,
  actor: Actor,
  { line, values }: CsvRecord,
): Promise<'completed' | 'pending' | RefusedContribution> {
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
