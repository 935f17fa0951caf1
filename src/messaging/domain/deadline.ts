import { addDays, daysBetween, startOfDay } from '../../shared/index.js';
import { draftMessage, type MessageDraft } from './message.js';
import type { MessagingSettings } from './settings.js';
import type { GoalSituation, PolicyContext } from './situation.js';

/** Tells every member, once for each deadline, that a goal that is not met ends in a few days. */
export function planDeadlineNotices(
  { goal, members, missing }: GoalSituation,
  { daysBeforeDeadline }: Pick<MessagingSettings, 'daysBeforeDeadline'>,
  { now, today }: PolicyContext,
): readonly MessageDraft[] {
  const days = daysBetween(today, goal.deadline);
  if (goal.status !== 'active' || missing <= 0n || days < 0 || days > daysBeforeDeadline) return [];
  return members.map(({ client }) =>
    draftMessage(
      {
        template: 'goal.deadline-near',
        occasion: `${goal.id}/${goal.deadline}`,
        client,
        goal: goal.id,
        params: { goal: goal.title, deadline: goal.deadline, missing, days },
        expiresAt: startOfDay(addDays(goal.deadline, 1)),
      },
      now,
    ),
  );
}
