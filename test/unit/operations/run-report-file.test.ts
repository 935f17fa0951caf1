import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRunReport } from '../../../adapters/operations/run-report-file.js';
import type { RunLine } from '../../../src/savings/index.js';
import { asContributionId, parseCivilDate } from '../../../src/shared/index.js';
import { temporaryFolder } from '../../support/cli.js';
import { refusalOf } from '../../support/savings-world.js';
import { aPlan, OTHER_ID } from '../savings/plans/fixtures.js';

const { id: plan, goal, client } = aPlan();
const line = (changes: Partial<RunLine> = {}): RunLine => ({
  ...{ plan, goal, client, due: parseCivilDate('2026-03-02'), outcome: 'completed', reason: null },
  ...{ amount: 1_000_050n, contribution: asContributionId(OTHER_ID) },
  ...changes,
});
const SKIPPED = line({ outcome: 'skipped', reason: 'savings.goal-frozen', amount: 0n, contribution: null, due: null });

async function written(name: string, ...lines: readonly RunLine[]): Promise<string> {
  const file = join(temporaryFolder(), name);
  const report = await openRunReport(file);
  for (const one of lines) await report.add(one);
  expect(existsSync(file)).toBe(false);
  await report.finish();
  expect(existsSync(`${file}.part`)).toBe(false);
  return readFileSync(file, 'utf8');
}

describe('the report of a run', () => {
  it('as CSV has a header and a line for each date, with amounts in tenge', async () => {
    expect(await written('report.csv', line(), SKIPPED)).toBe(
      [
        'plan,goal,client,due,outcome,reason,amount,contribution',
        `${plan},${goal},A,2026-03-02,completed,,10000.50,${OTHER_ID}`,
        `${plan},${goal},A,,skipped,savings.goal-frozen,0.00,`,
        '',
      ].join('\n'),
    );
  });

  it.each([0, 1, 2])('as JSON is one array, of %i dates, too', async (count) => {
    const parsed: unknown = JSON.parse(await written('report.json', ...[line(), SKIPPED].slice(0, count)));
    const shown = [
      { outcome: 'completed', reason: null, amount: '10000.50', due: '2026-03-02' },
      { outcome: 'skipped', reason: 'savings.goal-frozen', contribution: null },
    ];
    expect(parsed).toMatchObject(shown.slice(0, count));
  });

  it('loses no line of many that are written at once, and keeps no listener for each', async () => {
    const warnings: Error[] = [];
    process.on('warning', (warning) => warnings.push(warning));
    const file = join(temporaryFolder(), 'report.csv');
    const report = await openRunReport(file);
    const amounts = Array.from({ length: 20_000 }, (_, index) => BigInt(index));
    for (let from = 0; from < amounts.length; from += 500) {
      await Promise.all(amounts.slice(from, from + 500).map((amount) => report.add(line({ amount }))));
    }
    await report.finish();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
    expect(lines.map((text) => BigInt((text.split(',')[6] ?? '').replace('.', '')))).toEqual(amounts);
    expect(warnings).toEqual([]);
  });

  it('that is abandoned leaves nothing behind', async () => {
    const file = join(temporaryFolder(), 'report.csv');
    const report = await openRunReport(file);
    await report.add(line());
    await report.abandon();
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  });

  it('is refused before anything is paid when it cannot be written', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'there.csv.part'));
    for (const name of ['no-folder/report.csv', 'there.csv', 'report.txt', 'report']) {
      const { code, details } = await refusalOf(openRunReport(join(folder, name)));
      expect(code).toBe('input.invalid');
      expect(details.problems).toMatchObject([{ path: 'report' }]);
    }
  });

  it('that cannot be put in its place says so', async () => {
    const file = join(temporaryFolder(), 'report.csv');
    const report = await openRunReport(file);
    mkdirSync(file);
    expect((await refusalOf(report.finish())).code).toBe('input.invalid');
  });
});
