import fc from 'fast-check';
import type { Contribution } from '../../../src/savings/index.js';
import { DomainError, type GoalId, type Money } from '../../../src/shared/index.js';
import type { SavingsWorld } from '../../support/savings-world.js';

export const CLIENTS = ['aigerim', 'bolat', 'dana', 'erlan'] as const;
/** What a caller may be refused; anything else is a bug. */
const REFUSALS = [
  ...['savings.not-a-member', 'savings.goal-not-active', 'savings.over-target', 'savings.below-min-contribution'],
  ...['savings.client-limit', 'idempotency.key-reused', 'savings.already-member', 'savings.already-invited'],
  ...['savings.member-limit', 'bank.unavailable'],
];

/** What a caller knows: the goals there are, and what they were told of each contribution. */
export type Known = {
  readonly goals: { readonly id: GoalId; readonly target: Money }[];
  readonly told: Map<string, Contribution>;
  /** What the bank was told to pay or take beside contributions, by client. */
  readonly outside: Map<string, Money>;
};

export type Command = fc.AsyncCommand<Known, SavingsWorld>;

export const named = (
  name: string,
  run: (known: Known, world: SavingsWorld) => Promise<unknown>,
  needsGoal = true,
): Command => ({
  check: ({ goals }) => !needsGoal || goals.length > 0,
  run: async (known, world) => void (await run(known, world)),
  toString: () => name,
});

export async function orRefusal<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && REFUSALS.includes(error.code)) return undefined;
    throw error;
  }
}

/** Remembers what a caller was told: a last word is never taken back, and an id never changes what it stands for. */
export function remember({ told }: Known, contribution: Contribution | undefined): void {
  if (contribution === undefined) return;
  const before = told.get(contribution.id);
  if (before !== undefined && before.status !== 'pending' && before.status !== contribution.status) {
    throw new Error(`${contribution.id} was ${before.status} and is ${contribution.status}`);
  }
  if (before !== undefined && (before.amount !== contribution.amount || before.goal !== contribution.goal)) {
    throw new Error(`${contribution.id} stands for something else than before`);
  }
  told.set(contribution.id, contribution);
}

export const some = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
export const who = () => fc.constantFrom(...CLIENTS);
