import type { Actor } from '../../../src/access/index.js';
import { asClientId } from '../../../src/shared/index.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';
import type { PlanHabit } from './parameters.js';

/** Somebody who saves for one goal. Whole tenge are numbers here: they are what people guess with, no bookkeeping. */
export type Person = {
  readonly name: string;
  readonly actor: Actor;
  readonly random: Random;
  /** A month's salary, in tenge. */
  readonly income: number;
  /** The day of the month on which it comes. */
  readonly payday: number;
  /** The chance to save at payday without being asked. */
  readonly discipline: number;
  readonly isHostile: boolean;
  /** By what plan they save, if not by hand. */
  readonly habit: PlanHabit | null;
  /** Part of the goal: has accepted and has not left. */
  isIn: boolean;
  hasJoined: boolean;
  /** Does nothing more: has died, or is blocked. */
  isGone: boolean;
  /** What they believe to have on their account, in tenge. */
  purse: number;
  /** What they have promised to the others for the whole goal, in tenge, and what they have put in by hand. */
  promised: number;
  paid: number;
  /** Their running plan. */
  plan: string | null;
  /** How many months they are without work from now on. */
  jobless: number;
  /** Has saved since the last payday. */
  hasSaved: boolean;
};

/** Makes up one person. */
export function makePerson(world: World, name: string, { mayPlan, mustPlan }: Habits): Person {
  const { people, faults } = world.options;
  const random = world.random.fork(`person ${name}`);
  const income = incomeOf(people.incomeDeciles, random);
  const discipline = clamp(random.normal(people.discipline, people.disciplineSpread));
  const hasPlan = random.chance(mayPlan) || mustPlan;
  const habit = random.pick(people.planKinds);
  return {
    ...{ name, random, income, discipline },
    actor: { kind: 'client', client: asClientId(name) },
    payday: random.pick(people.paydays),
    isHostile: random.chance(faults === 'hostile' ? people.hostileWhenHostile : people.hostile),
    habit: hasPlan ? (mustPlan ? habit : 'fixed') : null,
    ...{ isIn: false, hasJoined: false, isGone: false, plan: null, promised: 0, paid: 0, jobless: 0, hasSaved: false },
    purse: Math.round(income * people.startingMonths * (0.5 + random.float())),
  };
}

type Habits = { readonly mayPlan: number; readonly mustPlan: boolean };

/** Between two deciles every income is as likely. */
function incomeOf(deciles: readonly number[], random: Random): number {
  const place = random.float() * (deciles.length - 1);
  const from = Math.floor(place);
  const [low = 0, high = low] = deciles.slice(from, from + 2);
  return Math.round((low + (place - from) * (high - low)) / 100) * 100;
}

function clamp(chance: number): number {
  return Math.min(1, Math.max(0, chance));
}
