import { join } from 'node:path';
import { openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, parseInstant } from '../../src/shared/index.js';
import { type CliOptions, jsonOf, NOW, temporaryFolder } from './cli.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const CLIENTS = 8;
const AMOUNT = 2_000;
const OPENING = 1_000_000;

/** A folder in which clients have plans that are due at `NOW`, and a bank that takes its time over each transfer. */
export type DuePlans = CliOptions & { readonly plans: number };

/** Makes the database and the bank under the names that the program takes by default. */
export async function seedDuePlans(plans: number, delayMs: number, db?: string): Promise<DuePlans> {
  const cwd = temporaryFolder();
  const jinaq = await openJinaq({
    db: db ?? `sqlite:${join(cwd, 'jinaq.db')}`,
    bank: `sandbox:${join(cwd, 'jinaq-bank.db')}`,
    clock: { now: () => parseInstant(NOW) },
  });
  try {
    for (let index = 0; index < CLIENTS; index += 1) {
      await jinaq.bank.fund(OPERATIONS, { client: `client-${index}`, amount: OPENING });
      await jinaq.clients.register(OPERATIONS, { id: `client-${index}`, name: `Client ${index}` });
    }
    for (let index = 0; index < plans; index += 1) {
      const actor: Actor = { kind: 'client', client: asClientId(`client-${index % CLIENTS}`) };
      const terms = { title: `Goal ${index}`, target: 100_000, deadline: '2026-12-31', kind: 'personal' as const };
      const { id: goal } = await jinaq.goals.create(actor, terms);
      await jinaq.plans.start(actor, { goal, amount: AMOUNT, on: 5, consent: true });
    }
    await jinaq.sandbox?.injectFault({ on: 'transfer', kind: 'slow', delayMs, times: Number.POSITIVE_INFINITY });
    return { cwd, plans, ...(db === undefined ? {} : { env: { JINAQ_DB: db } }) };
  } finally {
    await jinaq.close();
  }
}

/** What has to hold after any end of any number of runs: each date paid once, and books and bank agreeing. */
export async function paidDates(options: DuePlans) {
  const transfers = (await jsonOf(['transfers', '--status', 'completed'], options)) as { plan: { id: string } }[];
  return {
    paid: transfers.length,
    plans: new Set(transfers.map(({ plan }) => plan.id)).size,
    waiting: (await jsonOf(['transfers', '--status', 'pending'], options)).length,
    ledger: (await jsonOf(['ledger', 'verify'], options)).ok,
    bank: (await jsonOf(['reconcile', 'run', '--now', NOW], options)).ok,
  };
}
