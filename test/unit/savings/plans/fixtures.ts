import type { DueFacts } from '../../../../src/savings/domain/automatic-transfer.js';
import { changePlan, type ChangePlanTerms } from '../../../../src/savings/domain/change-plan.js';
import type { Client } from '../../../../src/savings/domain/client.js';
import type { Goal } from '../../../../src/savings/domain/goal.js';
import type { Plan } from '../../../../src/savings/domain/plan.js';
import { sumOf } from '../../../../src/savings/domain/plan-amount.js';
import { firstDue, runDayOf } from '../../../../src/savings/domain/plan-dates.js';
import type { PlanRule } from '../../../../src/savings/domain/plan-rule.js';
import { type StartPlanTerms, startPlan } from '../../../../src/savings/domain/start-plan.js';
import { DEFAULT_RULES } from '../../../../src/savings/index.js';
import {
  addDays,
  asPlanId,
  type CivilDate,
  type ClientId,
  civilDateOf,
  type Money,
  parseCivilDate,
} from '../../../../src/shared/index.js';
import { aGoal, aMember, client, NOW } from '../fixtures.js';

export const PLAN_ID = asPlanId('0195f2d4-0000-7000-8000-0000000000aa');
export const OTHER_ID = asPlanId('0195f2d4-0000-7000-8000-0000000000ab');
/** Monday, 2 March 2026. */
export const TODAY = civilDateOf(NOW);
export const day = (text: string): CivilDate => parseCivilDate(text);
/** Whole tenge as tiyn. */
export const tenge = (whole: number): Money => BigInt(whole) * 100n;

export const MONTHLY: PlanRule = { kind: 'fixed', amount: tenge(10_000), every: 'month', on: 2, growth: null };
export const ROUND_UP: PlanRule = { kind: 'round-up', to: tenge(1_000) };
export const SHARE: PlanRule = { kind: 'income-share', share: 1_000 };
export const LADDER: PlanRule = { kind: 'ladder', unit: tenge(100), on: 1, descending: false };

export const CONSENT = { givenAt: NOW, givenBy: 'client:A', reference: null };

/** A's plan of 10,000 KZT on the 2nd of every month, due today. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  const rule = changes.rule ?? MONTHLY;
  const due = changes.due === undefined ? firstDue(rule, TODAY) : changes.due;
  return {
    ...{ id: PLAN_ID, goal: aGoal().id, client: client('A'), rule, status: 'active', floor: tenge(5_000) },
    ...{ catchUp: false, consent: CONSENT, startedOn: due?.on ?? TODAY, due, runOn: due && runDayOf(due.on) },
    ...{ attempts: 0, sending: null, collected: 0n, missed: 0n, rises: 0, income: null },
    ...{ readTo: addDays(TODAY, -1), lastOn: null, createdAt: NOW },
    ...changes,
  };
}

export function aClient(changes: Partial<Client> = {}): Client {
  return {
    ...{ id: client('A'), name: 'A', iin: null, phone: null, locale: 'ru', account: 'KZ75125KZT2069100100' },
    ...{ status: 'active', registeredAt: NOW },
    ...changes,
  };
}

/** Nothing stands in the way: there is money enough on the account, and room in the goal and under the limit. */
export function facts(changes: Partial<DueFacts> = {}): DueFacts {
  return {
    ...{ today: TODAY, goal: aGoal(), member: aMember('A'), client: aClient(), missing: tenge(1_000_000) },
    ...{ clientTotal: 0n, rules: DEFAULT_RULES, balance: tenge(500_000) },
    ...changes,
  };
}

type State = {
  readonly goal?: Goal;
  readonly others?: readonly Plan[];
  readonly reference?: string;
  readonly now?: Date;
};

const stateOf = ({ goal = aGoal(), others = [], reference, now = NOW }: State) => ({
  ...{ goal, others, now, rules: DEFAULT_RULES },
  consent: { ...CONSENT, givenAt: now, reference: reference ?? null },
});

export const start = (terms: StartPlanTerms, state: State & { readonly client?: ClientId } = {}): Plan =>
  startPlan(terms, { ...stateOf(state), id: PLAN_ID, client: state.client ?? client('A') });

export const change = (plan: Plan, terms: ChangePlanTerms, state: State = {}): Plan =>
  changePlan(plan, terms, stateOf(state));

/** The instant at noon of a day in Almaty. */
export const noon = (text: string): Date => new Date(`${text}T12:00:00+05:00`);

/** What the present date of a plan asks for. */
export const sumNow = (plan: Plan): Money => (plan.due === null ? 0n : sumOf(plan, plan.due));
