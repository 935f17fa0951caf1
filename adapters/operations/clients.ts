import { z } from 'zod';
import { LOCALES } from '../../src/savings/index.js';
import type { Money } from '../../src/shared/index.js';
import type { SandboxBank } from '../bank-sandbox/index.js';
import { readClientLines } from './client-file.js';
import { clientId, flag, words } from './inputs.js';
import { operation } from './operation.js';

export const clientOperations = [
  operation({
    name: 'clients.register',
    summary: 'Make a client of the bank known',
    input: z.strictObject({
      id: words(),
      name: words(),
      iin: words().optional(),
      phone: words().optional(),
      locale: z.enum(LOCALES).optional(),
      account: words().optional(),
    }),
    positional: 'id',
    run: async ({ useCases, sandbox }, actor, input) => {
      const client = await useCases.registerClient.execute({ actor, ...input });
      if (input.account !== undefined && client.account !== null) {
        await sandbox?.registerMainAccount(client.id, client.account);
      }
      return client;
    },
  }),
  operation({
    name: 'clients.import',
    summary: 'Register the clients of a CSV file: id, name, and optionally iin, phone, locale, account, balance',
    input: z.strictObject({ file: words(), strict: flag().optional() }),
    positional: 'file',
    run: async ({ useCases, sandbox }, actor, { file, strict }) => {
      const { lines, balances } = await readClientLines(file, sandbox !== undefined);
      const report = await useCases.importClients.execute({ actor, lines, strict });
      const refused = new Set(report.refused.map(({ line }) => line));
      for (const { line, details } of lines) {
        if (details.account !== undefined && !refused.has(line)) {
          await sandbox?.registerMainAccount(details.id, details.account);
        }
      }
      for (const { line, client, balance } of balances) {
        if (sandbox !== undefined && !refused.has(line)) await openWith(sandbox, client, balance);
      }
      return report;
    },
    hasFailures: ({ refused }) => refused.length > 0,
  }),
  operation({
    name: 'clients.show',
    summary: 'Show a client',
    input: z.strictObject({ client: clientId() }),
    positional: 'client',
    run: ({ useCases }, actor, input) => useCases.showClient.execute({ actor, ...input }),
  }),
  operation({
    name: 'clients.list',
    summary: 'List the registered clients',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.listClients.execute({ actor }),
  }),
] as const;

/** The opening balance of an account that has no money yet, so that importing again does not fund it again. */
async function openWith(sandbox: SandboxBank, client: string, balance: Money): Promise<void> {
  const account = await sandbox.mainAccount(client);
  const isEmpty = account === undefined || (await sandbox.balance(account)) === 0n;
  if (isEmpty && balance > 0n) await sandbox.fund(client, balance);
}
