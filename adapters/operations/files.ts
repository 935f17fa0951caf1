import { z } from 'zod';
import type { GoalId } from '../../src/shared/index.js';
import { PAYMENT_VERSIONS } from '../bank-files/index.js';
import { day, id, words } from './inputs.js';
import { operation } from './operation.js';
import { exportTransfers } from './payment-file.js';
import { importStatements } from './statement-import.js';
import { accountStatements } from './statement-lines.js';

const goal = () => id<GoalId>();

/** What comes from the bank in files (ISO 20022), and the books beside it. */
export const fileOperations = [
  operation({
    name: 'transfers.export',
    summary: 'Write the pending transfers of a day into a payment file for the bank (pain.001), each once',
    input: z.strictObject({
      date: day(),
      out: words(),
      version: z.enum(PAYMENT_VERSIONS).optional(),
      again: words().optional(),
      initiator: words().optional(),
      bic: words().optional(),
    }),
    positional: 'date',
    run: (context, actor, input) => exportTransfers(context, actor, input),
    hasFailures: ({ left }) => left.unanswered + left.unfit > 0,
  }),
  operation({
    name: 'statements.import',
    summary: 'Finish pending transfers by a file of the bank’s account statements (camt.053)',
    input: z.strictObject({ file: words() }),
    positional: 'file',
    run: (context, actor, { file }) => importStatements(context, actor, file),
    hasFailures: ({ noted }) => noted > 0,
  }),
  operation({
    name: 'reconcile.run',
    summary: 'Compare the books of one goal, or of all, with the bank’s statements, or with a file of them (camt.053)',
    input: z.strictObject({ goal: goal().optional(), statement: words().optional() }),
    positional: 'goal',
    run: ({ useCases, onProgress }, actor, { goal: only, statement }) =>
      useCases.reconcile.execute({
        actor,
        goal: only,
        statements: statement === undefined ? undefined : accountStatements(statement),
        onProgress: (done, refused) => onProgress?.({ done, refused }),
      }),
    hasFailures: ({ ok }) => !ok,
  }),
  operation({
    name: 'reconcile.apply',
    summary: 'Put right what reconciliation proposes for a goal; what only the bank can explain stays listed',
    input: z.strictObject({ goal: goal(), statement: words().optional(), reason: words().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, { goal: of, statement, reason }) =>
      useCases.applyCorrections.execute({
        ...{ actor, goal: of, reason },
        statements: statement === undefined ? undefined : accountStatements(statement),
      }),
    hasFailures: ({ ok }) => !ok,
  }),
] as const;
