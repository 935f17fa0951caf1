import type { EventSubscriber } from '../../../src/outbox/index.js';
import type { StoredEvent } from '../../../src/savings/index.js';
import type { GoalId } from '../../../src/shared/index.js';

/** The name of what is looked at. */
export const TOLD_EVENTS = 'every event is told, in order';

/** A system of the bank's own that is told everything, and remembers of each goal how far it was told. */
export type ToldEvents = {
  readonly subscriber: EventSubscriber;
  /** Goals of which something was told since they were last taken: at most so many, those that wait longest first. */
  takeTouched(most: number): readonly GoalId[];
  /** What was never told of a goal's history, or came too late to count. */
  findUntold(goal: GoalId, events: readonly Pick<StoredEvent, 'position'>[]): readonly string[];
};

/** Makes one that has been told nothing yet. */
export function createToldEvents(): ToldEvents {
  const told = new Map<GoalId, { last: number; count: number }>();
  const touched = new Set<GoalId>();
  return {
    subscriber: {
      name: 'simulator',
      handle: async ({ goal, position }) => {
        touched.add(goal);
        const known = told.get(goal) ?? { last: 0, count: 0 };
        // What lies behind has come again, or out of its order: then it does not count, and is missing in the end.
        if (position > known.last) told.set(goal, { last: position, count: known.count + 1 });
      },
    },
    takeTouched: (most) => {
      // A set keeps the order in which they came.
      const goals = [...touched].slice(0, most);
      for (const goal of goals) touched.delete(goal);
      return goals.sort();
    },
    findUntold: (goal, events) => {
      const { last, count } = told.get(goal) ?? { last: 0, count: 0 };
      const lastStored = events.at(-1)?.position ?? 0;
      if (count === events.length && last === lastStored) return [];
      return [`of ${events.length} events of ${goal} up to ${lastStored}, ${count} were told in order, up to ${last}`];
    },
  };
}
