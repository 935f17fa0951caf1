import type { Goal } from '../../savings/index.js';
import { type CivilDate, type ClientId, civilDateOf, type Money } from '../../shared/index.js';
import type { Intent } from './question.js';
import { monthlyRhythm, shareOf } from './saving-rhythm.js';
import type { GoalSituation } from './situation.js';
import type { Params, TemplateName } from './template.js';

/** A member's own goal, as far as their questions go. */
export type OwnGoal = {
  readonly situation: GoalSituation;
  readonly client: ClientId;
  /** The next date of the member's plan; null when no plan is running. */
  readonly planDue: CivilDate | null;
};

/** One sentence of an answer, as a template with its values. */
export type AnswerPart = { readonly template: TemplateName; readonly params: Params };

/** Answers one question about one goal, from what the books and the goal say and nothing else. */
export function answerAbout(intent: Intent, own: OwnGoal, today: CivilDate): AnswerPart {
  const { goal } = own.situation;
  const of = { goal: goal.title };
  switch (intent) {
    case 'missing': {
      const { collected, missing } = own.situation;
      const params = { ...of, collected, missing, target: goal.target, deadline: goal.deadline };
      return { template: 'answer.missing', params: { ...params, state: missing > 0n ? 'open' : 'met' } };
    }
    case 'withdraw':
      return { template: 'answer.withdraw', params: { ...of, how: withdrawal(own) } };
    case 'next-transfer':
      return { template: 'answer.next-transfer', params: { ...of, ...nextTransfer(own, today) } };
    case 'leave': {
      const isLast = own.situation.members.length < 2;
      const way = goal.frozen ? 'frozen' : isLast ? 'last' : 'leave';
      return { template: 'answer.leave', params: { ...of, way, amount: claimOf(own) } };
    }
    case 'complain':
      return { template: 'answer.complain', params: { ...of, state: goal.frozen ? 'open' : 'none' } };
  }
}

function withdrawal({ situation: { goal, members } }: OwnGoal): string {
  if (goal.frozen) return 'frozen';
  if (members.length < 2) return 'alone';
  return goal.status === 'reached' ? 'payout' : 'vote';
}

function nextTransfer({ situation, client, planDue }: OwnGoal, today: CivilDate): Params {
  if (situation.goal.status !== 'active' || situation.missing <= 0n) return { by: 'nothing' };
  if (planDue !== null) return { by: 'plan', due: planDue };
  const { goal, members, missing } = situation;
  const due = nextDue(situation, client, today);
  if (due === null) return { by: 'nothing' };
  const { minContribution } = goal;
  const share = shareOf(missing, { members: members.length, turnsLeft: due.turnsLeft, minContribution });
  return { by: 'hand', due: due.on, share };
}

function nextDue(
  { goal, members, payments }: GoalSituation,
  client: ClientId,
  today: CivilDate,
): { readonly on: CivilDate; readonly turnsLeft: number } | null {
  const member = members.find((one) => one.client === client);
  if (member === undefined) return null;
  const paidOn = payments.filter((payment) => payment.client === client).map(({ on }) => on);
  const { deadline }: Goal = goal;
  const rhythm = monthlyRhythm({ joinedOn: civilDateOf(member.joinedAt), deadline, paidOn, payday: null }, today);
  return rhythm && { on: rhythm.current.due, turnsLeft: rhythm.turnsLeft };
}

function claimOf({ situation, client }: OwnGoal): Money {
  return situation.claims.get(client) ?? 0n;
}
