import { type CivilDate, civilDateOf, daysBetween } from '../../../src/shared/index.js';
import type { World } from '../world.js';
import { ask, insist, look, type Sight } from './asking.js';
import type { Group } from './group.js';
import { daysPass } from './moments.js';
import type { PlanHabit } from './parameters.js';
import type { Person } from './person.js';

/** What a plan moves at least, and what the plans of this model are rounded to, in tenge. */
const LEAST_TENGE = 1_000;
const STEP_TENGE = 100;
const STEP_PERCENT = 5;
const STEP_MONTHS = 3;
const ROUND_UP_TO = 1_000;
const WEEKS_A_MONTH = 4.3;
const TURNS_A_MONTH = { month: 1, fortnight: WEEKS_A_MONTH / 2, week: WEEKS_A_MONTH } as const;
const MONTH_DAYS = 30.4;
const LEAST_FLOOR_TENGE = 5_000;

/** Lets a plan save. Where it cannot be had, they save by hand. */
export async function startPlan(world: World, group: Group, person: Person): Promise<void> {
  const { actor, random, habit } = person;
  if (habit === null) return;
  const { planCoverage, planCoverageSpread } = world.options.people;
  const coverage = Math.max(0.3, random.normal(planCoverage, planCoverageSpread));
  const terms = termsOf(habit, person, (person.promised / group.months) * coverage, group.months);
  const input = { goal: group.id, ...terms, ...(random.chance(0.3) ? { catchUp: true } : {}) };
  // Who has not read what they agree to is asked for it.
  if (random.chance(0.05)) await ask(world, actor, 'plans.start', input);
  const started = await insist(world, () => world.call(actor, 'plans.start', { ...input, consent: true }));
  if (started !== null && 'result' in started) person.plan = (started.result as { readonly id: string }).id;
  else if (started?.refused === 'plans.already-running') person.plan = await runningPlanOf(world, group, person);
  group.secrets.plan ??= person.plan;
}

/** The terms under which a plan brings so much a month on average. */
function termsOf(habit: PlanHabit, { income, payday, random }: Person, monthly: number, months: number): object {
  const on = Math.min(31, payday + 1);
  switch (habit) {
    case 'fixed': {
      const every = random.pick(['month', 'month', 'month', 'fortnight', 'week'] as const);
      if (every === 'month') return { kind: 'fixed', every, on, amount: amountOf(monthly) };
      return { kind: 'fixed', every, on: random.int(1, 7), amount: amountOf(monthly / TURNS_A_MONTH[every]) };
    }
    case 'stepping': {
      const step = random.chance(0.5) ? { stepMonths: STEP_MONTHS } : { stepOnRise: true };
      return {
        kind: 'fixed',
        every: 'month',
        on,
        amount: amountOf(monthly),
        stepPercent: String(STEP_PERCENT),
        ...step,
      };
    }
    case 'income-share':
      return { kind: 'income-share', percent: ((100 * monthly) / income).toFixed(2) };
    case 'ladder': {
      const weeks = Math.round(months * WEEKS_A_MONTH);
      const unit = (monthly * months * 2) / (weeks * (weeks + 1));
      // Where even the smallest ladder is too steep, the same every month.
      if (unit < LEAST_TENGE) return { kind: 'fixed', every: 'month', on, amount: amountOf(monthly) };
      return { kind: 'ladder', on: random.int(1, 7), amount: amountOf(unit) };
    }
    case 'round-up':
      return { kind: 'round-up', roundTo: String(ROUND_UP_TO) };
  }
}

function amountOf(tenge: number): string {
  return String(Math.max(LEAST_TENGE, Math.round(tenge / STEP_TENGE) * STEP_TENGE));
}

async function runningPlanOf(world: World, group: Group, { actor }: Person): Promise<string | null> {
  const plans = await ask(world, actor, 'plans.list', { status: 'active' });
  const own = (plans as readonly { id: string; goal: string }[] | undefined)?.find(({ goal }) => goal === group.id);
  return own?.id ?? null;
}

/** Once a month: some hold their plan still for a while, change it or end it. */
export async function tendPlan(world: World, group: Group, person: Person): Promise<void> {
  const { pausesPlanA100Months, changesPlanA100Months, stopsPlanA100Months } = world.options.people;
  const { actor, random, plan } = person;
  const [pauses, changes, stops] = [pausesPlanA100Months, changesPlanA100Months, stopsPlanA100Months].map((rate) =>
    random.chance(rate / 100),
  );
  if (plan === null || group.status !== 'active') return;
  if (pauses) {
    await ask(world, actor, 'plans.pause', { plan });
    await daysPass(world, random.int(5, 40), random);
    await ask(world, actor, 'plans.resume', { plan });
  }
  if (changes) await changePlan(world, group, person, plan);
  if (!stops) return;
  await ask(world, actor, 'plans.stop', { plan });
  person.plan = null;
}

type Shown = { readonly rule: { readonly kind: string; readonly every?: keyof typeof TURNS_A_MONTH } };

/** Looks at the plan, and lets it bring what is still missing, or leave more or less on the account. */
async function changePlan(world: World, group: Group, person: Person, plan: string): Promise<void> {
  const { actor, random, income } = person;
  const floor = String(Math.max(LEAST_FLOOR_TENGE, Math.round((income * random.float()) / 5_000) * 1_000));
  const isAmount = random.chance(0.5);
  const seen = await look(world, group, person);
  const shown = (await ask(world, actor, 'plans.show', { plan })) as Shown | undefined;
  if (seen?.status !== 'active' || shown === undefined) return;
  const amounts = isAmount ? bringingTheRest(world, group, person, { seen, shown }) : undefined;
  await ask(world, actor, 'plans.change', { plan, consent: true, ...(amounts ?? { floor }) });
}

type Looks = { readonly seen: Sight; readonly shown: Shown };

/** Terms under which the plan brings their part of what is missing until the deadline; undefined where it has none. */
function bringingTheRest(world: World, { firstTarget }: Group, { promised, income }: Person, { seen, shown }: Looks) {
  const { kind, every } = shown.rule;
  const days = daysBetween(civilDateOf(world.scheduler.clock.now()), seen.deadline as CivilDate);
  const part = (Number(seen.missing) / 100) * (promised / firstTarget);
  const months = Math.max(1, days / MONTH_DAYS);
  if (kind === 'income-share')
    return { percent: Math.min(100, Math.max(1, (100 * part) / months / income)).toFixed(2) };
  return kind === 'fixed' && every !== undefined
    ? { amount: amountOf(part / months / TURNS_A_MONTH[every]) }
    : undefined;
}
