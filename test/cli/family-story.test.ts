import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorOf, jsonOf, runCli, temporaryFolder } from '../support/cli.js';

const TIMEOUT_MS = 300_000;

it(
  'a family gets from a file of clients to a met goal, two bank faults on the way, and every tenge is proven',
  async () => {
    const cwd = temporaryFolder();
    const at = (day: string, args: readonly string[]) => [...args, '--now', `${day}T09:00:00+05:00`];
    const json = (day: string, ...args: readonly string[]) => jsonOf(at(day, args), { cwd });
    const pay = async (day: string, goal: string, client: string, amount: string) => {
      const args = ['goals', 'contribute', goal, '--amount', amount, '--as', client, '--json'];
      const run = await runCli(at(day, args), { cwd });
      return run.code === 0 ? JSON.parse(run.stdout).status : errorOf(run).code;
    };

    const clients =
      'id,name,phone,locale,balance\naigerim,"Aigerim, A.",,kk,500000\nbolat,Bolat,,ru,200000\ndana,Dana,+77012345678,en,50000\n';
    writeFileSync(join(cwd, 'clients.csv'), clients);
    expect(await json('2026-01-05', 'clients', 'import', 'clients.csv')).toEqual({ imported: 3, refused: [] });

    const terms = ['--title', 'Той', '--target', '300000', '--deadline', '2026-06-30', '--min-contribution', '5000'];
    const { id: goal } = await json('2026-01-05', 'goals', 'create', ...terms, '--as', 'aigerim');
    const bolat = await json('2026-01-05', 'goals', 'invite', goal, '--client', 'bolat', '--as', 'aigerim');
    const dana = await json('2026-01-05', 'goals', 'invite', goal, '--phone', '+77012345678', '--as', 'aigerim');
    await json('2026-01-06', 'invitations', 'accept', bolat.id, '--share-amounts', '--as', 'bolat');
    await json('2026-01-06', 'invitations', 'accept', '--token', dana.token, '--no-share-amounts', '--as', 'dana');

    expect(await pay('2026-01-07', goal, 'bolat', '60000')).toBe('completed');
    await json('2026-02-01', 'bank', 'fault', '--on', 'transfer', '--kind', 'timeout-after-debit');
    expect(await pay('2026-02-01', goal, 'aigerim', '150000')).toBe('pending');
    await json('2026-02-01', 'bank', 'fault', '--on', 'transfer', '--kind', 'timeout-before-debit');
    expect(await pay('2026-02-02', goal, 'dana', '40000')).toBe('pending');
    expect(await json('2026-02-03', 'transfers', 'settle')).toEqual({
      completed: 2,
      refused: 0,
      held: 0,
      unanswered: 0,
      failed: [],
      interrupted: false,
    });
    expect(await json('2026-03-01', 'goals', 'progress', goal)).toMatchObject({
      percent: 83,
      pace: 'ahead',
      daysLeft: 121,
    });

    expect(await pay('2026-03-02', goal, 'bolat', '50001')).toBe('savings.over-target');
    expect(await pay('2026-03-02', goal, 'bolat', '50000')).toBe('completed');
    expect(await json('2026-03-02', 'goals', 'show', goal)).toMatchObject({
      status: 'reached',
      collected: '300000.00',
      missing: '0.00',
      members: [
        { client: 'aigerim', principal: '150000.00' },
        { client: 'bolat', principal: '110000.00' },
        { client: 'dana', principal: '40000.00' },
      ],
    });
    const events = await json('2026-03-02', 'goals', 'history', goal, '--as', 'bolat');
    const reached = events.filter(({ type }: { type: string }) => type === 'goal.reached');
    expect(reached.map(({ client }: { client: string }) => client)).toEqual(['aigerim', 'bolat', 'dana']);

    const { account } = await json('2026-03-02', 'goals', 'show', goal);
    expect(await json('2026-03-02', 'bank', 'show', account)).toMatchObject({ balance: '300000.00' });
    expect(await json('2026-03-02', 'bank', 'show', 'dana')).toMatchObject({ balance: '10000.00' });
    expect(await json('2026-03-02', 'ledger', 'verify')).toMatchObject({ ok: true, goals: 1, problems: [] });
    const entries = await json('2026-03-02', 'ledger', 'statement', goal);
    expect(entries.at(-1)).toMatchObject({ client: 'bolat', amount: '50000.00', balance: '300000.00' });

    await json('2026-03-02', 'receipts', 'issue', goal, '--as', 'dana', '--out', 'dana.json');
    writeFileSync(join(cwd, 'key.pem'), (await runCli(['receipts', 'key'], { cwd })).stdout);
    expect(await jsonOf(['receipts', 'verify', 'dana.json', '--key', 'key.pem'], { cwd })).toMatchObject({ ok: true });
    const receipt = readFileSync(join(cwd, 'dana.json'), 'utf8');
    expect(JSON.parse(receipt)).toMatchObject({ client: 'dana', principal: '40000.00' });
    expect(receipt).not.toContain('bolat');
  },
  TIMEOUT_MS,
);
