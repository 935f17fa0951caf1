import { z } from 'zod';
import type { Actor } from '../../src/access/index.js';
import {
  CONTRIBUTION_STATUSES,
  isFailure,
  MAX_CONCURRENCY,
  type RunReport,
  type RunTransfersCommand,
} from '../../src/savings/index.js';
import { type GoalId, invalidInput } from '../../src/shared/index.js';
import { count, day, flag, id, words } from './inputs.js';
import { type OperationContext, operation } from './operation.js';
import { openRunReport } from './run-report-file.js';
import { runShared } from './shared-run.js';

const MAX_LISTED = 100_000;
const MAX_ERRORS = 1_000_000_000;
const PROGRESS_EVERY = 100;

const batch = {
  concurrency: count(1, MAX_CONCURRENCY).optional(),
  dryRun: flag().optional(),
  maxErrors: count(1, MAX_ERRORS).optional(),
  report: words().optional(),
  distributed: flag().optional(),
};

export const transferOperations = [
  operation({
    name: 'transfers.run',
    summary: 'Pay what is due by the plans, each date exactly once however often it is started',
    input: z.strictObject({ date: day().optional(), ...batch }),
    run: startRun,
    hasFailures,
  }),
  operation({
    name: 'transfers.retry',
    summary: 'Try plan dates again whose money was not there, before their next working day',
    input: z.strictObject(batch),
    run: (context, actor, input) => startRun(context, actor, { ...input, postponedOnly: true }),
    hasFailures,
  }),
  operation({
    name: 'transfers.settle',
    summary: 'Finish the transfers that the bank had not answered',
    input: z.strictObject({}),
    run: ({ useCases, signal }, actor) =>
      useCases.settleTransfers.execute({ actor, isInterrupted: () => signal?.aborted === true }),
    hasFailures: ({ failed }) => failed.length > 0,
  }),
  operation({
    name: 'transfers.prune',
    summary: 'Delete the notes of runs that were shared out before a day; what was paid stays',
    input: z.strictObject({ before: day() }),
    run: ({ useCases, signal, onProgress }, actor, { before }) =>
      useCases.pruneRuns.execute({
        ...{ actor, before, isInterrupted: () => signal?.aborted === true },
        onProgress: (done) => onProgress?.({ done, refused: 0 }),
      }),
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
  readonly distributed?: boolean | undefined;
};

async function startRun(
  context: OperationContext,
  actor: Actor,
  { report: file, distributed: isShared = false, ...input }: RunInput,
): Promise<RunReport> {
  if (isShared && input.dryRun === true) {
    throw invalidInput({ path: 'distributed', message: 'a dry run is not shared out: leave one of the two away' });
  }
  const report = file === undefined ? undefined : await openRunReport(file);
  try {
    const run = isShared ? runShared : runTransfers;
    const result = await run(context, actor, { ...input, onLine: report?.add });
    await report?.finish();
    return result;
  } catch (error) {
    await report?.abandon();
    throw error;
  }
}

function runTransfers(
  { useCases, signal, onProgress }: OperationContext,
  actor: Actor,
  input: Omit<RunTransfersCommand, 'actor'>,
): Promise<RunReport> {
  return useCases.runTransfers.execute({
    actor,
    ...input,
    isInterrupted: () => signal?.aborted === true,
    onProgress: (done, refused, total) => {
      if (done % PROGRESS_EVERY === 0 || done === total) onProgress?.({ done, refused, total });
    },
  });
}

function hasFailures({ counts, stopped }: RunReport): boolean {
  return stopped !== null || counts.some(isFailure);
}
