import { z } from 'zod';
import type { GoalId } from '../../src/shared/index.js';
import { DomainError, invalidInput, parsePercent } from '../../src/shared/index.js';
import { FAULT_CALLS, FAULT_KINDS, type SandboxBank } from '../bank-sandbox/index.js';
import { writeBankStatement } from './bank-statement.js';
import { clientId, count, day, id, money, words } from './inputs.js';
import { type OperationContext, operation } from './operation.js';

const MAX_TIMES = 1_000_000;
const MAX_DELAY_MS = 86_400_000;
const BANK_REFUSALS = ['insufficient-funds', 'account-closed', 'account-unknown', 'limit', 'blocked'] as const;

/** What a tester makes happen at the sandbox bank; a real bank has no such doors. */
export const bankOperations = [
  operation({
    name: 'bank.show',
    summary: 'Show an account of the sandbox bank, by number or client',
    input: z.strictObject({ account: words() }),
    positional: 'account',
    run: (context, _actor, { account }) => sandboxOf(context).show(account),
  }),
  operation({
    name: 'bank.accounts',
    summary: 'List the accounts of the sandbox bank',
    input: z.strictObject({}),
    run: (context) => sandboxOf(context).accounts(),
  }),
  operation({
    name: 'bank.fund',
    summary: 'Put money on a client’s main account',
    input: z.strictObject({ client: clientId(), amount: money() }),
    positional: 'client',
    run: (context, _actor, { client, amount }) => sandboxOf(context).fund(client, amount),
  }),
  operation({
    name: 'bank.salary',
    summary: 'Pay a salary to a client’s main account',
    input: z.strictObject({ client: clientId(), amount: money() }),
    positional: 'client',
    run: async (context, _actor, { client, amount }) => {
      const bank = sandboxOf(context);
      return bank.credit(await mainAccount(bank, client), amount, 'salary');
    },
  }),
  operation({
    name: 'bank.card',
    summary: 'Pay a shop by a client’s card',
    input: z.strictObject({ client: clientId(), amount: money() }),
    positional: 'client',
    run: (context, _actor, { client, amount }) => sandboxOf(context).cardPurchase(client, amount),
  }),
  operation({
    name: 'bank.interest',
    summary: 'Credit a sum of interest to a goal’s savings account, whatever would be right',
    input: z.strictObject({ goal: id<GoalId>(), amount: money(), date: day().optional() }),
    positional: 'goal',
    run: async (context, actor, { goal, amount, date }) => {
      const { account } = await context.useCases.showGoal.execute({ actor, goal });
      return sandboxOf(context).creditInterest(account, amount, date);
    },
  }),
  operation({
    name: 'bank.rate',
    summary: 'Change the rate of a goal’s savings account, or of all of them, from a day on, in percent a year',
    input: z.strictObject({ goal: id<GoalId>().optional(), rate: words(), from: day() }),
    positional: 'goal',
    run: async (context, actor, { goal, rate, from }) => {
      const rateBps = parsePercent(rate, 'rate');
      const account = goal && (await context.useCases.showGoal.execute({ actor, goal })).account;
      await sandboxOf(context).changeRate({ account, rateBps, from });
      return { account: account ?? null, rateBps, from };
    },
  }),
  operation({
    name: 'bank.run-interest',
    summary: 'Credit the interest of every month that has ended before a day',
    input: z.strictObject({ until: day() }),
    positional: 'until',
    run: (context, _actor, { until }) => sandboxOf(context).runInterest(until),
  }),
  operation({
    name: 'bank.statement',
    summary: 'Write statements of the sandbox bank to a file (camt.053): of one account, or of all savings accounts',
    input: z.strictObject({
      out: words(),
      from: day(),
      to: day(),
      account: words().optional(),
      version: z.enum(['08', '02']).optional(),
    }),
    positional: 'account',
    run: (context, _actor, input) => writeBankStatement(sandboxOf(context), input),
  }),
  operation({
    name: 'bank.close-account',
    summary: 'Close a client’s main account',
    input: z.strictObject({ client: clientId() }),
    positional: 'client',
    run: (context, _actor, { client }) => sandboxOf(context).closeAccount(client),
  }),
  operation({
    name: 'bank.fault',
    summary: 'Let a coming call of the bank go wrong',
    input: z.strictObject({
      on: z.enum(FAULT_CALLS),
      kind: z.enum(FAULT_KINDS),
      nth: count(1, MAX_TIMES).optional(),
      times: count(1, MAX_TIMES).optional(),
      reason: z.enum(BANK_REFUSALS).optional(),
      delayMs: count(0, MAX_DELAY_MS).optional(),
      rate: z.coerce.number().min(0).max(1).optional(),
    }),
    run: async (context, _actor, fault) => {
      await sandboxOf(context).injectFault(fault);
      return sandboxOf(context).faults();
    },
  }),
  operation({
    name: 'bank.down',
    summary: 'Let no call arrive at the bank until it is up again',
    input: z.strictObject({}),
    run: async (context) => {
      await sandboxOf(context).down();
      return { status: 'down' as const };
    },
  }),
  operation({
    name: 'bank.up',
    summary: 'Let calls arrive at the bank again',
    input: z.strictObject({}),
    run: async (context) => {
      await sandboxOf(context).up();
      return { status: 'up' as const };
    },
  }),
] as const;

function sandboxOf({ sandbox }: OperationContext): SandboxBank {
  if (sandbox !== undefined) return sandbox;
  throw invalidInput({ path: 'bank', message: 'only the sandbox bank can be told what to do: --bank sandbox:FILE' });
}

async function mainAccount(bank: SandboxBank, client: string): Promise<string> {
  const account = await bank.mainAccount(client);
  if (account !== undefined) return account;
  throw new DomainError('savings.account-missing', `The bank knows no main account of client ${client}.`);
}
