import type { ClientStatus, GoalStatus } from '../../savings/index.js';
import { civilDateOf, type ClientId, type GoalId, monthOf } from '../../shared/index.js';
import type { Message } from './message.js';
import type { MessageClass } from './message-class.js';
import { isRefusable } from './preferences.js';
import { nextMorning } from './quiet-hours.js';
import type { MessagingSettings } from './settings.js';

/** A capped message that has left: it has used up a place. */
export type UsedPlace = {
  readonly client: ClientId;
  readonly goal: GoalId;
  readonly messageClass: MessageClass;
  readonly at: Date;
};

/** Classes of which a person gets so many a day; of the first two, so many a month about one goal. */
export const CAPPED_BY_MONTH: readonly MessageClass[] = ['reminder', 'marketing'];
export const CAPPED_BY_DAY: readonly MessageClass[] = [...CAPPED_BY_MONTH, 'feedback'];

/** What sending looks at in the moment it sends: people pay, leave and change their minds after planning. */
export type SendFacts = {
  readonly now: Date;
  readonly clientStatus: ClientStatus;
  readonly goalStatus: GoalStatus;
  /** The recipient is active in the goal. */
  readonly isMember: boolean;
  /** The recipient has paid after `message.unlessPaidAfter`. */
  readonly hasPaid: boolean;
  /** Places that this person has used since the beginning of the month. */
  readonly usedPlaces: readonly UsedPlace[];
};

export type SendDecision =
  | { readonly do: 'send' }
  | { readonly do: 'wait'; readonly until: Date }
  | { readonly do: 'suppress'; readonly reason: string };

const SEND: SendDecision = { do: 'send' };

type Caps = Pick<MessagingSettings, 'maxPerGoalMonth' | 'maxPerPersonDay' | 'quietFromMinute' | 'quietToMinute'>;

/** Decides whether a message still goes, waits for another day, or is of no use or too much by now. */
export function decideSending(message: Message, facts: SendFacts, caps: Caps): SendDecision {
  const { messageClass, expiresAt } = message;
  const { now, clientStatus } = facts;
  const isOwed = !isRefusable(messageClass);
  if (clientStatus === 'deceased' || (clientStatus === 'blocked' && !isOwed)) return suppress(`client-${clientStatus}`);
  if (expiresAt !== null && now >= expiresAt) return suppress('expired');
  if (isOwed) return SEND;
  if (facts.goalStatus !== 'active') return suppress('goal-over');
  if (!facts.isMember) return suppress('not-a-member');
  if (facts.hasPaid) return suppress('paid');
  // An attempt after the first has its place already.
  return message.leftAt === null ? withinCaps(message, facts, caps) : SEND;
}

function withinCaps(
  { messageClass, goal, expiresAt }: Message,
  { now, usedPlaces }: SendFacts,
  caps: Caps,
): SendDecision {
  const today = civilDateOf(now);
  const ofGoal = usedPlaces.filter(
    (place) =>
      place.goal === goal &&
      CAPPED_BY_MONTH.includes(place.messageClass) &&
      monthOf(civilDateOf(place.at)) === monthOf(today),
  );
  if (CAPPED_BY_MONTH.includes(messageClass) && ofGoal.length >= caps.maxPerGoalMonth)
    return suppress('cap-goal-month');
  const ofDay = usedPlaces.filter(({ at }) => civilDateOf(at) === today);
  if (ofDay.length < caps.maxPerPersonDay) return SEND;
  const until = nextMorning(now, caps);
  return expiresAt !== null && until >= expiresAt ? suppress('cap-person-day') : { do: 'wait', until };
}

function suppress(reason: string): SendDecision {
  return { do: 'suppress', reason };
}
