import type { Member } from '../../savings/index.js';
import { addDays, type CivilDate, civilDateOf, type Money, startOfDay } from '../../shared/index.js';
import { effectOfPaying } from './effect-of-paying.js';
import { draftMessage, type MessageDraft } from './message.js';
import { monthlyRhythm, type SavingPeriod, type SavingRhythm, shareOf } from './saving-rhythm.js';
import type { MessagingSettings } from './settings.js';
import type { GoalSituation, PolicyContext } from './situation.js';

type Settings = Pick<MessagingSettings, 'daysAfterPayday' | 'daysBeforeDue' | 'daysLate'>;

/** How long a late reminder may wait for its turn, in days. */
const LATE_DAYS = 7;

/**
 * The reminders of one goal that are due today: one to each member who has not paid in the running turn, two days after
 * payday or three days before the due date, and one after a turn that went by without a payment. Whoever saves by a plan
 * is not asked: what a plan could not pay is told by its own notice. Whoever is held out
 * gets a suppressed one, so that both groups are known.
 */
export function planReminders(
  situation: GoalSituation,
  settings: Settings,
  context: PolicyContext,
): readonly MessageDraft[] {
  const { goal, missing, members, byPlan } = situation;
  if (goal.status !== 'active' || missing <= 0n) return [];
  return members.flatMap((member) => {
    if (byPlan.has(member.client)) return [];
    const rhythm = rhythmOf(member, situation, context.today);
    if (rhythm === null) return [];
    const { current, previous, turnsLeft } = rhythm;
    const share = shareOf(missing, { members: members.length, turnsLeft, minContribution: goal.minContribution });
    const ask: Ask = { situation, member, share, context };
    return [...dueReminder(ask, current, settings), ...lateReminder(ask, previous, current, settings)];
  });
}

/** The day on which the one reminder of a turn is sent. */
export function reminderDay(
  { after, due, payday }: SavingPeriod,
  { daysAfterPayday, daysBeforeDue }: Settings,
): CivilDate {
  const afterPayday = payday === null ? null : addDays(payday, daysAfterPayday);
  return afterPayday !== null && afterPayday > after && afterPayday <= due ? afterPayday : addDays(due, -daysBeforeDue);
}

type Ask = {
  readonly situation: GoalSituation;
  readonly member: Member;
  readonly share: Money;
  readonly context: PolicyContext;
};

function dueReminder(ask: Ask, period: SavingPeriod, settings: Settings): readonly MessageDraft[] {
  const { today } = ask.context;
  const isTime = today >= reminderDay(period, settings) && today <= period.due;
  if (!isTime || hasPaid(ask, period)) return [];
  return [remind('reminder.due', ask, { occasion: period, due: period.due, usefulUntil: period.due })];
}

function lateReminder(
  ask: Ask,
  previous: SavingPeriod | null,
  current: SavingPeriod,
  { daysLate }: Settings,
): readonly MessageDraft[] {
  const { today } = ask.context;
  if (previous === null || hasPaid(ask, previous)) return [];
  const lateOn = addDays(previous.due, daysLate);
  const usefulUntil = addDays(lateOn, LATE_DAYS);
  if (today < lateOn || today > usefulUntil) return [];
  return [remind('reminder.late', ask, { occasion: previous, due: current.due, usefulUntil })];
}

function remind(
  template: 'reminder.due' | 'reminder.late',
  { situation, member, share, context }: Ask,
  { occasion, due, usefulUntil }: { occasion: SavingPeriod; due: CivilDate; usefulUntil: CivilDate },
): MessageDraft {
  const { goal, collected, missing } = situation;
  const { target, deadline, title } = goal;
  const facts = { collected, target, deadline, startedOn: civilDateOf(goal.createdAt), rateBps: goal.product.rateBps };
  return draftMessage(
    {
      template,
      occasion: `${goal.id}/${occasion.name}`,
      client: member.client,
      goal: goal.id,
      params: { goal: title, share, due, missing, target, ...effectOfPaying(share, facts, context.today) },
      expiresAt: startOfDay(addDays(usefulUntil, 1)),
      unlessPaidAfter: occasion.after,
      suppressed: context.isHeldOut(member.client) ? 'hold-out' : undefined,
    },
    context.now,
  );
}

function rhythmOf({ client, joinedAt }: Member, situation: GoalSituation, today: CivilDate): SavingRhythm | null {
  const { goal, payments, paydays } = situation;
  const facts = {
    joinedOn: civilDateOf(joinedAt),
    deadline: goal.deadline,
    paidOn: payments.filter((payment) => payment.client === client).map(({ on }) => on),
    payday: paydays.get(client) ?? null,
  };
  return monthlyRhythm(facts, today);
}

function hasPaid({ situation, member }: Ask, { after }: SavingPeriod): boolean {
  return situation.payments.some(({ client, on }) => client === member.client && on > after);
}
