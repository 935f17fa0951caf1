import type { Jinaq } from '../../adapters/node/index.js';
import { Unavailable } from '../../src/shared/index.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import type { Hooks } from './process-crash.js';
import type { Surroundings } from './surroundings.js';

type Store = Jinaq['ports']['store'];

/** A fault of the run, and no failure of the database itself. */
class PlantedFault extends Unavailable {
  constructor(message: string) {
    super('store.unavailable', message);
  }
}

/** A store at which every call waits for its turn, is refused at times, and sees processes die in the middle. */
export function faultyStore(given: Store, surroundings: Surroundings, { life, dies, random }: Hooks): Store {
  const { scheduler, faults, name, tally } = surroundings;
  const store = watched(given, surroundings, life);
  const lane = `store of ${name}`;
  // Not beside what is written: which of the two is faster decides what is read.
  const readLane = `reads of ${name}`;
  const transact: Store['transact'] = (work) => {
    tally.transactions += 1;
    return scheduler.pass(life, lane, async () => {
      if (faults.take('store-busy')) throw new PlantedFault('The database stayed busy.');
      const isFull = faults.take('store-full');
      const keepsNothing = random.chance(0.5) || isFull !== undefined;
      const death = dies('transact', () => keepsNothing);
      return store.transact(async (tx) => {
        // Whoever died while this call stood in line behind another one does not get to it.
        if (!life.isAlive && death === undefined) throw new ProcessDied(name);
        const result = await work(tx);
        if (isFull) throw new PlantedFault('The disk is full.');
        if (death === 'before') throw new ProcessDied(name);
        return result;
      });
    });
  };
  const read: Store['read'] = (work) => {
    tally.reads += 1;
    return scheduler.pass(life, readLane, () => store.read(work));
  };
  return { transact, read };
}

/** A store whose own failure ends the run: what comes of it would depend on this machine. */
function watched(store: Store, { scheduler }: Surroundings, life: Hooks['life']): Store {
  const orEnd = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      // Once a process is dead its connections are closed, and whatever it had under way fails.
      if (life.isAlive && isOfDatabase(error)) scheduler.fail(error);
      throw error;
    }
  };
  return { transact: (work) => orEnd(store.transact(work)), read: (work) => orEnd(store.read(work)) };
}

function isOfDatabase(error: unknown): boolean {
  return error instanceof Unavailable && error.code === 'store.unavailable' && !(error instanceof PlantedFault);
}
