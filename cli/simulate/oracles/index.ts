import type { EventSubscriber } from '../../../src/outbox/index.js';
import { booksOracle } from './books.js';
import type { World } from '../world.js';

/** Those who look whether something is as it must never be. */
export type Oracles = {
  /** Are told every event, as a bank's own systems would be. */
  readonly subscribers: readonly EventSubscriber[];
  /** Looks at the end of each day. */
  readonly checkDay: (world: World) => Promise<void>;
  /** Looks when everything has come to rest. */
  readonly checkEnd: (world: World) => Promise<void>;
};

/** All of them. */
export function createOracles(): Oracles {
  return {
    subscribers: [],
    checkDay: async () => undefined,
    checkEnd: booksOracle,
  };
}
