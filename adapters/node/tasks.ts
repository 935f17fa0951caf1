import type { Actor } from '../../src/access/index.js';
import {
  INTEREST_TASK,
  PAGE_TASK,
  type PageRange,
  PAY_GOAL_TASK,
  SETTLE_TASK,
  type SharedRunId,
} from '../../src/savings/index.js';
import type { Clock, GoalId, Month, Task } from '../../src/shared/index.js';
import type { OperationContext } from '../operations/index.js';

const SYSTEM: Actor = { kind: 'system' };
/** What is older is asked for by the schedule, every 15 minutes. */
const RECENT_MS = 20 * 60_000;

/** What Jinaq puts into a queue with the change that needs it, by the name of its task. */
export function defaultTasks(
  { useCases }: Pick<OperationContext, 'useCases'>,
  clock: Clock,
): Readonly<Record<string, Task>> {
  const { payRunPage, payGoal, postInterest, settleTransfers } = useCases;
  return {
    [PAGE_TASK]: (payload) => {
      const { run, page } = payload as { readonly run: SharedRunId; readonly page: number };
      return payRunPage.execute({ actor: SYSTEM, run, page });
    },
    [INTEREST_TASK]: async (payload) => {
      const { month, ...between } = payload as { readonly month: Month } & PageRange<GoalId>;
      await postInterest.execute({ actor: SYSTEM, month, between });
    },
    [PAY_GOAL_TASK]: (payload) => payGoal.execute({ actor: SYSTEM, ...(payload as { readonly goal: GoalId }) }),
    [SETTLE_TASK]: (_payload, signal) =>
      settleTransfers.execute({
        ...{ actor: SYSTEM, since: new Date(clock.now().getTime() - RECENT_MS) },
        isInterrupted: () => signal?.aborted === true,
      }),
  };
}
