import type { Actor } from '../../src/access/index.js';
import type { NotedLine, StatementLine, StatementReport } from '../../src/savings/index.js';
import type { OperationContext } from './operation.js';
import { scanStatements, statementLines } from './statement-lines.js';

/** What became of a file of statements. */
export type StatementImport = Omit<StatementReport, 'noted'> & {
  readonly statements: number;
  /** Booked lines that were read. */
  readonly lines: number;
  /** Lines that the bank has only announced. */
  readonly notBooked: number;
  /** Lines that need somebody's eyes: `reconcile run` says more of them. */
  readonly noted: number;
  /** The first of them. */
  readonly firstNoted: readonly NotedLine[];
};

/** Enough for one transaction, and little enough to hold. */
const PAGE = 500;
/** Past this many the reader knows enough. */
const MAX_NOTED = 1_000;

/**
 * Finishes what is pending by a file of statements (camt.053) of any size. The file is read once before anything is
 * taken from it, then page by page, each kept for itself: after a crash the same file is imported again.
 *
 * @throws input.invalid for a file that is no such statement, is broken, or does not add up
 */
export async function importStatements(
  { useCases, onProgress, signal }: OperationContext,
  actor: Actor,
  file: string,
): Promise<StatementImport> {
  const { statements, booked, notBooked, returned } = await scanStatements(file);
  const counts = { completed: 0, refused: 0, known: 0, interest: 0, otherAccounts: 0 };
  const firstNoted: NotedLine[] = [];
  let [lines, noted] = [0, 0];
  for await (const page of inPages(statementLines(file, returned))) {
    if (signal?.aborted) break;
    const report = await useCases.importStatement.execute({ actor, lines: page });
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += report[name];
    lines += page.length;
    noted += report.noted.length;
    firstNoted.push(...report.noted.slice(0, MAX_NOTED - firstNoted.length));
    onProgress?.({ done: lines, refused: noted, total: booked });
  }
  return { statements, lines, notBooked, ...counts, noted, firstNoted };
}

async function* inPages(lines: AsyncIterable<StatementLine>): AsyncGenerator<readonly StatementLine[]> {
  let page: StatementLine[] = [];
  for await (const line of lines) {
    page.push(line);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
