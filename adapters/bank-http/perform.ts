import type { z } from 'zod';
import type { Bank } from '../../src/savings/index.js';
import type { Call, ROUTES } from './routes.js';

/** What a request of the call holds: its parameters, and its body where it has one. */
type Input<Name extends Call> = {
  readonly parameters: {
    readonly [P in keyof (typeof ROUTES)[Name]['parameters']]: Read<(typeof ROUTES)[Name]['parameters'][P]>;
  };
  readonly body: (typeof ROUTES)[Name] extends { readonly body: infer Body } ? Read<Body> : undefined;
};

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : never;

/** Asks the bank what each call of the contract asks, and gives the result the form that it has on the wire. */
export const PERFORM: { readonly [Name in Call]: (bank: Bank, input: Input<Name>) => Promise<object> } = {
  mainAccount: async (bank, { parameters }) => ({ account: (await bank.mainAccount(parameters.client)) ?? null }),
  openSavingsAccount: (bank, { parameters, body }) => bank.openSavingsAccount({ ...body, ...parameters }),
  closeSavingsAccount: (bank, { parameters }) => bank.closeSavingsAccount(parameters.account),
  transfer: (bank, { parameters, body }) => bank.transfer({ ...body, ...parameters }),
  transferStatus: (bank, { parameters }) => bank.transferStatus(parameters.key),
  balance: async (bank, { parameters }) => ({ balance: await bank.balance(parameters.account) }),
  statement: (bank, { parameters }) => bank.statement(parameters),
  transactions: async (bank, { parameters }) => ({ entries: await bank.transactions(parameters) }),
};
