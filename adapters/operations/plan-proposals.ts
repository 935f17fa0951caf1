import { z } from 'zod';
import { SPLIT_RULES } from '../../src/savings/index.js';
import { contributionNumbers, membersOf, planFields, planMembers, planWish, whatIfs } from './plan-proposal-inputs.js';
import { operation } from './operation.js';

export const planProposalOperations = [
  operation({
    name: 'plans.propose',
    summary: 'Compute a plan: the amount for months or a deadline, or the term for an amount; no money moves',
    input: z.strictObject({
      ...planFields,
      members: planMembers().optional(),
      split: z.enum(SPLIT_RULES).optional(),
      missed: contributionNumbers().optional(),
      whatIf: whatIfs().optional(),
    }),
    run: ({ useCases }, actor, { members = [], split, whatIf = [], ...fields }) =>
      useCases.proposePlan.execute({
        actor,
        ...planWish(fields),
        members: membersOf(members, split),
        whatIf: whatIf.map(planWish),
      }),
  }),
] as const;
