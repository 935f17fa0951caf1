import type { Bank, StatementRange } from '../../src/savings/index.js';
import { formatTenge, type Money, parseMoney } from '../../src/shared/index.js';
import { makeAsk } from './ask.js';
import type { HttpBankOptions } from './options.js';

/** A bank behind the HTTP contract; close it when the work is done. */
export type HttpBank = Bank & {
  /** Lets calls under way come to their end and closes the connections. */
  close(): Promise<void>;
};

/**
 * Opens a client of a bank that serves the contract in `openapi.yaml`. Every call either reads or carries a key, so
 * that each may be repeated: time-outs, broken connections, errors of the server and answers that make no sense are
 * tried again with jitter, up to `retry.attempts`. A refusal is an answer, not an error.
 *
 * Each call throws `bank.unavailable` when the bank gave no answer of the contract (the outcome is unknown unless
 * `details.sent` is false), and `input.invalid`, `not-found`, `idempotency.key-reused` or another code of the contract
 * when the bank answered so.
 *
 * @throws input.invalid when an option makes no sense
 */
export function openHttpBank(options: HttpBankOptions): HttpBank {
  const { call, close } = makeAsk(options);
  const inRange = ({ account, from, to }: StatementRange) => ({ account, from, to });
  return {
    mainAccount: async (client) => (await call('mainAccount', { client })).account ?? undefined,
    openSavingsAccount: async ({ key, client, product: { rateBps, dayCount, capitalisation } }) =>
      call('openSavingsAccount', { key }, { client, product: { rateBps, dayCount, capitalisation } }),
    closeSavingsAccount: async (account) => call('closeSavingsAccount', { account }),
    transfer: async ({ key, from, to, amount, keepAtLeast, valueDate, purpose }) => {
      const least = keepAtLeast === undefined ? {} : { keepAtLeast: tenge(keepAtLeast) };
      return call('transfer', { key }, { from, to, amount: tenge(amount), ...least, valueDate, purpose });
    },
    transferStatus: async (key) => call('transferStatus', { key }),
    balance: async (account) => (await call('balance', { account })).balance,
    statement: async (range) => call('statement', inRange(range)),
    transactions: async (range) => (await call('transactions', inRange(range))).entries,
    close,
  };
}

/** An amount of an order as the contract writes it; what is none is refused here. */
function tenge(amount: Money): string {
  return formatTenge(parseMoney(amount));
}
