import { Batcher, DomainError, type Outcome, type Store } from '../../shared/index.js';
import type { Bank, BankTransferCommand, BankTransferStatus } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsPorts } from '../ports/index.js';

/**
 * What the bank said of a transfer. With `error` nobody knows what became of it: `Unavailable` when the bank was silent,
 * anything else when it does not want to hear of it.
 */
export type BankWord = BankTransferStatus & { readonly error?: DomainError };

/** A transfer to ask about. */
export type Question = {
  readonly order: BankTransferCommand;
  /** Whether it may be sent when it has not arrived yet. */
  readonly maySend: boolean;
};

type AskDeps = Pick<SavingsPorts, 'bank' | 'clock'> & { readonly store: Store<OutflowTx> };

/** Asks about a transfer, and sends it when that is needed. */
export type Asking = (question: Question) => Promise<BankWord>;

/**
 * A way to ask for the outcome of transfers that sends again what has not arrived yet: the same key never moves money
 * twice. What a payment file has is only asked for: it comes to the bank with the file. Questions that are asked together
 * share the transactions in which transfers are given to calls.
 */
export function createAsking({ store, bank, clock }: AskDeps): Asking {
  const giving = new Batcher<BankTransferCommand, boolean>({
    flush: (orders) => store.transact((tx) => giveToCalls(tx, orders, clock.now())),
  });
  return async ({ order, maySend }) => {
    const word = await askBank(bank, order.key);
    if (word.status !== 'unseen' || word.error !== undefined || !maySend) return word;
    return (await giving.submit(order)) ? sendToBank(bank, order) : word;
  };
}

/** Asks for the outcome of a transfer. */
export function askBank(bank: Bank, key: string): Promise<BankWord> {
  return unlessSilent(() => bank.transferStatus(key));
}

/** Sends a transfer under its key. */
export function sendToBank(bank: Bank, order: BankTransferCommand): Promise<BankWord> {
  return unlessSilent(() => bank.transfer(order));
}

/** Notes which of these are given to calls now: all but those that a payment file has. */
async function giveToCalls(
  tx: OutflowTx,
  orders: readonly BankTransferCommand[],
  now: Date,
): Promise<readonly Outcome<boolean>[]> {
  const dispatches = await tx.exports.dispatches(orders.map(({ key }) => key));
  const isFree = ({ key }: BankTransferCommand) => (dispatches.get(key)?.export ?? null) === null;
  await tx.exports.dispatch(orders.filter(isFree).map(({ key }) => ({ key, export: null, at: now })));
  return orders.map((order) => ({ status: 'completed', value: isFree(order) }));
}

/**
 * Money may have moved where the bank gives no answer, or one that is none: what was asked for stays pending until it
 * can be asked again. Above all no caller is told that the bank does not accept our key, and pays again with another.
 */
async function unlessSilent(ask: () => Promise<BankTransferStatus>): Promise<BankWord> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DomainError) return { status: 'unseen', error };
    throw error;
  }
}
