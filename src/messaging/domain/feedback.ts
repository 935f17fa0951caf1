import { addDays, type CivilDate, civilDateOf, startOfDay, weekdayOf } from '../../shared/index.js';
import { draftMessage, type MessageDraft } from './message.js';
import type { MessagingSettings } from './settings.js';
import { type GoalSituation, percentOf, type PolicyContext } from './situation.js';

/** Of fewer than this, a count would say who is behind. */
const MIN_COUNTED_MEMBERS = 3;
const WEEK_DAYS = 7;
/** A week's news is old after these days. */
const USEFUL_DAYS = 3;

/** Whether it is the day of the week on which members hear how their goals are getting on. */
export function isFeedbackDay(
  today: CivilDate,
  { feedbackWeekday }: Pick<MessagingSettings, 'feedbackWeekday'>,
): boolean {
  return weekdayOf(today) === feedbackWeekday;
}

/**
 * The weekly word to each member of a shared goal on how all are getting on: "4 of 6 on plan". It names those who are on
 * plan and agreed to be seen, never anybody who is behind; where the count would point at somebody it tells the goal's
 * progress alone.
 */
export function planFeedback(
  situation: GoalSituation,
  settings: Pick<MessagingSettings, 'feedbackWeekday'>,
  { now, today }: PolicyContext,
): readonly MessageDraft[] {
  const { goal, members, collected, missing } = situation;
  if (!isFeedbackDay(today, settings)) return [];
  const isYoung = civilDateOf(goal.createdAt) > addDays(today, -WEEK_DAYS);
  if (goal.status !== 'active' || goal.kind !== 'shared' || members.length < 2 || isYoung) return [];
  const onPlan = membersOnPlan(situation);
  const isCounted = members.length >= MIN_COUNTED_MEMBERS && onPlan.length > 0;
  return members.map(({ client }) => {
    const names = isCounted
      ? onPlan.filter((other) => other !== client).flatMap((id) => situation.names.get(id) ?? [])
      : [];
    return draftMessage(
      {
        template: 'feedback.weekly',
        occasion: `${goal.id}/${today}`,
        client,
        goal: goal.id,
        params: {
          goal: goal.title,
          show: isCounted ? 'counts' : 'progress',
          onPlan: onPlan.length,
          members: members.length,
          naming: names.length === 0 ? 'nobody' : 'some',
          names: names.length === 0 ? undefined : names.join(', '),
          percent: percentOf(collected, goal.target),
          collected,
          missing,
        },
        expiresAt: startOfDay(addDays(today, USEFUL_DAYS)),
      },
      now,
    );
  });
}

/** Members who have saved their equal part for the time that has passed. */
function membersOnPlan({ members, claims, expected }: GoalSituation) {
  return members
    .map(({ client }) => client)
    .filter((client) => (claims.get(client) ?? 0n) * BigInt(members.length) >= expected);
}
