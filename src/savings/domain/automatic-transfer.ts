import { type CivilDate, type ErrorCode, type Money, maxMoney, minMoney } from '../../shared/index.js';
import type { Client } from './client.js';
import type { Goal } from './goal.js';
import { isActiveMember, type Member } from './member.js';
import type { Plan } from './plan.js';
import { sumOf } from './plan-amount.js';
import { watchesAccount } from './plan-rule.js';
import type { Rules } from './rules.js';

/** After the first attempt, the working days on which want of money is tried again. */
export const MAX_ATTEMPTS = 3;

/** What is known when a date of a plan is to be paid. */
export type DueFacts = {
  readonly today: CivilDate;
  readonly goal: Goal;
  readonly member: Member | undefined;
  readonly client: Client;
  /** What the goal still takes, what is on its way counted as there. */
  readonly missing: Money;
  /** The client's principal over all goals, pending included. */
  readonly clientTotal: Money;
  readonly rules: Rules;
  /** On the client's main account, read just now. */
  readonly balance: Money;
};

/** What becomes of a date of a plan. Amounts are tiyn. */
export type DueDecision =
  | { readonly do: 'pay'; readonly amount: Money }
  /** Too little to be moved yet: it is added to what comes later. */
  | { readonly do: 'collect' }
  /** Nothing has come in, nothing was bought. */
  | { readonly do: 'pass' }
  | { readonly do: 'postpone'; readonly reason: ErrorCode }
  | { readonly do: 'skip'; readonly reason: ErrorCode }
  | { readonly do: 'end'; readonly status: 'finished' | 'stopped'; readonly reason: ErrorCode };

/**
 * The guards of every automatic transfer, which nobody can switch off: only for an active member of an active goal that
 * is not frozen; never more than the goal misses or the client limit leaves; never less than the least that is moved
 * at once; never below what has to stay on the main account.
 */
export function decideDue(plan: Plan, facts: DueFacts): DueDecision {
  const { due } = plan;
  if (due === null) return { do: 'pass' };
  const end = endOf(facts);
  if (end !== null) return end;
  const wanted = sumOf(plan, due) + plan.collected;
  if (wanted === 0n) return { do: 'pass' };
  const obstacle = obstacleOf(facts);
  if (obstacle !== null) {
    // Who looks every day at what could not be moved anyway need not be told every day that it is not.
    const waits = watchesAccount(plan.rule) && wanted < leastMoved(facts);
    return waits ? { do: 'collect' } : { do: 'skip', reason: obstacle };
  }
  const missed = plan.catchUp ? plan.missed : 0n;
  const together = decideAmount(plan, facts, wanted + missed);
  // What was missed must not keep the present date from being paid.
  return together.do === 'pay' || missed === 0n ? together : decideAmount(plan, facts, wanted);
}

/** What stays on the main account, in tiyn: what the client chose, and never less than the bank's rule. */
export function floorOf(plan: Pick<Plan, 'floor'>, rules: Rules): Money {
  return maxMoney(plan.floor, rules.minFloor);
}

/** Whether the plan is over: its client has left, or its goal needs no money any more. */
function endOf({ goal, member }: DueFacts): DueDecision | null {
  if (!isActiveMember(member)) return { do: 'end', status: 'stopped', reason: 'savings.not-a-member' };
  const reason = 'savings.goal-not-active';
  if (goal.status === 'reached') return { do: 'end', status: 'finished', reason };
  return goal.status === 'closed' || goal.status === 'cancelling' ? { do: 'end', status: 'stopped', reason } : null;
}

/** Why nothing at all may be moved today; null when there is no reason. */
function obstacleOf({ goal, client, missing, today }: DueFacts): ErrorCode | null {
  if (client.status !== 'active') return 'clients.blocked';
  if (client.account === null) return 'savings.account-missing';
  if (goal.frozen) return 'savings.goal-frozen';
  // Whether the hourly job has noticed that the goal expired makes no difference.
  if (goal.status === 'expired' || today > goal.deadline) return 'savings.deadline-passed';
  return missing === 0n ? 'savings.over-target' : null;
}

function leastMoved({ goal, rules }: DueFacts): Money {
  return maxMoney(rules.minAutomaticTransfer, goal.minContribution ?? 0n);
}

function decideAmount(plan: Plan, facts: DueFacts, wanted: Money): DueDecision {
  const { missing, rules, clientTotal, balance } = facts;
  const minimum = leastMoved(facts);
  const limit = rules.clientLimit - clientTotal;
  const amount = leavingRoom(minMoney(wanted, missing, limit), facts, minimum);
  const isLast = amount === missing;
  if (amount < rules.minAutomaticTransfer || (amount < minimum && !isLast)) return tooSmall(plan, facts, wanted);
  if (balance - amount >= floorOf(plan, rules)) return { do: 'pay', amount };
  const reason = 'bank.insufficient-funds';
  return plan.attempts + 1 < MAX_ATTEMPTS ? { do: 'postpone', reason } : { do: 'skip', reason };
}

/**
 * Of what the goal misses, leaves nothing or enough for one more transfer: a rest below the least that is moved could
 * never be moved, and the goal never be met.
 */
function leavingRoom(amount: Money, { missing, rules }: DueFacts, minimum: Money): Money {
  const least = rules.minAutomaticTransfer;
  const rest = missing - amount;
  if (rest <= 0n || rest >= least) return amount;
  const shorter = missing - least;
  return shorter >= minimum ? shorter : amount;
}

function tooSmall(plan: Plan, { goal, missing, rules, clientTotal }: DueFacts, wanted: Money): DueDecision {
  if (rules.clientLimit - clientTotal < minMoney(wanted, missing))
    return { do: 'skip', reason: 'savings.client-limit' };
  if (missing < rules.minAutomaticTransfer) return { do: 'skip', reason: 'savings.transfer-too-small' };
  if (plan.rule.kind !== 'fixed') return { do: 'collect' };
  const isBelowGoal = goal.minContribution !== null && wanted < goal.minContribution;
  return { do: 'skip', reason: isBelowGoal ? 'savings.below-min-contribution' : 'savings.transfer-too-small' };
}
