import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOW, runCli, seedFamily } from '../support/cli.js';

it('doctor ends with 0 where all is well, and with 8 and the finding where something is not', async () => {
  const family = await seedFamily();
  await runCli(['messages', 'plan', '--now', NOW], family);
  const well = await runCli(['doctor', '--now', NOW], family);
  expect(well).toMatchObject({ code: 0, stderr: '' });
  expect(well.stdout.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(6);
  await runCli(['bank', 'down', '--now', NOW], family);
  const ill = await runCli(['doctor', '--now', NOW, '--json'], family);
  expect(ill.code).toBe(8);
  expect(JSON.parse(ill.stdout)).toMatchObject({
    ok: false,
    checks: expect.arrayContaining([expect.objectContaining({ name: 'bank', ok: false })]),
  });
});

it('metrics prints OpenMetrics text, and --log tells what was done without saying by whom', async () => {
  const family = await seedFamily();
  const metrics = await runCli(['metrics', '--now', NOW, '--log', 'jinaq.log'], family);
  expect(metrics).toMatchObject({ code: 0, stderr: '' });
  expect(metrics.stdout.endsWith('# EOF\n')).toBe(true);
  expect(metrics.stdout).toContain('jinaq_outbox_events{reader="messages"}');
  await runCli(['goals', 'show', family.goal, '--as', 'bolat', '--now', NOW], {
    ...family,
    env: { JINAQ_LOG: 'jinaq.log' },
  });
  const lines = readFileSync(join(family.cwd, 'jinaq.log'), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ useCase: 'showGoal', actor: 'client', goal: family.goal });
  expect(lines.join('\n')).not.toContain('bolat');
});
