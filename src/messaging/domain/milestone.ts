import { addDays, civilDateOf, startOfDay } from '../../shared/index.js';
import { draftMessage, type MessageDraft } from './message.js';
import { type GoalSituation, percentOf } from './situation.js';

const USEFUL_DAYS = 5;

/**
 * The highest milestone that a goal has passed, when it is higher than all before; of several passed at once only that
 * one is worth a word. 100 % is the celebration of the event and needs none.
 *
 * @param before the highest milestone so far, in percent; 0 when there is none
 */
export function passedMilestone(
  { goal, collected }: Pick<GoalSituation, 'goal' | 'collected'>,
  milestones: readonly number[],
  before: number,
): number | undefined {
  const percent = percentOf(collected, goal.target);
  return [...milestones].sort((a, b) => b - a).find((milestone) => milestone <= percent && milestone > before);
}

/** Tells every member that the goal has passed this milestone. */
export function tellMilestone(
  { goal, members, missing }: Pick<GoalSituation, 'goal' | 'members' | 'missing'>,
  percent: number,
  now: Date,
): readonly MessageDraft[] {
  if (goal.status !== 'active') return [];
  return members.map(({ client }) =>
    draftMessage(
      {
        template: 'goal.milestone',
        occasion: `${goal.id}/${percent}`,
        client,
        goal: goal.id,
        params: { goal: goal.title, percent, missing },
        expiresAt: startOfDay(addDays(civilDateOf(now), USEFUL_DAYS)),
      },
      now,
    ),
  );
}
