import { type EventType, EXPIRY_ANSWER_DAYS } from '../../savings/index.js';
import { addDays, type ClientId, civilDateOf } from '../../shared/index.js';
import { DECISION_NOTICES } from './decision-notices.js';
import type { MessageDraft } from './message.js';
import {
  activeClients,
  concerned,
  dayIn,
  DAYS_TO_ACT,
  DECISION_DAYS,
  moneyIn,
  NEWS_DAYS,
  nextStepOf,
  type NoticeFacts,
  type NoticePlanner,
  type NoticePlanners,
  noticesTo,
  subjectOf,
  wordIn,
} from './notice-facts.js';

/** Decides who is told of an event, and what. Most events are told to nobody: they are found in the history. */
export function planNotices(facts: NoticeFacts, now: Date): readonly MessageDraft[] {
  return NOTICES[facts.event.type]?.(facts, now) ?? [];
}

/** Whether an event of this type is told to anybody. */
export function hasNotices(type: EventType): boolean {
  return type in NOTICES;
}

const GOAL_NOTICES: NoticePlanners = {
  // One event for each member: whoever has left meanwhile is told as well, the money was also theirs.
  'goal.reached': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, (client) => ({
      template: 'goal.reached',
      params: { target: moneyIn(facts, 'target'), collected: facts.collected, next: nextStepOf(facts, client) },
      days: DAYS_TO_ACT,
    })),
  'goal.expired': (facts, now) =>
    noticesTo(facts, activeClients(facts), now, (client) => ({
      template: 'goal.expired',
      params: {
        deadline: dayIn(facts, 'deadline'),
        missing: facts.missing,
        answerBy: addDays(civilDateOf(facts.event.at), EXPIRY_ANSWER_DAYS),
        next: nextStepOf(facts, client),
      },
      days: EXPIRY_ANSWER_DAYS,
    })),
  'goal.changed': (facts, now) =>
    noticesTo(facts, activeClients(facts), now, () => ({
      template: 'goal.changed',
      params: { target: moneyIn(facts, 'target'), deadline: dayIn(facts, 'deadline') },
      days: DAYS_TO_ACT,
    })),
  'goal.closing': (facts, now) =>
    noticesTo(facts, concerned(facts), now, () => ({
      template: 'goal.closing',
      params: { purpose: wordIn(facts, 'purpose', ['payout', 'expiry', 'cancel'], 'cancel') },
      days: DECISION_DAYS,
    })),
  'goal.closed': (facts, now) =>
    noticesTo(facts, concerned(facts), now, () => ({ template: 'goal.closed', params: {}, days: DECISION_DAYS })),
  'organiser.replaced': (facts, now) =>
    noticesTo(facts, activeClients(facts), now, () => ({
      template: 'organiser.replaced',
      params: { organiser: facts.nameOf(facts.event.client ?? facts.goal.organiser) },
      days: DECISION_DAYS,
    })),
};

const invited: NoticePlanner = (facts, now) =>
  noticesTo(facts, subjectOf(facts), now, () => ({
    template: 'invitation.sent',
    params: { organiser: facts.nameOf(facts.goal.organiser), target: facts.goal.target, deadline: facts.goal.deadline },
    days: NEWS_DAYS,
  }));

const answered =
  (answer: 'accepted' | 'declined'): NoticePlanner =>
  (facts, now) =>
    noticesTo(facts, organiserUnless(facts), now, () => ({
      template: 'invitation.answered',
      params: { member: subjectName(facts), answer },
      days: NEWS_DAYS,
    }));

const MEMBER_NOTICES: NoticePlanners = {
  'invitation.sent': invited,
  'invitation.resent': invited,
  'invitation.accepted': answered('accepted'),
  'invitation.declined': answered('declined'),
  'member.left': (facts, now) =>
    noticesTo(facts, facts.goal.status === 'closed' ? [] : organiserUnless(facts), now, () => ({
      template: 'member.left',
      params: { member: subjectName(facts) },
      days: NEWS_DAYS,
    })),
  'member.removed': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, () => ({ template: 'member.removed', params: {}, days: DAYS_TO_ACT })),
};

const unpaid =
  (outcome: 'postponed' | 'skipped'): NoticePlanner =>
  (facts, now) =>
    // A plan that gave up its date for a reason of the goal's own, such as that it is met, is told by the goal's event.
    noticesTo(facts, isOfBank(facts) ? subjectOf(facts) : [], now, () => ({
      template: 'plan.unpaid',
      params: { amount: moneyIn(facts, 'amount'), due: dayIn(facts, 'due'), outcome, reason: refusalOf(facts) },
      days: NEWS_DAYS,
    }));

const MONEY_NOTICES: NoticePlanners = {
  'contribution.completed': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, () => ({
      template: 'contribution.completed',
      params: { amount: moneyIn(facts, 'amount') },
      days: NEWS_DAYS,
    })),
  'contribution.refused': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, () => ({
      template: 'contribution.refused',
      params: { amount: moneyIn(facts, 'amount'), reason: refusalOf(facts) },
      days: NEWS_DAYS,
    })),
  'plan.postponed': unpaid('postponed'),
  'plan.skipped': unpaid('skipped'),
  'payout.completed': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, () => ({
      template: 'payout.completed',
      params: { amount: moneyIn(facts, 'amount'), to: payeeOf(facts) },
      days: DECISION_DAYS,
    })),
  'payout.unclaimed': (facts, now) =>
    noticesTo(facts, subjectOf(facts), now, () => ({
      template: 'payout.unclaimed',
      params: { amount: moneyIn(facts, 'amount') },
      days: DAYS_TO_ACT,
    })),
};

const NOTICES: NoticePlanners = { ...GOAL_NOTICES, ...MEMBER_NOTICES, ...MONEY_NOTICES, ...DECISION_NOTICES };

/** The organiser, unless the event is about the organiser or about nobody whom we know. */
function organiserUnless({ event, goal }: NoticeFacts): readonly ClientId[] {
  return event.client === null || event.client === goal.organiser ? [] : [goal.organiser];
}

function subjectName({ event, nameOf }: NoticeFacts): string {
  return event.client === null ? '' : nameOf(event.client);
}

function isOfBank({ event }: NoticeFacts): boolean {
  return String(event.data.reason).startsWith('bank.') && event.data.due !== undefined;
}

function refusalOf({ event }: NoticeFacts): 'insufficient-funds' | 'account-closed' | 'refused' {
  if (event.data.reason === 'bank.insufficient-funds') return 'insufficient-funds';
  return event.data.reason === 'bank.account-closed' ? 'account-closed' : 'refused';
}

function payeeOf({ event }: NoticeFacts): 'payee' | 'own' {
  return event.data.purpose === 'payout' ? 'payee' : 'own';
}
