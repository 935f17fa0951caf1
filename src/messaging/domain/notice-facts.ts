import {
  type EventType,
  type Goal,
  isActiveMember,
  type Member,
  type MemberStatus,
  type StoredEvent,
} from '../../savings/index.js';
import {
  addDays,
  type CivilDate,
  type ClientId,
  civilDateOf,
  type Money,
  parseMoney,
  startOfDay,
} from '../../shared/index.js';
import { draftMessage, type MessageDraft } from './message.js';
import type { ParamsOf, TemplateName } from './template.js';

/** What the notices of an event look at. */
export type NoticeFacts = {
  readonly event: StoredEvent;
  /** The goal as it is by now. */
  readonly goal: Goal;
  /** All members, those who have left included. */
  readonly members: readonly Member[];
  /** Of a closed goal, whose places all ended with it: those who had left before. */
  readonly leftBefore: ReadonlySet<ClientId>;
  readonly nameOf: (client: ClientId) => string;
  readonly collected: Money;
  readonly missing: Money;
};

/** A notice of an event to one person; `goal` and the recipient are added. */
export type Notice<Name extends TemplateName> = {
  readonly template: Name;
  readonly params: Omit<ParamsOf<Name>, 'goal'>;
} & (
  | {
      /** For how many days after the event it is of use. */
      readonly days: number;
    }
  | {
      /** From then on it is of no use. */
      readonly until: Date;
    }
);

/** Decides the messages of one event. */
export type NoticePlanner = (facts: NoticeFacts, now: Date) => readonly MessageDraft[];
export type NoticePlanners = { readonly [Type in EventType]?: NoticePlanner };

/** Money that arrived or did not is worth a word for some days; a decision and what is to be done, for longer. */
export const NEWS_DAYS = 3;
export const DECISION_DAYS = 14;
export const DAYS_TO_ACT = 30;

/** Decides one notice for each recipient. An event is told once to each: its place in the history is the occasion. */
export function noticesTo<Name extends TemplateName>(
  { event, goal }: NoticeFacts,
  recipients: readonly ClientId[],
  now: Date,
  noticeFor: (client: ClientId) => Notice<Name>,
): readonly MessageDraft[] {
  return recipients.map((client) => {
    const notice = noticeFor(client);
    const { template, params } = notice;
    const expiresAt = 'until' in notice ? notice.until : startOfDay(addDays(civilDateOf(event.at), notice.days + 1));
    const all = { ...params, goal: goal.title } as unknown as ParamsOf<Name>;
    return draftMessage(
      { template, occasion: `event-${event.position}`, client, goal: goal.id, params: all, expiresAt },
      now,
    );
  });
}

/** Everybody who is active in the goal; of a goal that was closed meanwhile, everybody who was there to the end. */
export function activeClients(facts: NoticeFacts): readonly ClientId[] {
  return clientsWith(facts, ['active']);
}

/** Everybody whose money may still be in the goal. */
export function concerned(facts: NoticeFacts): readonly ClientId[] {
  return clientsWith(facts, ['active', 'leaving']);
}

function clientsWith(
  { goal, members, leftBefore }: NoticeFacts,
  statuses: readonly MemberStatus[],
): readonly ClientId[] {
  const isMeant = ({ status, client }: Member) =>
    goal.status === 'closed' ? status !== 'removed' && !leftBefore.has(client) : statuses.includes(status);
  return members.filter(isMeant).map(({ client }) => client);
}

/** The member an event names; nobody when it names none. */
export function subjectOf({ event }: Pick<NoticeFacts, 'event'>): readonly ClientId[] {
  return event.client === null ? [] : [event.client];
}

/** Money in an event is decimal tenge. */
export function moneyIn({ event }: Pick<NoticeFacts, 'event'>, field: string): Money {
  return parseMoney(String(event.data[field] ?? '0'), field);
}

export function dayIn({ event }: Pick<NoticeFacts, 'event'>, field: string): CivilDate {
  return String(event.data[field]) as CivilDate;
}

/** The word of an event's field, when it is one of these; `otherwise` else. */
export function wordIn<const Word extends string>(
  { event }: Pick<NoticeFacts, 'event'>,
  field: string,
  words: readonly Word[],
  otherwise: Word,
): Word {
  return words.find((word) => word === event.data[field]) ?? otherwise;
}

/** What a member can do next: ask the others, answer them, or decide alone. */
export function nextStepOf({ goal, members }: NoticeFacts, client: ClientId): 'propose' | 'vote' | 'alone' {
  if (members.filter(isActiveMember).length < 2) return 'alone';
  return client === goal.organiser ? 'propose' : 'vote';
}
