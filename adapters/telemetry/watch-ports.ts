import type { Bank } from '../../src/savings/index.js';
import type { Store } from '../../src/shared/index.js';
import { observe, type Observer } from './observation.js';

const CALLS = [
  ...(['mainAccount', 'openSavingsAccount', 'closeSavingsAccount', 'transfer', 'transferStatus'] as const),
  ...(['balance', 'statement', 'transactions'] as const),
] as const satisfies readonly (keyof Bank)[];

type Call = (argument: never) => Promise<unknown>;

/** A bank whose calls are told to observers; to callers it is the same bank. */
export function watchBank(bank: Bank, observers: readonly Observer[]): Bank {
  const watched = CALLS.map((name) => {
    const call = bank[name].bind(bank) as Call;
    const subject = { of: 'bank-call', name } as const;
    return [name, (argument: never) => observe(subject, observers, () => call(argument), statusOf)] as const;
  });
  return Object.fromEntries(watched) as unknown as Bank;
}

/** A store whose transactions are told to observers. */
export function watchStore<Tx>(store: Store<Tx>, observers: readonly Observer[]): Store<Tx> {
  return {
    lanes: store.lanes,
    hasQueue: store.hasQueue,
    transact: (work) => observe({ of: 'transaction', name: 'write' }, observers, () => store.transact(work)),
    read: (work) => observe({ of: 'transaction', name: 'read' }, observers, () => store.read(work)),
  };
}

/** What the bank, or a contribution, says of itself. */
export function statusOf(result: unknown): string {
  const isTold = typeof result === 'object' && result !== null && 'status' in result;
  return isTold && typeof result.status === 'string' ? result.status : 'completed';
}
