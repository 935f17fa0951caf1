import { civilDateOf, type PlanId } from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Plan } from '../domain/plan.js';
import { planEvent, unpaidEvent } from '../domain/plan-events.js';
import { afterAnswer } from '../domain/plan-progress.js';

type Answered = { readonly plans: readonly Plan[]; readonly events: readonly SavingsEvent[] };

/**
 * Lets the plans go on whose present date was sent as one of these contributions, now that the bank has said its last
 * word: to their next date, or to their next attempt.
 */
export function answerPlans(
  resolved: readonly Contribution[],
  plans: ReadonlyMap<PlanId, Plan>,
  { now, rulesVersion }: { readonly now: Date; readonly rulesVersion: number },
): Answered {
  const cause = { actor: 'system', now, rulesVersion };
  const answered = resolved.flatMap(({ id, plan: date, status, amount, reason }) => {
    const before = date === null ? undefined : plans.get(date.id);
    if (date === null || before?.sending !== id) return [];
    const answer = { on: date.on, paid: status === 'completed' ? amount : null, reason };
    const { plan, told } = afterAnswer(before, answer, civilDateOf(now));
    const unpaid = told === null ? [] : [unpaidEvent(before, told, reason ?? '', cause)];
    const hasEnded = plan.status === 'finished' && before.status !== 'finished';
    return [{ plan, events: hasEnded ? [...unpaid, planEvent(plan, 'plan.finished', cause)] : unpaid }];
  });
  return { plans: answered.map(({ plan }) => plan), events: answered.flatMap(({ events }) => events) };
}
