import { z } from 'zod';
import { PLAN_STATUSES } from '../../src/savings/index.js';
import type { GoalId, PlanId } from '../../src/shared/index.js';
import { clientId, day, flag, id, words } from './inputs.js';
import { operation } from './operation.js';
import { readPlanLines } from './plan-file.js';
import { planTerms } from './plan-inputs.js';

const goal = () => id<GoalId>();
const plan = () => id<PlanId>();
const onePlan = z.strictObject({ plan: plan() });

export const planOperations = [
  operation({
    name: 'plans.start',
    summary: 'Save by itself: a fixed amount, a share of income, rounded-up purchases or the 52-week ladder',
    input: z.strictObject({ goal: goal(), ...planTerms, from: day().optional(), consent: flag().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, { consent = false, ...input }) =>
      useCases.startPlan.execute({ actor, consent, ...input }),
  }),
  operation({
    name: 'plans.import',
    summary: 'Start the plans of a CSV file, each with the paper on which its client agreed',
    input: z.strictObject({ file: words() }),
    positional: 'file',
    run: async ({ useCases, onProgress }, actor, { file }) => {
      const { lines, refused } = await readPlanLines(file);
      const { imported, known, ...report } = await useCases.importPlans.execute({
        actor,
        lines,
        onProgress: (done, wrong) => onProgress?.({ done, refused: wrong + refused.length, total: lines.length }),
      });
      return { imported, known, refused: [...refused, ...report.refused].sort((a, b) => a.line - b.line) };
    },
    hasFailures: ({ refused }) => refused.length > 0,
  }),
  operation({
    name: 'plans.change',
    summary: 'Change the terms of a plan; what is not named stays',
    input: z.strictObject({ plan: plan(), ...planTerms, consent: flag().optional() }),
    positional: 'plan',
    run: ({ useCases }, actor, { consent = false, ...input }) =>
      useCases.changePlan.execute({ actor, consent, ...input }),
  }),
  operation({
    name: 'plans.pause',
    summary: 'Hold a plan still until it is resumed',
    input: onePlan,
    positional: 'plan',
    run: ({ useCases }, actor, input) => useCases.pausePlan.execute({ actor, ...input }),
  }),
  operation({
    name: 'plans.resume',
    summary: 'Let a paused plan go on with its next date',
    input: onePlan,
    positional: 'plan',
    run: ({ useCases }, actor, input) => useCases.resumePlan.execute({ actor, ...input }),
  }),
  operation({
    name: 'plans.stop',
    summary: 'End a plan',
    input: onePlan,
    positional: 'plan',
    run: ({ useCases }, actor, input) => useCases.stopPlan.execute({ actor, ...input }),
  }),
  operation({
    name: 'plans.show',
    summary: 'Show a plan with its next three dates and sums',
    input: onePlan,
    positional: 'plan',
    run: ({ useCases }, actor, input) => useCases.showPlan.execute({ actor, ...input }),
  }),
  operation({
    name: 'plans.list',
    summary: 'List plans: your own, or those of a client, of a goal or of all for staff',
    input: z.strictObject({
      goal: goal().optional(),
      client: clientId().optional(),
      status: z.enum(PLAN_STATUSES).optional(),
    }),
    run: ({ useCases }, actor, input) => useCases.listPlans.execute({ actor, ...input }),
  }),
] as const;
