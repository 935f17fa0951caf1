import { addMonths, type CivilDate, civilDateOf, type GoalId } from '../../../src/shared/index.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';
import { makePerson, type Person } from './person.js';

/** People who save for one goal, and what they know of it. */
export type Group = {
  /** All groups of the run that are played, by their number. */
  readonly town: ReadonlyMap<number, Group>;
  readonly index: number;
  readonly isShared: boolean;
  readonly random: Random;
  /** The first one is the organiser at the beginning. */
  readonly people: readonly Person[];
  readonly months: number;
  /** In tenge. */
  readonly firstTarget: number;
  id: GoalId | null;
  title: string;
  /** The deadline that was agreed at the beginning; success is measured by it. */
  firstDeadline: CivilDate | null;
  deadline: CivilDate | null;
  organiser: Person;
  /** What the last look at the goal has shown. */
  status: string;
  hasExpired: boolean;
  /** Was met without more time or less of a target than was agreed at the beginning. */
  isMetInTime: boolean;
  /** Somebody settles right now what becomes of the goal. */
  isBusy: boolean;
  /** Ids that others could learn and must have no use of. */
  readonly secrets: { plan: string | null; proposal: string | null; dispute: string | null; invitation: string | null };
};

const STEP_TENGE = 10_000;
const LEAST_TARGET_TENGE = 10_000;

/** Makes up a group and what it saves for: what its members can put aside until the deadline. */
export function makeGroup(world: World, town: ReadonlyMap<number, Group>, index: number): Group {
  const { people: parameters } = world.options;
  const random = world.random.fork(`goal ${index}`);
  const isShared = random.chance(parameters.sharedGoals);
  const size = isShared ? random.pick(parameters.groupSizes) : 1;
  const habits = { mayPlan: isShared ? parameters.plansInSharedGoals : 1, mustPlan: !isShared };
  const people = Array.from({ length: size }, (_none, nth) => makePerson(world, `c${index}m${nth}`, habits));
  const months = random.pick(parameters.termMonths);
  const capacity = people.reduce((sum, person) => sum + monthlyOf(world, person), 0);
  const target = Math.max(LEAST_TARGET_TENGE, Math.round((capacity * months) / STEP_TENGE) * STEP_TENGE);
  for (const person of people) person.promised = (target * monthlyOf(world, person)) / capacity;
  const [organiser] = people;
  if (organiser === undefined) throw new Error('a group has at least one member');
  return {
    ...{ town, index, isShared, random, people, months, organiser },
    firstTarget: target,
    ...{ id: null, title: `Goal ${index}`, firstDeadline: null, deadline: null },
    ...{ status: 'active', hasExpired: false, isMetInTime: false, isBusy: false },
    secrets: { plan: null, proposal: null, dispute: null, invitation: null },
  };
}

/** What somebody can put aside in a month: of their income, or what is rounded up. */
function monthlyOf({ options }: World, { income, habit }: Person): number {
  const { savingShare, purchasesAMonth } = options.people;
  return habit === 'round-up' ? Math.max(1, purchasesAMonth) * HALF_A_ROUND_UP_TENGE : income * savingShare;
}

/** Purchases are rounded up to a thousand: half of that on average. */
const HALF_A_ROUND_UP_TENGE = 500;

/** Those who are in the goal and can act. */
export function presentIn({ people }: Group): readonly Person[] {
  return people.filter(({ isIn, isGone }) => isIn && !isGone);
}

/** Whether there is still something to be done about the goal. */
export function isLive({ id, status }: Group): boolean {
  return id !== null && status !== 'closed' && status !== 'cancelling';
}

/** The deadline of a goal that begins today. */
export function deadlineFrom(world: World, months: number): CivilDate {
  return addMonths(civilDateOf(world.scheduler.clock.now()), months);
}
