import { z } from 'zod';
import { CLIENT_STATUSES, PAYOUT_STATUSES, type PayoutId } from '../../src/savings/index.js';
import { type GoalId, parseUuid } from '../../src/shared/index.js';
import { clientId, id, words } from './inputs.js';
import { operation } from './operation.js';

const goal = () => id<GoalId>();

export const outflowOperations = [
  operation({
    name: 'goals.leave',
    summary: 'Leave a goal with everything that is yours',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.leaveGoal.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.cancel',
    summary: 'Cancel a goal that you are alone in, or propose it to the other members',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: async ({ useCases }, actor, input) => {
      const { members } = await useCases.showGoal.execute({ actor, ...input });
      if (members.filter(({ status }) => status === 'active').length > 1) {
        const proposal = await useCases.openProposal.execute({ actor, ...input, terms: { kind: 'cancel' } });
        return { state: 'proposed' as const, proposal };
      }
      return { state: await useCases.cancelGoal.execute({ actor, ...input }), proposal: null };
    },
  }),
  operation({
    name: 'goals.advance',
    summary: 'Do what has become due by the passing of time: votes, expiry, refunds, succession, closings',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.advanceGoals.execute({ actor }),
    hasFailures: ({ failed }) => failed.length > 0,
  }),
  operation({
    name: 'goals.appoint',
    summary: 'Make a member the organiser, where neither a deputy nor a vote could',
    input: z.strictObject({ goal: goal(), client: clientId() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.appointOrganiser.execute({ actor, ...input }),
  }),
  operation({
    name: 'clients.mark',
    summary: 'Mark a client as blocked, deceased or active again',
    input: z.strictObject({ client: clientId(), status: z.enum(CLIENT_STATUSES) }),
    positional: 'client',
    run: ({ useCases }, actor, input) => useCases.markClient.execute({ actor, ...input }),
  }),
  operation({
    name: 'refunds.list',
    summary: 'List refunds and payouts; unclaimed are those that the bank has refused',
    input: z.strictObject({
      goal: goal().optional(),
      status: z.enum(PAYOUT_STATUSES).optional(),
      account: words().optional(),
    }),
    run: ({ useCases }, actor, input) => useCases.listRefunds.execute({ actor, ...input }),
  }),
  operation({
    name: 'refunds.retry',
    summary: 'Try an unclaimed refund again, to another account if one is named',
    input: z.strictObject({ refund: words(), account: words().optional() }),
    positional: 'refund',
    run: ({ useCases }, actor, { refund, account }) =>
      useCases.retryRefund.execute({ actor, refund: parseUuid(refund, 'refund') as PayoutId, account }),
    refusalOf: ({ status, reason }) =>
      status !== 'unclaimed' ? null : reason === 'account-closed' ? 'bank.account-closed' : 'bank.refused',
  }),
] as const;
