import type { z } from 'zod';
import type { Bank } from '../../src/savings/index.js';
import { wire } from './schemas.js';

/** The name of a call of the bank port. */
export type Call = keyof Bank;

/** One call of the port as it goes over the wire. */
export type Route = {
  /** GET and PUT are idempotent by definition: such calls may be sent again without knowing what became of them. */
  readonly method: 'GET' | 'PUT';
  /** With the names of its path parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** Those that the path does not name go into the query. */
  readonly parameters: Readonly<Record<string, z.ZodType>>;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
};

const range = { account: wire.accountInPath, from: wire.date, to: wire.date } as const;

/**
 * The contract: what a bank serves so that Jinaq can talk to it. The client, the server and the OpenAPI document are
 * all made of this table.
 */
export const ROUTES = {
  mainAccount: {
    method: 'GET',
    path: '/v1/clients/{client}/main-account',
    summary: "The client's main account, from which contributions are paid.",
    parameters: { client: wire.client },
    answer: wire.mainAccount,
  },
  openSavingsAccount: {
    method: 'PUT',
    path: '/v1/savings-accounts/{key}',
    summary: "Opens a savings account in the client's name; the same key gives the same account.",
    parameters: { key: wire.key },
    body: wire.accountOrder,
    answer: wire.savingsAccount,
  },
  closeSavingsAccount: {
    method: 'PUT',
    path: '/v1/savings-accounts/{account}/closing',
    summary: 'Credits interest to date and closes the account; closing it again gives the same answer.',
    parameters: { account: wire.accountInPath },
    answer: wire.closedAccount,
  },
  transfer: {
    method: 'PUT',
    path: '/v1/transfers/{key}',
    summary: 'Moves money once, however often it arrives; a repetition gets the first outcome, and a refusal is a 200.',
    parameters: { key: wire.key },
    body: wire.transferOrder,
    answer: wire.transferResult,
  },
  transferStatus: {
    method: 'GET',
    path: '/v1/transfers/{key}',
    // A 404 may come from anything on the way, and money would be sent again because of it: `unseen` is a 200.
    summary: 'What became of the transfer with this key. One that never arrived is a 200 with status `unseen`.',
    parameters: { key: wire.key },
    answer: wire.transferStatus,
  },
  balance: {
    method: 'GET',
    path: '/v1/accounts/{account}/balance',
    summary: 'Money on the account now.',
    parameters: { account: wire.accountInPath },
    answer: wire.balance,
  },
  statement: {
    method: 'GET',
    path: '/v1/accounts/{account}/statement',
    summary: 'Booked entries in an inclusive range of value dates, with opening and closing balance.',
    parameters: range,
    answer: wire.statement,
  },
  transactions: {
    method: 'GET',
    path: '/v1/accounts/{account}/transactions',
    summary: "Entries of a client's own account in an inclusive range of value dates, newest last.",
    parameters: range,
    answer: wire.transactions,
  },
} as const satisfies Readonly<Record<Call, Route>>;

/** Whether the parameter stands in the path of the route; otherwise it stands in the query. */
export function isInPath(route: Route, parameter: string): boolean {
  return route.path.includes(`{${parameter}}`);
}
