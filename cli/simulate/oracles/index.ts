import type { EventSubscriber } from '../../../src/outbox/index.js';
import type { World } from '../world.js';
import { type Auditor, openAuditor } from './auditor.js';
import { booksOracle } from './books.js';
import { createExamination, createMemory } from './examination.js';
import { createToldEvents } from './told-events.js';

/** Those who look whether something is as it must never be. */
export type Oracles = {
  /** Are told every event, as a bank's own systems would be. */
  readonly subscribers: readonly EventSubscriber[];
  /** Looks at the end of each day, at what was touched. */
  readonly checkDay: (world: World) => Promise<void>;
  /** Looks at everything when it has come to rest. */
  readonly checkEnd: (world: World) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** In one of many worlds so many goals are looked at each day, those that have waited longest; at the end all are. */
const MAX_DAILY = 2;

/** All of them. */
export function createOracles(): Oracles {
  const told = createToldEvents();
  const memory = createMemory(told);
  let opened: Auditor | undefined;
  const examine = async (world: World) => {
    const auditor = (opened ??= await openAuditor(world));
    return { auditor, ...createExamination(world, auditor, memory) };
  };
  return {
    subscribers: [told.subscriber],
    checkDay: async (world) => {
      const examination = await examine(world);
      const most = world.options.looksInTurn === true ? MAX_DAILY : Number.POSITIVE_INFINITY;
      await examination.goals(told.takeTouched(most), false);
      await examination.messages();
    },
    checkEnd: async (world) => {
      const examination = await examine(world);
      await examination.events();
      // These before the others: a month whose statement did not come in its night is posted with the next one, or here.
      if (world.violations.length === 0) await booksOracle(world, examination.auditor.jinaq);
      if (world.violations.length === 0) await examination.everything();
    },
    close: async () => opened?.jinaq.close(),
  };
}
