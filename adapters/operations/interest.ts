import { z } from 'zod';
import { type GoalId, parsePercent } from '../../src/shared/index.js';
import { day, id, month, words } from './inputs.js';
import { operation } from './operation.js';

const goal = () => id<GoalId>();

export const interestOperations = [
  operation({
    name: 'interest.post',
    summary: 'Book the interest that the bank has credited for a month, in every goal, and share it out',
    input: z.strictObject({ month: month() }),
    run: ({ useCases, onProgress }, actor, input) =>
      useCases.postInterest.execute({
        actor,
        ...input,
        onProgress: (done, refused) => onProgress?.({ done, refused }),
      }),
    hasFailures: ({ missing, differences, failed }) => missing.length + differences.length + failed.length > 0,
  }),
  operation({
    name: 'interest.expected',
    summary: 'Explain what a goal should have earned, day range by day range',
    input: z.strictObject({ goal: goal(), date: day().optional() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.explainInterest.execute({ actor, ...input }),
  }),
  operation({
    name: 'interest.allocate',
    summary: 'Share out whatever interest of a goal is not shared out yet',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.allocateInterest.execute({ actor, ...input }),
  }),
  operation({
    name: 'interest.set-rate',
    summary: 'Note that the bank pays another rate on a goal’s account from a day on, in percent a year',
    input: z.strictObject({ goal: goal(), rate: words(), from: day() }),
    positional: 'goal',
    run: ({ useCases }, actor, { goal: of, rate, from }) =>
      useCases.setGoalRate.execute({ actor, goal: of, rateBps: parsePercent(rate, 'rate'), from }),
  }),
] as const;
