import { DomainError, Unavailable } from '../../shared/index.js';
import type { Bank, BankTransferCommand, BankTransferStatus } from '../ports/bank.js';

/** What the bank said of a transfer; with `error` it refused to hear of it, and nobody knows what became of it. */
export type BankWord = BankTransferStatus & { readonly error?: DomainError };

/**
 * Asks for a transfer's outcome and sends it when it has not arrived yet: the same key never moves money twice. Without
 * `maySend` it is only asked for.
 */
export function askBank(bank: Bank, order: BankTransferCommand, maySend = true): Promise<BankWord> {
  return unlessSilent(async () => {
    const status = await bank.transferStatus(order.key);
    return status.status === 'unseen' && maySend ? bank.transfer(order) : status;
  });
}

/** Sends a transfer that was never sent before. */
export function sendToBank(bank: Bank, order: BankTransferCommand): Promise<BankWord> {
  return unlessSilent(() => bank.transfer(order));
}

/**
 * Money may have moved where the bank gives no answer, or one that is none: what was asked for stays pending until it
 * can be asked again. Above all no caller is told that the bank does not accept our key, and pays again with another.
 */
async function unlessSilent(ask: () => Promise<BankTransferStatus>): Promise<BankWord> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unavailable) return { status: 'unseen' };
    if (error instanceof DomainError) return { status: 'unseen', error };
    throw error;
  }
}
