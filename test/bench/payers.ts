import type { Jinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, type GoalId, parseCivilDate } from '../../src/shared/index.js';

export const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
export const AMOUNT = 10_00n;

/** Whose clients they are: processes that share a database have their own. */
type Family = string;

export const client = (index: number, family: Family = 'client'): Actor => ({
  kind: 'client',
  client: asClientId(`${family}-${index}`),
});

/** Opens one goal for each of `goals` clients, with money enough for everything. */
export async function prepareGoals(jinaq: Jinaq, goals: number, family: Family = 'client'): Promise<GoalId[]> {
  const { useCases } = jinaq.context;
  const ids: GoalId[] = [];
  for (let index = 0; index < goals; index += 1) {
    await useCases.registerClient.execute({ actor: OPERATIONS, id: `${family}-${index}`, name: `Client ${index}` });
    await jinaq.sandbox?.fund(`${family}-${index}`, 9_000_000_00n);
    const deadline = parseCivilDate('2040-12-31');
    const terms = { actor: client(index, family), title: 'Goal', target: 9_000_000_00n, deadline };
    ids.push((await useCases.createGoal.execute(terms)).id);
  }
  return ids;
}

export type PayOptions = {
  readonly family?: Family;
  /** Is told of a contribution that was refused, and goes on; without it the first one ends everything. */
  readonly onRefused?: (error: unknown) => void;
};

/** `callers` loops, each paying one contribution after the other; gives how long each took that was completed. */
export async function pay(
  jinaq: Jinaq,
  goals: readonly GoalId[],
  n: number,
  callers: number,
  { family = 'client', onRefused = fail }: PayOptions = {},
): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let turn = next++; turn < n; turn = next++) {
      const index = Math.floor(Math.random() * goals.length);
      const goal = goals[index];
      if (goal === undefined) throw new Error('a goal for every index');
      const start = performance.now();
      try {
        const terms = { actor: client(index, family), goal, amount: AMOUNT };
        const { status } = await jinaq.context.useCases.contribute.execute(terms);
        if (status !== 'completed') throw new Error(`the contribution is ${status}`);
        latencies.push(performance.now() - start);
      } catch (error) {
        onRefused(error);
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return latencies;
}

function fail(error: unknown): never {
  throw error;
}
