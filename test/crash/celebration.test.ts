import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { parseClientId } from '../../src/shared/index.js';
import { client, staff } from '../support/savings-world.js';
import { fileChannel } from './file-channel.js';

const CHILD = join(import.meta.dirname, 'messages-child.ts');
const NOW = '2026-01-05T10:00:00+05:00';
/** After every lease, when what was begun and not noted is found; and after the wait before the next attempt. */
const LATER = ['2026-01-05T11:00:00+05:00', '2026-01-05T11:05:00+05:00'];
const MEMBERS = ['aigerim', 'dana'];

/** At each step: how often the gateway is told of each celebration in all. */
const STEPS = [
  ['inside-plan', 1],
  ['after-plan', 1],
  ['inside-claim', 1],
  ['before-channel', 1],
  ['after-channel', 2],
  ['inside-note', 2],
  ['after-send', 1],
] as const;

describe('a celebration whose process is killed', () => {
  let folder = '';
  const open = (now: string): Promise<Jinaq> =>
    openJinaq({
      db: `sqlite:${join(folder, 'jinaq.db')}`,
      bank: `sandbox:${join(folder, 'bank.db')}`,
      clock: { now: () => new Date(now) },
      channels: [fileChannel(join(folder, 'sent.txt'))],
    });
  const celebrations = () => {
    const file = join(folder, 'sent.txt');
    const keys = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return keys.filter((key) => key.startsWith('goal.reached/'));
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-celebration-'));
    const jinaq = await open(NOW);
    for (const id of MEMBERS) {
      await jinaq.clients.register(staff('operations'), { id, name: id });
      await jinaq.sandbox?.fund(id, 10_000_00n);
    }
    const [first = '', second = ''] = MEMBERS;
    const { id: goal } = await jinaq.goals.create(client(first), {
      ...{ title: 'Той', target: '10000', deadline: '2026-12-31' },
    });
    const { id: invitation } = await jinaq.goals.invite(client(first), { goal, client: parseClientId(second) });
    await jinaq.invitations.accept(client(second), { invitation });
    await jinaq.goals.contribute(client(first), { goal, amount: '10000.00', key: 'key-1' });
    await jinaq.close();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(STEPS)('%s is planned once for each member, and arrives under its one key', async (step, times) => {
    const child = spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder, step, NOW], { encoding: 'utf8' });
    expect(child.signal, child.stderr).toBe('SIGKILL');

    for (const now of LATER) {
      const later = await open(now);
      await later.messages.plan(staff('operations'));
      await later.messages.send(staff('operations'));
      await later.close();
    }
    const jinaq = await open(NOW);
    for (const id of MEMBERS) {
      const told = await jinaq.messages.explain(staff('operations'), { client: id });
      const celebration = told.filter(({ template }) => template === 'goal.reached');
      expect(celebration).toMatchObject([{ status: 'delivered', channel: 'webhook' }]);
      expect(celebrations().filter((key) => key === celebration[0]?.key)).toHaveLength(times);
    }
    expect(new Set(celebrations()).size).toBe(MEMBERS.length);
    await jinaq.close();
  });
});
