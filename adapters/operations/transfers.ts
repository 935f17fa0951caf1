import { z } from 'zod';
import type { Actor } from '../../src/access/index.js';
import {
  CONTRIBUTION_STATUSES,
  isFailure,
  MAX_CONCURRENCY,
  type RunReport,
  type RunTransfersCommand,
} from '../../src/savings/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { count, day, flag, id, words } from './inputs.js';
import { type OperationContext, operation } from './operation.js';
import { openRunReport } from './run-report-file.js';

const MAX_LISTED = 100_000;
const MAX_ERRORS = 1_000_000_000;
const PROGRESS_EVERY = 100;

const batch = {
  concurrency: count(1, MAX_CONCURRENCY).optional(),
  dryRun: flag().optional(),
  maxErrors: count(1, MAX_ERRORS).optional(),
  report: words().optional(),
};

export const transferOperations = [
  operation({
    name: 'transfers.run',
    summary: 'Pay what is due by the plans, each date exactly once however often it is started',
    input: z.strictObject({ date: day().optional(), ...batch }),
    run: runTransfers,
    hasFailures,
  }),
  operation({
    name: 'transfers.retry',
    summary: 'Try plan dates again whose money was not there, before their next working day',
    input: z.strictObject(batch),
    run: (context, actor, input) => runTransfers(context, actor, { ...input, postponedOnly: true }),
    hasFailures,
  }),
  operation({
    name: 'transfers.settle',
    summary: 'Finish the transfers that the bank had not answered',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.settleTransfers.execute({ actor }),
    hasFailures: ({ failed }) => failed.length > 0,
  }),
  operation({
    name: 'transfers.list',
    summary: 'List contributions by status, oldest first',
    input: z.strictObject({
      status: z.enum(CONTRIBUTION_STATUSES).optional(),
      goal: id<GoalId>().optional(),
      limit: count(1, MAX_LISTED).optional(),
    }),
    run: ({ useCases }, actor, input) => useCases.listTransfers.execute({ actor, ...input }),
  }),
] as const;

type RunInput = Omit<RunTransfersCommand, 'actor' | 'isInterrupted' | 'onProgress' | 'onLine'> & {
  readonly report?: string | undefined;
};

async function runTransfers(
  { useCases, signal, onProgress }: OperationContext,
  actor: Actor,
  { report: file, ...input }: RunInput,
): Promise<RunReport> {
  const report = file === undefined ? undefined : await openRunReport(file);
  try {
    const result = await useCases.runTransfers.execute({
      actor,
      ...input,
      isInterrupted: () => signal?.aborted === true,
      onLine: report?.add,
      onProgress: (done, refused, total) => {
        if (done % PROGRESS_EVERY === 0 || done === total) onProgress?.({ done, refused, total });
      },
    });
    await report?.finish();
    return result;
  } catch (error) {
    await report?.abandon();
    throw error;
  }
}

function hasFailures({ counts, stopped }: RunReport): boolean {
  return stopped !== null || counts.some(isFailure);
}
