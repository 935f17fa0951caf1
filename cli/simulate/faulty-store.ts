import type { Jinaq } from '../../adapters/node/index.js';
import { Unavailable } from '../../src/shared/index.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import type { Hooks } from './process-crash.js';
import type { Surroundings } from './surroundings.js';

type Store = Jinaq['ports']['store'];

/** A store at which every call waits for its turn, is refused at times, and sees processes die in the middle. */
export function faultyStore(
  store: Store,
  { scheduler, faults, name, tally }: Surroundings,
  { life, dies, random }: Hooks,
): Store {
  const lane = `store of ${name}`;
  // Not beside what is written: which of the two is faster decides what is read.
  const readLane = `reads of ${name}`;
  const transact: Store['transact'] = (work) => {
    tally.transactions += 1;
    return scheduler.pass(life, lane, async () => {
      if (faults.take('store-busy')) throw new Unavailable('store.unavailable', 'The database stayed busy.');
      const isFull = faults.take('store-full');
      const keepsNothing = random.chance(0.5) || isFull !== undefined;
      const death = dies('transact', () => keepsNothing);
      return store.transact(async (tx) => {
        // Whoever died while this call stood in line behind another one does not get to it.
        if (!life.isAlive && death === undefined) throw new ProcessDied(name);
        const result = await work(tx);
        if (isFull) throw new Unavailable('store.unavailable', 'The disk is full.');
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
