import type { Goal, Member } from '../../savings/index.js';
import type { CivilDate, ClientId, Money } from '../../shared/index.js';

/** One payment of a member: completed, or on its way from the bank. */
export type Payment = { readonly client: ClientId; readonly on: CivilDate };

/** A goal as reminders and feedback look at it. Money is tiyn. */
export type GoalSituation = {
  readonly goal: Goal;
  /** Those who are active. */
  readonly members: readonly Member[];
  /** Principal plus interest of all members. */
  readonly collected: Money;
  /** What the goal still takes, less what is on its way. */
  readonly missing: Money;
  /** Principal plus interest of each member, where it was asked for. */
  readonly claims: ReadonlyMap<ClientId, Money>;
  /** The payments of the last months. */
  readonly payments: readonly Payment[];
  /** Whose salary comes on which day of the month, of those who said it. */
  readonly paydays: ReadonlyMap<ClientId, number>;
  /** Who saves by a plan that is running: their money comes by itself. */
  readonly byPlan: ReadonlySet<ClientId>;
  /** What even saving would have brought by now. */
  readonly expected: Money;
  /** Names of those who agreed to show them to the others, where they were asked for. */
  readonly names: ReadonlyMap<ClientId, string>;
};

/** When it is, and what the bank has set. */
export type PolicyContext = {
  readonly now: Date;
  readonly today: CivilDate;
  readonly isHeldOut: (client: ClientId) => boolean;
};

/** Whole percent of the target, rounded down: 100 only when it is met. */
export function percentOf(collected: Money, target: Money): number {
  return Number((collected * 100n) / target);
}
