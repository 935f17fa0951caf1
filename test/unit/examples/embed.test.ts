import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandboxBank, type SandboxBank } from '../../../adapters/bank-sandbox/index.js';
import { systemClock } from '../../../adapters/system/index.js';
import { serveByHand } from '../../../examples/embed/by-hand.js';
import { serveByInversify } from '../../../examples/embed/by-inversify.js';
import { listen, type Service } from '../../../examples/embed/service.js';
import { addDays, asClientId, civilDateOf, type GoalId, parseMoney } from '../../../src/index.js';

const EMBED = join(import.meta.dirname, '../../../examples/embed');
const AIGERIM = { kind: 'client', client: asClientId('aigerim') } as const;

describe.each([
  ['by hand', serveByHand],
  ['by a container', serveByInversify],
])('a service composed %s', (_how, serve) => {
  let bank: SandboxBank;
  let service: Service;
  let goal: GoalId;
  let post: (body: unknown, who?: string) => Promise<{ status: number; body: Record<string, unknown> }>;
  let stop: () => void;

  beforeEach(async () => {
    bank = openSandboxBank({ path: ':memory:', clock: systemClock });
    service = await serve(':memory:', bank);
    const details = { actor: { kind: 'staff', role: 'operations' }, id: 'aigerim', name: 'Aigerim' } as const;
    await service.registerClient.execute(details);
    await bank.fund('aigerim', parseMoney('50000'));
    const deadline = addDays(civilDateOf(systemClock.now()), 30);
    const terms = { actor: AIGERIM, title: 'Той', target: parseMoney('60000'), deadline };
    ({ id: goal } = await service.createGoal.execute(terms));
    const { server, url } = await listen(service);
    post = async (body, who = 'aigerim') => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url, { method: 'POST', body: text, headers: { 'x-client': who } });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    stop = () => {
      server.close();
      server.closeAllConnections();
    };
  });
  afterEach(() => {
    stop();
    service.close();
    bank.close();
  });

  it('takes a contribution, and takes it once', async () => {
    const first = await post({ goal, amount: '20000.50', key: 'k-1' });
    expect(first).toMatchObject({ status: 200, body: { status: 'completed', amount: '20000.50', goal } });
    expect(await post({ goal, amount: '20000.50', key: 'k-1' })).toEqual(first);
    expect((await bank.show('aigerim')).balance).toBe(parseMoney('29999.50'));
  });

  it('says what the bank or a rule refused, and what is not answered yet', async () => {
    expect(await post({ goal, amount: '50000.01', key: 'k-1' })).toMatchObject({
      ...{ status: 422, body: { status: 'refused', reason: 'bank.insufficient-funds' } },
    });
    expect(await post({ goal, amount: '60000.01', key: 'k-2' })).toMatchObject({
      ...{ status: 422, body: { error: { code: 'savings.over-target', details: { missing: '60000.00' } } } },
    });
    await bank.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
    expect(await post({ goal, amount: 1, key: 'k-3' })).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(await post({ goal, amount: 2, key: 'k-3' })).toMatchObject({ status: 409 });
  });

  it('refuses what makes no sense', async () => {
    const invalid = { status: 400, body: { error: { code: 'input.invalid' } } };
    expect(await post('{')).toMatchObject(invalid);
    expect(await post({ goal, amount: '1.005', key: 'k' })).toMatchObject(invalid);
    expect(await post({ goal: 'G1', amount: 1, key: 'k' })).toMatchObject(invalid);
    expect(await post({ goal, amount: 1, key: 'k' }, 'nobody')).toMatchObject({ status: 404 });
  });
});

describe('the examples of embedding', () => {
  it.each(['by-hand.ts', 'by-inversify.ts'])('%s takes under 40 lines', (file) => {
    expect(readFileSync(join(EMBED, file), 'utf8').split('\n').length).toBeLessThan(40);
  });

  it.each(['by-hand.ts', 'by-inversify.ts'])(
    '%s can be run: it pays, pays once, and is refused too much',
    async (file) => {
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', join(EMBED, file)]);
      const [first = '', again = '', tooMuch = '', ...rest] = stdout.trim().split('\n');
      expect(first).toMatch(/^45000\.50 under key one: 200 .*"status":"completed"/);
      expect(again).toBe(first);
      expect(tooMuch).toMatch(/^20000 under key two: 422 .*savings\.over-target.*"missing":"14999\.50"/);
      expect(rest).toEqual([]);
    },
  );
});
