import { formatTenge } from '../../shared/index.js';
import type { EventData, EventType, SavingsEvent } from './event.js';
import type { Plan } from './plan.js';
import { sumOf } from './plan-amount.js';

/** Who causes it, when, and by which version of the rules. */
export type PlanCause = { readonly actor: string; readonly now: Date; readonly rulesVersion: number };

/** What happened to a plan, for the history of its goal and for its client. */
export function planEvent(plan: Plan, type: EventType, cause: PlanCause, data: EventData = {}): SavingsEvent {
  const { actor, now: at, rulesVersion } = cause;
  return { goal: plan.goal, type, at, actor, client: plan.client, rulesVersion, data: { plan: plan.id, ...data } };
}

/** That the present date of a plan was not paid, and why. */
export function unpaidEvent(
  plan: Plan,
  outcome: 'postponed' | 'skipped',
  reason: string,
  cause: PlanCause,
): SavingsEvent {
  const { due } = plan;
  const data = due === null ? {} : { due: due.on, amount: formatTenge(sumOf(plan, due) + plan.collected) };
  return planEvent(plan, `plan.${outcome}`, cause, { ...data, reason });
}
