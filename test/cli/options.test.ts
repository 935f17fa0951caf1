import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Family, jsonOf, NOW, runCli, seedFamily, startCli, temporaryFolder } from '../support/cli.js';

const COLOUR = '\u001b[';

describe('the global options', () => {
  let family: Family;
  beforeAll(async () => {
    family = await seedFamily();
  });

  it('stand before the command, after its topic, or at its end', async () => {
    const [first, ...others] = await Promise.all(
      [
        ['--json', '--as', 'bolat', 'goals', 'show', family.goal],
        ['--as', 'bolat', 'goals', '--json', 'show', family.goal],
        ['goals', 'show', family.goal, '--as', 'bolat', '--json'],
        ['goals', 'show', '--as=bolat', '--json', '--goal', family.goal],
      ].map((args) => runCli(args, family)),
    );
    expect(first).toMatchObject({ code: 0, stderr: '' });
    for (const run of others) expect(run).toEqual(first);
    expect(JSON.parse(first?.stdout ?? '')).toMatchObject({ id: family.goal });
  });

  it('give way to the command’s own option of that name: a client’s locale is not how money is shown', async () => {
    const client = await jsonOf(
      ['--locale', 'en', 'clients', 'register', 'erlan', '--name', 'E', '--locale', 'kk'],
      family,
    );
    expect(client).toMatchObject({ id: 'erlan', locale: 'kk' });
  });

  it('are refused when given twice, or when both a client and a role act', async () => {
    for (const args of [
      ['goals', '--as', 'bolat', '--as', 'dana'],
      ['goals', '--as', 'bolat', '--role', 'admin'],
      ['goals', 'contribute', family.goal, '--amount', '5000', '--amount', '6000', '--as', 'bolat'],
      ['goals', 'show', family.goal, '--goal', '01900000-0000-7000-8000-000000000000'],
      ['goals', '--role', 'chief'],
      ['goals', '--locale', 'de'],
      ['goals', '--now', '2026-01-05T09:00'],
    ]) {
      const run = await runCli([...args, '--json'], family);
      expect(run).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('name the database and the bank, also by the environment; the flag wins', async () => {
    const cwd = temporaryFolder();
    const env = { JINAQ_DB: `sqlite:${join(family.cwd, 'jinaq.db')}`, JINAQ_BANK: `sandbox:${join(cwd, 'b.db')}` };
    expect(await jsonOf(['goals'], { cwd, env })).toMatchObject([{ id: family.goal }]);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.db'))).toEqual(['b.db']);
    expect(await jsonOf(['goals', '--db', 'sqlite::memory:'], { cwd, env })).toEqual([]);
  });

  it('leave no file behind when everything is in memory', async () => {
    const cwd = temporaryFolder();
    expect(await jsonOf(['goals', '--db', 'sqlite::memory:'], { cwd })).toEqual([]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('set the clock of the sandbox bank: the same command is refused a day after the deadline', async () => {
    const args = ['goals', 'contribute', family.goal, '--amount', '5000', '--as', 'bolat', '--json', '--now'];
    expect((await runCli([...args, '2026-06-30T23:59:59+05:00'], family)).code).toBe(0);
    const late = await runCli([...args, '2026-07-01'], family);
    expect(errorOf(late).code).toBe('savings.deadline-passed');
  });

  it('write money as the locale has it, with amounts in JSON always the same', async () => {
    const shown = (locale: string) => runCli(['goals', '--locale', locale], family);
    expect((await shown('ru')).stdout).toContain('300\u00a0000,00\u00a0₸');
    expect((await shown('kk')).stdout).toContain('300\u00a0000,00\u00a0₸');
    expect((await shown('en')).stdout).toContain('300,000.00 ₸');
    expect(await jsonOf(['goals', '--locale', 'ru'], family)).toMatchObject([{ target: '300000.00' }]);
  });
});

describe('the output', () => {
  let family: Family;
  beforeAll(async () => {
    family = await seedFamily();
  });

  it('is coloured on a terminal only, and not when NO_COLOR is set', async () => {
    const args = ['goals', 'show', family.goal];
    expect((await runCli(args, { ...family, isTerminal: true })).stdout).toContain(COLOUR);
    expect((await runCli(args, family)).stdout).not.toContain(COLOUR);
    const plain = await runCli(args, { ...family, isTerminal: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain(COLOUR);
    const refused = await runCli(['goals', 'show', 'x'], { ...family, isTerminal: true });
    expect(refused.stderr).toContain(COLOUR);
    const json = await runCli([...args, '--json'], { ...family, isTerminal: true });
    expect(json.stdout).not.toContain(COLOUR);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const { child, done } = startCli(['goals', 'show', family.goal], family);
    child.stdout?.destroy();
    expect(await done).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  /** Lines of which the first few are good, and the others refused. */
  const writeFile = (key: string, count: number, good: number) => {
    const rows = Array.from({ length: count }, (_, index) => {
      return `aigerim,${family.goal},${index < good ? '5000' : '-1'},${key}-${index}`;
    });
    writeFileSync(join(family.cwd, 'c.csv'), ['client,goal,amount,key', ...rows].join('\n'));
  };
  const importArgs = ['contributions', 'import', 'c.csv', '--now', NOW];

  it('shows progress as a bar on a terminal, and not at all when asked', async () => {
    writeFile('bad', 500, 0);
    const bar = await runCli(importArgs, { ...family, isTerminal: true });
    expect(bar.stderr).toMatch(/500 of 500 \(100 %\), \d+\/s, 500 refused, 0 s left/);
    expect(bar.stdout).not.toContain('left');
    expect((await runCli([...importArgs, '--quiet'], { ...family, isTerminal: true })).stderr).toBe('');
  });

  it('shows progress as a line every few seconds without a terminal, but nothing beside JSON', async () => {
    const slow = ['--on', 'transfer', '--kind', 'slow', '--times', '1000000', '--delay-ms', '3500'];
    await jsonOf(['bank', 'fault', ...slow], family);
    writeFile('lines', 500, 20);
    const lines = await runCli(importArgs, family);
    expect(lines.stderr).toMatch(/^500 of 500 \(100 %\), \d+\/s, 480 refused, 0 s left\n$/);
    writeFile('json', 500, 20);
    const json = await runCli([...importArgs, '--json'], family);
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({ completed: 20 });
  });

  it('draws the progress of a goal, and writes it as a picture whose title cannot break out', async () => {
    const title = '<script>alert("x")</script> & \'Той\'';
    const terms = ['--title', title, '--target', '10000', '--deadline', '2026-06-30', '--as', 'aigerim', '--now', NOW];
    const { id } = await jsonOf(['goals', 'create', ...terms], family);
    await jsonOf(['goals', 'contribute', id, '--amount', '5000', '--as', 'aigerim', '--now', NOW], family);
    const run = await runCli(['goals', 'progress', id, '--svg', 'p.svg', '--now', '2026-03-05'], family);
    expect(run).toMatchObject({ code: 0, stderr: 'Written to p.svg.\n' });
    expect(run.stdout).toMatch(/^█{25}░{25} 50 %$/m);
    expect(run.stdout).toMatch(/^10,000\.00 ₸ ┤/m);
    expect(run.stdout).toMatch(/^ {2,}│█{22,}/m);
    expect(run.stdout).toMatch(/^ +2026-01-05 +2026-06-30$/m);
    const svg = readFileSync(join(family.cwd, 'p.svg'), 'utf8');
    expect(svg).toContain('<title>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Той&#39;</title>');
    expect(svg).not.toMatch(/<script|href|url\(/);
  });

  it('names the file that it cannot write', async () => {
    const run = await runCli(['goals', 'progress', family.goal, '--svg', 'no/folder/p.svg', '--json'], family);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(errorOf(run)).toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'svg' }] } });
  });
});

describe('help', () => {
  it('is shown for the program, for every topic and for every command, with an example', async () => {
    const cwd = temporaryFolder();
    const root = await runCli([], { cwd });
    expect(root).toMatchObject({ code: 0, stderr: '' });
    expect(root.stdout).toMatch(/--as <client>/);
    const topic = await runCli(['goals', '--help'], { cwd });
    expect(topic).toMatchObject({ code: 0, stdout: expect.stringMatching(/contribute <goal> +Pay into a goal/) });
    const command = await runCli(['help', 'goals'], { cwd });
    expect(command.stdout).toBe(topic.stdout);
    const { stdout } = await runCli(['goals', 'create', '-h'], { cwd });
    expect(stdout).toMatch(/--min-contribution <tenge>/);
    expect(stdout).toMatch(/--kind <word> +shared \| personal/);
    expect(stdout).toMatch(/Example:\n {2}jinaq goals create --title/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect((await runCli(['--version'], { cwd: temporaryFolder() })).stdout).toBe(`${version}\n`);
  });

  it('suggests the flag that was meant', async () => {
    const run = await runCli(['goals', 'create', '--titel', 'x'], { cwd: temporaryFolder() });
    expect(run.stderr).toContain("unknown option '--titel' (Did you mean --title?)");
  });
});
