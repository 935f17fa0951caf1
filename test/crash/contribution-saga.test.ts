import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { addDays, civilDateOf, parseClientId } from '../../src/shared/index.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const PAYER: Actor = { kind: 'client', client: parseClientId('payer') };
const CHILD = join(import.meta.dirname, 'child.ts');

/** At each step: what the goal has after the crash and settling, and what the payer has left of 10,000.00. */
const STEPS = [
  ['before-intent', '0.00', '10000.00'],
  ['inside-intent', '0.00', '10000.00'],
  ['after-intent', '1000.00', '9000.00'],
  ['after-debit', '1000.00', '9000.00'],
  ['before-post', '1000.00', '9000.00'],
  ['inside-post', '1000.00', '9000.00'],
  ['after-post', '1000.00', '9000.00'],
] as const;

describe('a contribution whose process is killed', () => {
  let folder = '';
  let goal = '';

  const open = (): Promise<Jinaq> =>
    openJinaq({ db: `sqlite:${join(folder, 'jinaq.db')}`, bank: `sandbox:${join(folder, 'bank.db')}` });
  const crash = (step: string): void => {
    const child = spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder, step, goal, 'key-1'], {
      encoding: 'utf8',
    });
    expect(child.signal, child.stderr).toBe('SIGKILL');
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-crash-'));
    const jinaq = await open();
    await jinaq.clients.register(OPERATIONS, { id: 'payer', name: 'Payer' });
    await jinaq.sandbox?.fund('payer', 10_000_00n);
    const deadline = addDays(civilDateOf(new Date()), 365);
    ({ id: goal } = await jinaq.goals.create(PAYER, { title: 'Goal', target: '50000', deadline }));
    await jinaq.close();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(STEPS)('%s is counted as the bank has it, once, after settling', async (step, collected, left) => {
    crash(step);
    const jinaq = await open();
    await jinaq.transfers.settle(OPERATIONS);
    await jinaq.transfers.settle(OPERATIONS);
    expect((await jinaq.goals.show(PAYER, { goal })).collected).toBe(tiyn(collected));
    expect((await jinaq.bank.show(OPERATIONS, { account: 'payer' })).balance).toBe(tiyn(left));
    expect(await jinaq.ledger.verify(OPERATIONS)).toMatchObject({ ok: true });
    expect(await jinaq.reconcile.run(OPERATIONS)).toMatchObject({ ok: true });
    expect(await jinaq.sandbox?.check()).toMatchObject({ ok: true });

    // The caller who never got an answer asks again with the same key: paid once in all.
    const again = await jinaq.goals.contribute(PAYER, { goal, amount: '1000.00', key: 'key-1' });
    expect(again.status).toBe('completed');
    expect((await jinaq.goals.show(PAYER, { goal })).collected).toBe(1_000_00n);
    expect((await jinaq.bank.show(OPERATIONS, { account: 'payer' })).balance).toBe(9_000_00n);
    await jinaq.close();
  });
});

function tiyn(tenge: string): bigint {
  return BigInt(tenge.replace('.', ''));
}
