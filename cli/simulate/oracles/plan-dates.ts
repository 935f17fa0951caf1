import type { Plan, StoredEvent } from '../../../src/savings/index.js';
import { addDays, addMonths, type CivilDate, civilDateOf, weekdayOf } from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** How long after its day a date may wait at rest: weekends and holidays are over by then. */
const PATIENCE_DAYS = 11;

/** Each date of a plan is paid once at most, and if it is not, somebody was told why. */
export const planDatesOracle: GoalOracle = {
  name: 'each date of a plan is paid once, or it is told why not',
  find: (audit) =>
    audit.plans.flatMap((plan) => findInPlan(audit, plan).map((problem) => `plan ${plan.id}: ${problem}`)),
};

function findInPlan(audit: GoalAudit, plan: Plan): string[] {
  const paid = audit.contributions
    .filter((contribution) => contribution.plan?.id === plan.id && contribution.status === 'completed')
    .flatMap(({ plan: date }) => date?.on ?? []);
  const own = audit.events.filter(({ data }) => data.plan === plan.id);
  const twice = paid.filter((on, index) => paid.indexOf(on) !== index);
  return [
    ...twice.map((on) => `${on} was paid twice`),
    ...(isSteady(own) ? findMissing(plan, paid, own) : []),
    ...(audit.isAtRest ? findForgotten(plan, civilDateOf(audit.now)) : []),
  ];
}

/** Only of a plan that nobody has touched it is known without asking Jinaq which its dates are. */
function isSteady(events: readonly StoredEvent[]): boolean {
  return !events.some(({ type }) => type === 'plan.changed' || type === 'plan.paused' || type === 'plan.resumed');
}

function findMissing(plan: Plan, paid: readonly CivilDate[], events: readonly StoredEvent[]): string[] {
  const { rule } = plan;
  if (rule.kind !== 'fixed') return [];
  const days = rule.every === 'week' ? 7 : 14;
  const after = (on: CivilDate) => (rule.every === 'month' ? addMonths(on, 1, rule.on) : addDays(on, days));
  const dates: CivilDate[] = [];
  for (let on = plan.startedOn; plan.lastOn !== null && on <= plan.lastOn; on = after(on)) dates.push(on);
  const skipped = new Set(events.filter(({ type }) => type === 'plan.skipped').map(({ data }) => data.due));
  return [
    ...dates.filter((on) => !paid.includes(on) && !skipped.has(on)).map((on) => `${on} passed without a word`),
    ...dates.filter((on) => paid.includes(on) && skipped.has(on)).map((on) => `${on} was paid and skipped`),
    ...paid.filter((on) => !dates.includes(on)).map((on) => `${on} was paid and is none of its dates`),
    ...(rule.every !== 'month' && weekdayOf(plan.startedOn) !== rule.on ? [`it began on ${plan.startedOn}`] : []),
  ];
}

function findForgotten({ status, runOn, sending }: Plan, today: CivilDate): string[] {
  const isLate = status === 'active' && runOn !== null && addDays(runOn, PATIENCE_DAYS) < today;
  return [
    ...(isLate ? [`it was due on ${runOn} and nobody came`] : []),
    ...(sending === null ? [] : [`it waits for contribution ${sending} to this day`]),
  ];
}
