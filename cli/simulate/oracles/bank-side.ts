import type { SandboxBank } from '../../../adapters/bank-sandbox/index.js';
import type { BankEntry } from '../../../src/savings/index.js';
import { addDays, type Clock, civilDateOf, NotFound, parseCivilDate } from '../../../src/shared/index.js';
import type { Owner } from './audit.js';

/** What the bank itself says: the only side that knows what has moved. */
export type BankSide = {
  /** Everything that was booked on an account, in the order in which it was; and whose the other accounts are. */
  readonly entriesOf: (account: string) => Promise<readonly BankEntry[]>;
  /** Whose an account is that was met in an entry. */
  readonly ownerOf: (account: string) => Owner;
  /** The client's main account; undefined when the bank knows none. */
  readonly mainAccountOf: (client: string) => Promise<string | undefined>;
};

const FIRST_DAY = parseCivilDate('2000-01-01');
const NOBODY: Owner = { kind: 'world', client: undefined };

/** Asks the bank by its own doors, at which nothing goes wrong. */
export function openBankSide({ bank, clock }: { readonly bank: SandboxBank; readonly clock: Clock }): BankSide {
  const owners = new Map<string, Owner>();
  return {
    entriesOf: async (account) => {
      const to = addDays(civilDateOf(clock.now()), 1);
      const { entries } = await bank.statement({ account, from: FIRST_DAY, to });
      for (const { counterparty } of entries) {
        if (counterparty === undefined || owners.has(counterparty)) continue;
        const { kind, client } = await bank.show(counterparty);
        owners.set(counterparty, { kind, client });
      }
      // By value date they come; its references count up.
      return [...entries].sort((a, b) => (a.reference < b.reference ? -1 : 1));
    },
    ownerOf: (account) => owners.get(account) ?? NOBODY,
    mainAccountOf: async (client) => {
      try {
        // Asking the port for it would open one.
        return (await bank.show(client)).account;
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
  };
}
