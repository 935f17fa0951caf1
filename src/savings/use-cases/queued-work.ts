import type { GoalId, QueuedJob } from '../../shared/index.js';

/** What workers do with a goal that owes money to its members. */
export const PAY_GOAL_TASK = 'goals.pay';
/** What workers do when the bank has not answered. */
export const SETTLE_TASK = 'transfers.settle';

/** Whoever begins work ends it within seconds, or not at all. */
const GRACE_SECONDS = 60;

/**
 * Pays what a goal owes, should whoever has just decided it not come to it. It waits in the transaction of the decision, for
 * one goal once.
 */
export function payGoalJob(goal: GoalId): QueuedJob {
  return { task: PAY_GOAL_TASK, payload: { goal }, key: `${PAY_GOAL_TASK}:${goal}`, afterSeconds: GRACE_SECONDS };
}

/** Asks the bank again for what it has not answered just now: one job for all of it. */
export const SETTLE_JOB: QueuedJob = {
  task: SETTLE_TASK,
  payload: {},
  key: SETTLE_TASK,
  afterSeconds: GRACE_SECONDS,
};
