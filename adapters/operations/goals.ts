import { z } from 'zod';
import { DECISION_RULES, GOAL_KINDS, GOAL_STATUSES } from '../../src/savings/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { clientId, day, flag, id, idempotencyKey, money, words } from './inputs.js';
import { sentView } from './invitations.js';
import { operation } from './operation.js';

const goal = () => id<GoalId>();
const consents = { shareAmounts: flag().optional(), shareWithAdvisor: flag().optional() };

export const goalOperations = [
  operation({
    name: 'goals.create',
    summary: 'Open a goal with its own savings account',
    input: z.strictObject({
      title: words(),
      target: money(),
      deadline: day(),
      kind: z.enum(GOAL_KINDS).optional(),
      minContribution: money().optional(),
      decision: z.enum(DECISION_RULES).optional(),
      deputy: clientId().optional(),
      product: z.enum(['monthly', 'none']).optional(),
      ...consents,
    }),
    run: async ({ useCases }, actor, input) => {
      const { id: created } = await useCases.createGoal.execute({ actor, ...input });
      return useCases.showGoal.execute({ actor, goal: created });
    },
  }),
  operation({
    name: 'goals.show',
    summary: 'Show a goal with its members',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.showGoal.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.list',
    summary: 'List goals: your own, or all of them for staff',
    input: z.strictObject({ client: clientId().optional(), status: z.enum(GOAL_STATUSES).optional() }),
    run: ({ useCases }, actor, input) => useCases.listGoals.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.progress',
    summary: 'Show how far a goal is, and its way there',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.showGoalProgress.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.edit',
    summary: 'Change the terms of a goal that you are alone in',
    input: z.strictObject({
      goal: goal(),
      title: words().optional(),
      target: money().optional(),
      deadline: day().optional(),
      minContribution: money().optional(),
    }),
    positional: 'goal',
    run: async ({ useCases }, actor, input) => {
      await useCases.editGoal.execute({ actor, ...input });
      return useCases.showGoal.execute({ actor, goal: input.goal });
    },
  }),
  operation({
    name: 'goals.consent',
    summary: 'Show or hide your sums from the other members or from the bank’s advisor',
    input: z.strictObject({ goal: goal(), ...consents }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.setConsent.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.history',
    summary: 'Tell what happened in a goal, when and by whom',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.showHistory.execute({ actor, ...input }),
  }),
  operation({
    name: 'goals.statistics',
    summary: 'Sums by kind and status, without groups of fewer than 5 clients',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.showStatistics.execute({ actor }),
  }),
  operation({
    name: 'goals.invite',
    summary: 'Offer a place in a goal to a client or to the owner of a phone',
    input: z.strictObject({ goal: goal(), client: clientId().optional(), phone: words().optional() }),
    positional: 'goal',
    run: async ({ useCases }, actor, input) => sentView(await useCases.inviteMember.execute({ actor, ...input })),
  }),
  operation({
    name: 'goals.contribute',
    summary: 'Pay into a goal from your main account',
    input: z.strictObject({ goal: goal(), amount: money(), key: idempotencyKey().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.contribute.execute({ actor, ...input }),
    refusalOf: ({ status, reason }) => (status === 'refused' ? reason : null),
  }),
] as const;
