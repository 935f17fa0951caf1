import { DomainError, Unavailable } from '../../../src/shared/index.js';
import { bankBug, type Bug } from './bug.js';

const RICH = 1_000_000_000_00n;

/** A time-out is taken for a no, and the payment sent again as a new one. */
const postsTwice = bankBug('posts twice after a time-out', () => (bank) => ({
  transfer: async (command) => {
    try {
      return await bank.transfer(command);
    } catch (error) {
      if (error instanceof Unavailable) return bank.transfer({ ...command, key: `${command.key}-again` });
      throw error;
    }
  },
}));

/** Their numbers follow from the names of the clients: what one process or run has learnt holds in every other. */
const mainAccounts = new Set<string>();

/** Plans take what is there. */
const forgetsFloor = bankBug('forgets the floor', () => (bank) => ({
  mainAccount: async (client) => {
    const account = await bank.mainAccount(client);
    if (account !== undefined) mainAccounts.add(account);
    return account;
  },
  balance: (account) => (mainAccounts.has(account) ? Promise.resolve(RICH) : bank.balance(account)),
  transfer: ({ keepAtLeast: _forgotten, ...command }) => bank.transfer(command),
}));

/** Each call has a key of its own, so that the bank takes a repetition for another payment. */
const forgetsKeys = bankBug('forgets idempotency keys', () => {
  let calls = 0;
  return (bank) => ({
    transfer: (command) => {
      calls += 1;
      return bank.transfer({ ...command, key: `${command.key}-${calls}` });
    },
  });
});

/** The account is that of whoever paid before. */
const debitsAnother = bankBug('takes from the account of another', () => {
  let before: string | undefined;
  return (bank) => ({
    transfer: (command) => {
      if (command.purpose?.startsWith('Contribution') !== true) return bank.transfer(command);
      const from = before ?? command.from;
      before = command.from;
      return bank.transfer({ ...command, from });
    },
  });
});

/** A payout goes to whoever paid in last. */
const paysAnother = bankBug('pays out to the account of another', () => {
  let payer: string | undefined;
  return (bank) => ({
    transfer: (command) => {
      if (command.purpose?.startsWith('Contribution') === true) payer = command.from;
      else return bank.transfer({ ...command, to: payer ?? command.to });
      return bank.transfer(command);
    },
  });
});

/** A rest of a tiyn stays behind. */
const paysLess = bankBug('pays out a tiyn too little', () => (bank) => ({
  transfer: (command) =>
    bank.transfer(
      command.purpose?.startsWith('Payout') === true && command.amount > 1n
        ? { ...command, amount: command.amount - 1n }
        : command,
    ),
}));

/** Keys of transfers whose process did not live to hear what became of them. */
const unheard = new Set<string>();

/** What was under way when a process died is taken for never sent, and sent anew. */
const forgetsUnderWay = bankBug('sends again what was under way in a crash', () => (bank) => {
  const renamed = (key: string): string => (unheard.has(key) ? `${key}-again` : key);
  return {
    transferStatus: (key) => bank.transferStatus(renamed(key)),
    transfer: async (command) => {
      const key = renamed(command.key);
      unheard.add(command.key);
      try {
        const result = await bank.transfer({ ...command, key });
        unheard.delete(command.key);
        return result;
      } catch (error) {
        if (error instanceof DomainError) unheard.delete(command.key);
        throw error;
      }
    },
  };
});

export const BANK_BUGS: readonly Bug[] = [
  postsTwice,
  forgetsFloor,
  forgetsKeys,
  debitsAnother,
  paysAnother,
  paysLess,
  forgetsUnderWay,
];
