import { Unavailable } from '../../shared/index.js';
import type { Bank, BankTransferCommand, BankTransferStatus } from '../ports/bank.js';

/**
 * Asks for a transfer's outcome and sends it when it has not arrived yet: the same key never moves money twice. Without
 * `maySend` it is only asked for.
 */
export function askBank(bank: Bank, order: BankTransferCommand, maySend = true): Promise<BankTransferStatus> {
  return unlessSilent(async () => {
    const status = await bank.transferStatus(order.key);
    return status.status === 'unseen' && maySend ? bank.transfer(order) : status;
  });
}

/** Sends a transfer that was never sent before. */
export function sendToBank(bank: Bank, order: BankTransferCommand): Promise<BankTransferStatus> {
  return unlessSilent(() => bank.transfer(order));
}

/** Money may have moved where the bank gives no answer: what was asked for stays pending until it can be asked again. */
async function unlessSilent(ask: () => Promise<BankTransferStatus>): Promise<BankTransferStatus> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unavailable) return { status: 'unseen' };
    throw error;
  }
}
