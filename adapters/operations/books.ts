import { z } from 'zod';
import { authorise } from '../../src/access/index.js';
import { RULE_NAMES } from '../../src/savings/index.js';
import type { GoalId, TransferId } from '../../src/shared/index.js';
import { importContributions } from './contribution-file.js';
import { clientId, day, id, words } from './inputs.js';
import { operation } from './operation.js';
import { readReceipt, readPublicKey } from './receipt-file.js';

const goal = () => id<GoalId>();

export const bookOperations = [
  operation({
    name: 'contributions.import',
    summary: 'Pay the contributions of a CSV file: client, goal, amount, key, and optionally date',
    input: z.strictObject({ file: words() }),
    positional: 'file',
    run: (context, actor, { file }) => importContributions(context, actor, file),
    hasFailures: ({ refused }) => refused.length > 0,
  }),
  operation({
    name: 'ledger.verify',
    summary: 'Recompute books and hash chains from the transfers alone, of one goal or of all',
    input: z.strictObject({ goal: goal().optional() }),
    positional: 'goal',
    run: ({ useCases, onProgress }, actor, input) => {
      authorise(actor, 'ledger.verify');
      return useCases.verifyLedger.execute({ ...input, onProgress: (done) => onProgress?.({ done, refused: 0 }) });
    },
    hasFailures: ({ ok }) => !ok,
  }),
  operation({
    name: 'ledger.statement',
    summary: 'Show every entry of a goal with the running balance',
    input: z.strictObject({ goal: goal(), from: day().optional(), to: day().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.showStatement.execute({ actor, ...input }),
  }),
  operation({
    name: 'ledger.reverse',
    summary: 'Take a booked transfer back by a new one, with a reason; money at the bank does not move',
    input: z.strictObject({ transfer: id<TransferId>(), reason: words(), valueDate: day().optional() }),
    positional: 'transfer',
    run: ({ useCases }, actor, input) => {
      authorise(actor, 'ledger.reverse');
      return useCases.reverseTransfer.execute(input);
    },
  }),
  operation({
    name: 'receipts.issue',
    summary: 'Give a member a signed proof of their contributions',
    input: z.strictObject({ goal: goal(), client: clientId().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.issueReceipt.execute({ actor, ...input }),
  }),
  operation({
    name: 'receipts.verify',
    summary: 'Check a receipt offline with the bank’s public key',
    input: z.strictObject({ file: words(), key: words() }),
    positional: 'file',
    isOffline: true,
    run: async ({ useCases }, _actor, { file, key }) =>
      useCases.verifyReceipt.execute(await readReceipt(file), await readPublicKey(key)),
    hasFailures: ({ ok }) => !ok,
  }),
  operation({
    name: 'receipts.key',
    summary: 'Show the public key that receipts are checked with',
    input: z.strictObject({}),
    run: ({ signer }) => Promise.resolve({ publicKey: signer.publicKey }),
  }),
  operation({
    name: 'rules.show',
    summary: 'Show the rules that hold on a day, and their changes',
    input: z.strictObject({ date: day().optional() }),
    run: ({ useCases }, actor, input) => useCases.showRules.execute({ actor, ...input }),
  }),
  operation({
    name: 'rules.set',
    summary: 'Change a rule from a day on',
    input: z.strictObject({ name: z.enum(RULE_NAMES), value: words(), from: day().optional() }),
    positional: 'name',
    run: ({ useCases }, actor, input) => useCases.setRule.execute({ actor, ...input }),
  }),
] as const;
