import { addWorkingDays, type CivilDate, type ContributionId, type Money } from '../../shared/index.js';
import type { Plan } from './plan.js';
import { sumOf } from './plan-amount.js';
import { type DueDecision, MAX_ATTEMPTS } from './automatic-transfer.js';
import { dueAfter, runDayOf } from './plan-dates.js';

/** The plan after a decision about its present date that sends no money. */
export function afterDecision(
  plan: Plan,
  decision: Exclude<DueDecision, { readonly do: 'pay' }>,
  today: CivilDate,
): Plan {
  switch (decision.do) {
    case 'collect':
      return advance({ ...plan, collected: plan.collected + presentSum(plan) });
    case 'pass':
      return advance(plan);
    case 'postpone':
      return postpone(plan, today);
    case 'skip':
      return decision.reason === 'bank.insufficient-funds' ? miss(plan) : advance(plan);
    case 'end':
      return { ...plan, status: decision.status, due: null, runOn: null };
  }
}

/** The plan while the bank is asked to move the money of its present date. */
export function sendDue(plan: Plan, contribution: ContributionId): Plan {
  return { ...plan, sending: contribution };
}

/** What became of a date whose money was sent: nothing to tell when it was paid. */
export type AfterAnswer = { readonly plan: Plan; readonly told: 'postponed' | 'skipped' | null };

/** The bank's last word on the contribution of a plan's date: what it paid, or why it did not. */
export type DateAnswer = { readonly on: CivilDate; readonly paid: Money | null; readonly reason: string | null };

/**
 * The plan after the bank's last word on the contribution of its present date. What was paid beyond the date and what
 * was collected has caught up on what was missed.
 */
export function afterAnswer(plan: Plan, { on, paid, reason }: DateAnswer, today: CivilDate): AfterAnswer {
  const idle: Plan = { ...plan, sending: null };
  // Stopped while its money was on the way: it has no date any more, but what was paid was paid of that date.
  if (idle.due === null) return { plan: paid === null ? idle : { ...idle, lastOn: on }, told: null };
  if (paid !== null) {
    const caughtUp = paid - presentSum(idle) - idle.collected;
    const missed = caughtUp > 0n ? idle.missed - caughtUp : idle.missed;
    return { plan: advance({ ...idle, collected: 0n, missed }), told: null };
  }
  if (reason !== 'bank.insufficient-funds') return { plan: advance(idle), told: 'skipped' };
  return idle.attempts + 1 < MAX_ATTEMPTS
    ? { plan: postpone(idle, today), told: 'postponed' }
    : { plan: miss(idle), told: 'skipped' };
}

function postpone(plan: Plan, today: CivilDate): Plan {
  return { ...plan, attempts: plan.attempts + 1, runOn: addWorkingDays(today, 1) };
}

function miss(plan: Plan): Plan {
  return advance({ ...plan, missed: plan.missed + presentSum(plan) + plan.collected, collected: 0n });
}

function presentSum(plan: Plan): Money {
  return plan.due === null ? 0n : sumOf(plan, plan.due);
}

function advance(plan: Plan): Plan {
  if (plan.due === null) return plan;
  const due = dueAfter(plan.rule, plan.due);
  const next = { ...plan, lastOn: plan.due.on, due, attempts: 0 };
  return due === null ? { ...next, status: 'finished', runOn: null } : { ...next, runOn: runDayOf(due.on) };
}
