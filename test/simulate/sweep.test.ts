import { describe, expect, it } from 'vitest';
import { createView } from '../../cli/render/style.js';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { openChartPress } from '../../cli/simulate/report/chart.js';
import { sweepPage } from '../../cli/simulate/report/sweep-page.js';
import { sweepText } from '../../cli/simulate/report/sweep-text.js';
import { simulate } from '../../cli/simulate/simulate.js';
import { compareRuns, sweep, type SweepReport, type SweepRun } from '../../cli/simulate/sweep.js';
import { parseSweep } from '../../cli/simulate/sweep-subject.js';
import { BUGS } from './bugs/index.js';

const bug = BUGS.find(({ name }) => name === 'takes from the account of another')?.decorate;
const OPTIONS = { seed: 1, goals: 3, months: 1, faults: 'none', people: DEFAULT_PEOPLE } as const;

/** Runs whose measures are all the same number. */
const run = (value: string, seed: number, number: number): SweepRun => ({
  ...{ value, seed, stateHash: '' },
  measures: { goalsMet: number, savedPerMember: number, refusals: number, messages: number },
});

describe('a comparison of runs', () => {
  const runs = [run('a', 1, 10), run('a', 2, 20), run('a', 3, 30), run('b', 1, 12), run('b', 2, 22), run('b', 3, 32)];

  it('takes the mean over the seeds with Student’s interval: 10, 20, 30 is 20 ± 4.303·10/√3', () => {
    const [first] = compareRuns(['a', 'b'], runs);
    expect(first?.measures.goalsMet.mean).toBe(20);
    expect(first?.measures.goalsMet.high).toBeCloseTo(20 + (4.303 * 10) / Math.sqrt(3), 10);
    expect(first?.difference).toBeNull();
  });

  it('compares seed by seed: what is 2 more in each run is surely 2 more, however far the seeds lie apart', () => {
    const [, second] = compareRuns(['a', 'b'], runs);
    expect(second?.difference?.goalsMet).toEqual({ mean: 2, low: 2, high: 2 });
  });

  it('marks on the terminal the differences whose interval leaves zero out', () => {
    const rows = compareRuns(['a', 'b'], runs);
    const report: SweepReport = {
      ...{ name: 'x\u001b[2J', goals: 1, months: 1, faults: 'none', seeds: [1, 2, 3] },
      ...{ rows, runs, violated: null },
    };
    const text = sweepText(report, createView({}, 'en'));
    expect(text).toMatch(/^b +22\.00 .* \+2\.00 +2\.00 to 2\.00 +\*$/m);
    expect(text).not.toContain('\u001b');
  });
});

describe('a sweep', () => {
  it('plays each value of a rule with the same seeds, the rule set by an admin before anybody has moved in', async () => {
    const subject = parseSweep('minTargetShared=10000,9000000');
    const report = await sweep({ options: OPTIONS, subject, seeds: 2 });
    expect(report.runs.map(({ value, seed }) => `${value} ${seed}`)).toEqual([
      ...['10000 1', '10000 2', '9000000 1', '9000000 2'],
    ]);
    const again = await sweep({ options: OPTIONS, subject, seeds: 2 });
    expect(JSON.stringify(again.rows)).toBe(JSON.stringify(report.rows));
  });

  it('has its rules from the first day on: no goal below the least target is opened', async () => {
    const report = await simulate({ ...OPTIONS, rules: { minTargetShared: '9000000', minTargetPersonal: '9000000' } });
    expect(report.goals.opened).toBe(0);
    expect(report.refusals.map(({ code }) => code)).toContain('savings.target-too-small');
    expect(report.rules).toEqual({ minTargetPersonal: '9000000', minTargetShared: '9000000' });
  });

  it('that finds what must not be ends there, and shows what was found', async () => {
    const options = { ...OPTIONS, goals: 5, months: 2, faults: 'hostile', decorate: bug } as const;
    const report = await sweep({ options, subject: parseSweep('people.discipline=0.5,0.9'), seeds: 2 });
    expect(report).toMatchObject({ rows: [], violated: { value: '0.5' } });
    const oracle = report.violated?.report.violations[0]?.oracle ?? 'nothing';
    const text = sweepText(report, createView({}, 'en'));
    const page = sweepPage(report, await openChartPress());
    for (const shown of [text, page]) {
      expect(shown).toContain(oracle);
      expect(shown).toContain('It ended the comparison at people.discipline=0.5.');
    }
  });

  it('refuses a last seed that is too large before it plays anything', async () => {
    const options = { ...OPTIONS, seed: Number.MAX_SAFE_INTEGER };
    const swept = sweep({ options, subject: parseSweep('minFloor=1,2'), seeds: 2 });
    await expect(swept).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('refuses a rule or value that there is not before it plays anything, and says which there are', () => {
    const refused = (text: string) => expect(() => parseSweep(text), text);
    refused('minFlor=1,2').toThrow(/knows no minFlor.*minFloor/s);
    refused('minFloor=5000,lots').toThrow(/cannot set minFloor to lots/);
    for (const text of ['minFloor', 'minFloor=1', 'minFloor=1,1', 'minFloor=1,1.00', 'minFloor=1,', '=1,2']) {
      refused(text).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    }
    refused('people.toString=1,2').toThrow(/knows no parameter toString/);
    refused('people.discipline=0.5,2').toThrow(/cannot set discipline to 2: it is at most 1/);
  });
});
