import { addDays, type CivilDate, civilDateOf, DomainError, formatTenge, type Money } from '../../shared/index.js';
import { changeGoal, type Goal, type GoalChanges, requireStatus } from './goal.js';
import type { Proposal } from './proposal.js';
import type { Rules } from './rules.js';

/** How long the members of an expired goal may take to say what becomes of it, in days. */
export const EXPIRY_ANSWER_DAYS = 14;

/** What answers the question that an expired goal asks: another deadline or target, or an end. */
const ANSWER_KINDS: readonly Proposal['terms']['kind'][] = ['change', 'cancel'];

/**
 * Expires a goal that is not met on the day after its deadline; its members are asked to extend it, to lower the target
 * or to cancel. Money that was sent in time and is still on its way may yet meet the goal: it is waited for.
 *
 * @param incoming contributions on their way, in tiyn
 * @returns the goal as it is when it does not expire now
 */
export function expireGoal(goal: Goal, incoming: Money, now: Date): Goal {
  const isOver = goal.status === 'active' && civilDateOf(now) > goal.deadline;
  return isOver && incoming === 0n ? { ...goal, status: 'expired', statusSince: now } : goal;
}

/** The day on which everybody is refunded when the members of an expired goal have not answered. */
export function refundDay(goal: Pick<Goal, 'statusSince'>): CivilDate {
  return addDays(civilDateOf(goal.statusSince), EXPIRY_ANSWER_DAYS);
}

/**
 * Whether an expired goal must now refund everybody: 14 days have passed without an answer. A vote that was opened in
 * time is heard to its end, a dispute first resolved.
 *
 * @param proposals of this goal
 */
export function isRefundDue(
  goal: Goal,
  proposals: readonly Pick<Proposal, 'status' | 'openedAt' | 'terms'>[],
  now: Date,
): boolean {
  if (goal.status !== 'expired' || goal.frozen) return false;
  const day = refundDay(goal);
  const isBeingAnswered = proposals.some(
    ({ status, openedAt, terms }) =>
      status === 'open' && ANSWER_KINDS.includes(terms.kind) && civilDateOf(openedAt) < day,
  );
  return civilDateOf(now) >= day && !isBeingAnswered;
}

/**
 * Takes up an expired goal again: with a deadline to come, or with the target lowered to what is saved, which meets it.
 *
 * @param saved what is collected, in tiyn
 * @throws savings.goal-not-active when it has not expired; savings.target-too-small input.invalid
 */
export function resumeGoal(goal: Goal, changes: GoalChanges, saved: Money, rules: Rules, now: Date): Goal {
  requireStatus(goal, 'expired');
  if (changes.target !== undefined && changes.target === saved) return meetWithSaved(goal, saved, rules, now);
  return changeGoal({ ...goal, status: 'active', statusSince: now }, changes, saved, rules, now);
}

function meetWithSaved(goal: Goal, saved: Money, rules: Rules, now: Date): Goal {
  const minimum = goal.kind === 'personal' ? rules.minTargetPersonal : rules.minTargetShared;
  if (saved < minimum) {
    throw new DomainError('savings.target-too-small', `The target is below ${formatTenge(minimum)} KZT.`, {
      details: { target: saved, minimum },
    });
  }
  return { ...goal, target: saved, status: 'reached', statusSince: now };
}
