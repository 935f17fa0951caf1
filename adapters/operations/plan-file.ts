import { z } from 'zod';
import type { PlanLine, RefusedLine } from '../../src/savings/index.js';
import { DomainError, type GoalId } from '../../src/shared/index.js';
import { type CsvRecord, readCsv } from './csv-file.js';
import { clientId, day, id, words } from './inputs.js';
import { parseInput } from './parse-input.js';
import { planTerms } from './plan-inputs.js';

const TERMS = Object.keys(planTerms);
const COLUMNS = { required: ['client', 'goal', 'consent'], optional: [...TERMS, 'from'] };

const LINE = z.strictObject({
  client: clientId(),
  goal: id<GoalId>(),
  consent: words(),
  ...planTerms,
  from: day().optional(),
});

/**
 * Reads a file of plans: client, goal, the reference of the paper on which the client agreed, and the terms as
 * `plans start` takes them. A line that cannot be read is refused with its number.
 *
 * @throws input.invalid for a file that is no such CSV
 */
export async function readPlanLines(
  file: string,
): Promise<{ readonly lines: readonly PlanLine[]; readonly refused: readonly RefusedLine[] }> {
  const lines: PlanLine[] = [];
  const refused: RefusedLine[] = [];
  for await (const record of readCsv(file, COLUMNS)) {
    try {
      lines.push(planLine(record));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ line: record.line, error });
    }
  }
  return { lines, refused };
}

function planLine({ line, values }: CsvRecord): PlanLine {
  const { client, goal, consent, ...terms } = parseInput(LINE, values);
  return { line, goal, client, terms, consentReference: consent };
}
