import { asClientId, type ClientId, type GoalId, invariant } from '../../src/shared/index.js';
import { hexToUuid, UUID } from './codecs.js';
import type { Database } from './database.js';

/**
 * Goals and clients by the numbers that rows use for them, and back. What is committed never changes and is never deleted,
 * so it stays known; what a transaction has learnt that was rolled back is forgotten.
 */
export type Keys = {
  /** The goal's number; undefined when there is no such goal. */
  goal(id: GoalId): number | undefined;
  requireGoal(id: GoalId): number;
  goalId(number: number): GoalId;
  client(id: ClientId): number | undefined;
  requireClient(id: ClientId): number;
  clientId(number: number): ClientId;
  learnGoal(id: GoalId, number: number): void;
  learnClient(id: ClientId, number: number): void;
  /** Forgets everything, after a transaction that was rolled back. */
  reset(): void;
};

/** How many goals, and how many clients, stay known: those of a batch of transfers under way, in a few megabytes. */
const MAX_KNOWN = 10_000;

export function createKeys(db: Database): Keys {
  const goalByPublicId = db.prepare(`SELECT id FROM goals WHERE public_id = ${UUID}`).pluck();
  const goalByNumber = db.prepare('SELECT hex(public_id) FROM goals WHERE id = ?').pluck();
  const clientByPublicId = db.prepare('SELECT id FROM clients WHERE public_id = ?').pluck();
  const clientByNumber = db.prepare('SELECT public_id FROM clients WHERE id = ?').pluck();
  const goals = twoWayMap<GoalId>();
  const clients = twoWayMap<ClientId>();
  const keys: Keys = {
    goal: (id) => goals.number(id, () => goalByPublicId.get(id) as number | undefined),
    requireGoal: (id) => required(keys.goal(id), `goal ${id}`),
    goalId: (number) => goals.id(number, () => hexToUuid(goalByNumber.get(number) as string) as GoalId),
    client: (id) => clients.number(id, () => clientByPublicId.get(id) as number | undefined),
    requireClient: (id) => required(keys.client(id), `client ${id}`),
    clientId: (number) => clients.id(number, () => asClientId(clientByNumber.get(number) as string)),
    learnGoal: goals.learn,
    learnClient: clients.learn,
    reset: () => {
      goals.clear();
      clients.clear();
    },
  };
  return keys;
}

function twoWayMap<Id extends string>() {
  const numbers = new Map<Id, number>();
  const ids = new Map<number, Id>();
  const clear = (): void => {
    numbers.clear();
    ids.clear();
  };
  const learn = (id: Id, number: number): void => {
    if (numbers.size >= MAX_KNOWN) clear();
    numbers.set(id, number);
    ids.set(number, id);
  };
  return {
    learn,
    number: (id: Id, find: () => number | undefined): number | undefined => {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const found = find();
      if (found !== undefined) learn(id, found);
      return found;
    },
    id: (number: number, find: () => Id): Id => {
      const known = ids.get(number);
      if (known !== undefined) return known;
      const found = find();
      learn(found, number);
      return found;
    },
    clear,
  };
}

function required(number: number | undefined, what: string): number {
  invariant(number !== undefined, `${what} is in the database`);
  return number;
}
