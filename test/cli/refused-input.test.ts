import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Family, NOW, runCli, seedFamily } from '../support/cli.js';

const UNKNOWN = '01900000-0000-7000-8000-000000000000';

describe('a refused input', () => {
  let family: Family;
  beforeAll(async () => {
    family = await seedFamily();
  });

  const amounts: readonly (readonly [why: string, amount: string, says: RegExp])[] = [
    ['negative', '-5000', /above zero/],
    ['zero', '0', /above zero/],
    ['with three decimals', '5000.005', /more than two decimals/],
    ['1e400', '1e400', /exponent/],
    ['NaN', 'NaN', /not a number/],
    ['past 2^63 tiyn', '92233720368547758.08', /too large/],
    ['with a thousands separator', '5,000', /not an amount/],
    ['empty', '', /empty/],
  ];
  it.each(amounts)('names the amount that is %s (%s)', async (_why, amount, says) => {
    const args = ['goals', 'contribute', family.goal, '--amount', amount, '--as', 'aigerim', '--now', NOW];
    const run = await runCli([...args, '--json'], family);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const { code, message, details } = errorOf(run);
    expect({ code, path: details.problems[0].path }).toEqual({ code: 'input.invalid', path: 'amount' });
    expect(message).toMatch(says);
  });

  const goals: readonly (readonly [why: string, flags: readonly string[], path: string, says: RegExp])[] = [
    ['a title of 10,000 characters', ['--title', 'а'.repeat(10_000)], 'title', /longer than 120/],
    ['a title with a control character', ['--title', 'Той\u0007'], 'title', /control characters/],
    ['a title that turns the writing round', ['--title', 'Той\u202e'], 'title', /direction/],
    ['a deadline in the past', ['--deadline', '2026-01-04'], 'deadline', /after today/],
    ['a deadline today', ['--deadline', '2026-01-05'], 'deadline', /after today/],
    ['31 February', ['--deadline', '2026-02-31'], 'deadline', /2026-02/],
    ['a word that is none of the choices', ['--kind', 'secret'], 'kind', /shared/],
    ['a client id with a space', ['--deputy', 'bo lat'], 'deputy', /client id/],
    ['a target of zero', ['--target', '0'], 'target', /above zero/],
  ];
  it.each(goals)('names %s', async (_why, flags, path, says) => {
    const fields = {
      '--title': 'Car',
      '--target': '50000',
      '--deadline': '2026-06-30',
      [flags[0] ?? '']: flags[1] ?? '',
    };
    const args = ['goals', 'create', ...Object.entries(fields).flat(), '--as', 'aigerim', '--now', NOW];
    const run = await runCli([...args, '--json'], family);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const { code, details } = errorOf(run);
    expect(code).toBe('input.invalid');
    expect(details.problems).toEqual([{ path, message: expect.stringMatching(says) }]);
  });

  it('names every field that is missing at once', async () => {
    const { details } = errorOf(await runCli(['goals', 'create', '--as', 'aigerim', '--json'], family));
    const paths = details.problems.map(({ path, message }: { path: string; message: string }) => `${path} ${message}`);
    expect(paths).toEqual(['title is missing', 'target is missing', 'deadline is missing']);
  });

  it.each([
    ['goal', ['goals', 'show', UNKNOWN], { what: 'goal', id: UNKNOWN }],
    ['client', ['clients', 'show', 'nobody'], { what: 'client', id: 'nobody' }],
    ['actor', ['goals', 'show', UNKNOWN, '--as', 'nobody'], { what: 'client', id: 'nobody' }],
    ['invitation', ['invitations', 'decline', UNKNOWN, '--as', 'bolat'], { what: 'invitation', id: UNKNOWN }],
  ])('says that there is no such %s', async (_what, args, details) => {
    const run = await runCli([...args, '--json'], family);
    expect(run).toMatchObject({ code: 4, stdout: '' });
    expect(errorOf(run)).toMatchObject({ code: 'not-found', details });
  });

  it('is a sentence with the flag, the code and a hint for people', async () => {
    const run = await runCli(['goals', 'edit', family.goal, '--min-contribution', '1.005', '--as', 'aigerim'], family);
    expect(run.code).toBe(2);
    expect(run.stderr.split('\n')).toEqual([
      'error input.invalid: --min-contribution: has more than two decimals: the smallest amount is one tiyn, 0.01',
      'hint Correct it and run the command again; --help shows what it takes.',
      '',
    ]);
  });

  it('does not reach the terminal with the control characters that were typed', async () => {
    const run = await runCli(['clients', 'import', 'a\u001b[31m\u202eb.csv'], family);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('a\ufffd[31m\ufffdb.csv cannot be read (ENOENT)');
  });

  it('changes nothing', async () => {
    const before = readdirSync(family.cwd).sort();
    const run = await runCli(['goals', '--json', '--now', NOW], family);
    expect(JSON.parse(run.stdout)).toMatchObject([{ title: 'Той', collected: '0.00', pending: '0.00' }]);
    expect(readdirSync(family.cwd).sort()).toEqual(before);
  });
});

describe('a file that somebody else made', () => {
  it('may begin with a byte order mark, end its lines with CRLF and quote its cells', async () => {
    const family = await seedFamily();
    const text = '\ufeffclient,goal,amount,key\r\n"bolat","GOAL","6000.50","a ""b"""\r\nbolat,GOAL,7000,"c,d"\r\n';
    writeFileSync(join(family.cwd, 'c.csv'), text.replaceAll('GOAL', family.goal));
    const run = await runCli(['contributions', 'import', 'c.csv', '--json', '--now', NOW], family);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ lines: 2, completed: 2, pending: 0, refused: [] });
    const show = await runCli(['goals', 'show', family.goal, '--json'], family);
    expect(JSON.parse(show.stdout)).toMatchObject({ collected: '13000.50' });
  });

  it.each([
    ['a missing column', 'client,goal,amount\nbolat,G,1\n', 'the column key is missing'],
    ['an unknown column', 'client,goal,amount,key,colour\nbolat,G,1,k,red\n', 'the column colour is not known'],
    ['a doubled column', 'client,goal,amount,key,key\nbolat,G,1,k,k\n', 'the column key stands twice'],
    ['nothing', '', 'c.csv is empty'],
    ['an open quote', 'client,goal,amount,key\n"bolat,G,1,k\n', /[Qq]uote/],
  ])('is refused as a whole for %s', async (_why, text, says) => {
    const family = await seedFamily();
    writeFileSync(join(family.cwd, 'c.csv'), text);
    const run = await runCli(['contributions', 'import', 'c.csv', '--json'], family);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const { code, details } = errorOf(run);
    expect(code).toBe('input.invalid');
    const problem = { path: 'file', message: typeof says === 'string' ? says : expect.stringMatching(says) };
    expect(details.problems).toContainEqual(problem);
  });

  it('is paid line by line, and each refused line is told with its number, key and code', async () => {
    const family = await seedFamily();
    const lines = [
      'client,goal,amount,key,date',
      'bolat,GOAL,6000,k1,',
      'bolat,GOAL,-1,k2,',
      'bolat,GOAL,1e400,k3,',
      'bolat,GOAL,6000,k4,2026-02-31',
      'dana,GOAL,5000,k5,',
      `bolat,${UNKNOWN},6000,k6,`,
      'nobody,GOAL,6000,k7,',
      'bolat,GOAL,7000,k1,',
      'bolat,GOAL,6000,,',
      'bolat,GOAL,400000,k8,',
    ];
    writeFileSync(join(family.cwd, 'c.csv'), lines.join('\n').replaceAll('GOAL', family.goal));
    const run = await runCli(['contributions', 'import', 'c.csv', '--json', '--now', NOW], family);
    expect(run.code).toBe(8);
    const { lines: count, completed, refused } = JSON.parse(run.stdout);
    expect({ count, completed }).toEqual({ count: 10, completed: 1 });
    expect(refused.map(({ line, key, code }: Record<string, unknown>) => [line, key, code])).toEqual([
      [3, 'k2', 'input.invalid'],
      [4, 'k3', 'input.invalid'],
      [5, 'k4', 'input.invalid'],
      [6, 'k5', 'savings.not-a-member'],
      [7, 'k6', 'not-found'],
      [8, 'k7', 'not-found'],
      [9, 'k1', 'idempotency.key-reused'],
      [10, null, 'input.invalid'],
      [11, 'k8', 'savings.over-target'],
    ]);
  });

  it('of clients is imported but for its bad lines, and not at all with --strict', async () => {
    const family = await seedFamily();
    const text = 'id,name,iin\nerlan,Erlan,900101300811\nfarida,Farida,900101300812\n,Nobody,\n';
    writeFileSync(join(family.cwd, 'c.csv'), text);
    const strict = await runCli(['clients', 'import', 'c.csv', '--strict', '--json'], family);
    expect(strict).toMatchObject({ code: 2, stdout: '' });
    expect(errorOf(strict).details.problems.map(({ path }: { path: string }) => path)).toEqual(['line 3', 'line 4']);
    const loose = await runCli(['clients', 'import', 'c.csv', '--json'], family);
    expect(loose.code).toBe(8);
    expect(JSON.parse(loose.stdout)).toMatchObject({ imported: 1, refused: [{ line: 3 }, { line: 4 }] });
    const clients = await runCli(['clients', '--json'], family);
    expect(JSON.parse(clients.stdout).map(({ id }: { id: string }) => id)).toEqual([
      'aigerim',
      'bolat',
      'dana',
      'erlan',
    ]);
  });
});
