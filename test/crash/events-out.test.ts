import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJinaq } from '../../adapters/node/index.js';
import { createManualClock } from '../../adapters/jobs-inline/index.js';
import { systemClock } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import { addDays, civilDateOf, parseClientId } from '../../src/shared/index.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const PAYER: Actor = { kind: 'client', client: parseClientId('payer') };
const CHILD = join(import.meta.dirname, 'event-child.ts');
/** By then what the killed process had taken is free again. */
const LATER_MS = 600_000;

describe('a dispatcher that is killed', () => {
  let folder = '';
  let told: readonly string[] = [];

  const at = (file: string) => join(folder, file);
  const lines = () => readFileSync(at('events.txt'), 'utf8').trimEnd().split('\n');
  const dispatch = (step: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder, step], { encoding: 'utf8' });
  const open = (clock = systemClock) =>
    openJinaq({ db: `sqlite:${at('jinaq.db')}`, bank: `sandbox:${at('bank.db')}`, clock });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-events-'));
    const jinaq = await open();
    await jinaq.clients.register(OPERATIONS, { id: 'payer', name: 'Payer' });
    await jinaq.sandbox?.fund('payer', 10_000_00n);
    const deadline = addDays(civilDateOf(new Date()), 365);
    const { id: goal } = await jinaq.goals.create(PAYER, { title: 'Goal', target: '50000', deadline });
    await jinaq.goals.contribute(PAYER, { goal, amount: '1000.00' });
    told = (await jinaq.goals.history(OPERATIONS, { goal })).map(({ position }) => `${goal}/${position}`);
    await jinaq.close();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['before-handling', 1],
    ['after-handling', 2],
  ])('%s an event tells it again under the same id, and loses none', async (step, handled) => {
    const killed = dispatch(step);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    expect(lines()).toEqual(told.slice(0, handled));

    // Another dispatcher leaves the goal alone as long as the first might still be alive.
    expect(dispatch('none').status).toBe(0);
    expect(lines()).toHaveLength(handled);
    const clock = createManualClock(new Date(Date.now() + LATER_MS));
    const heard: string[] = [];
    const jinaq = await open(clock);
    const { dispatchEvents } = jinaq.context.useCases;
    const subscribers = [{ name: 'file', handle: async ({ id }: { readonly id: string }) => void heard.push(id) }];
    await dispatchEvents.execute({ actor: OPERATIONS, subscribers });
    await jinaq.close();
    expect(heard).toEqual(told);
  });
});
