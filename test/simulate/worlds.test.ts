import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { playRun } from '../../cli/simulate/play-run.js';
import type { SimulationOptions, SimulationProgress } from '../../cli/simulate/options.js';
import { foundText } from '../../cli/simulate/report/figures.js';
import type { SimulationReport } from '../../cli/simulate/report/report.js';
import { type RunOptions, simulate } from '../../cli/simulate/simulate.js';
import { divide } from '../../cli/simulate/worlds/divide.js';
import { MAIN } from '../support/cli.js';
import { BUGS } from './bugs/index.js';

const OPTIONS = { seed: 7, goals: 10, months: 1, faults: 'normal', people: DEFAULT_PEOPLE } as const;
const WORLD_GOALS = 4;
/** The processes of the built program: this one reads sources. */
const program = pathToFileURL(join(MAIN, '../simulate/worlds/world-process.js'));
const played = (options: Partial<RunOptions> = {}) =>
  simulate({ ...OPTIONS, worldGoals: WORLD_GOALS, program, ...options });
const worldsOf = (sample?: number, seed: number = OPTIONS.seed) =>
  divide({ ...OPTIONS, seed, goals: 1_000, sample }, 100);

describe('a run of several worlds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-worlds-'));
  const before = process.env.TMPDIR;
  let report: SimulationReport;
  beforeAll(async () => {
    process.env.TMPDIR = folder;
    report = await played();
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes to the same, to the last byte, whatever the number of processes', async () => {
    const shared = await played({ processes: 3 });
    expect(JSON.stringify(shared)).toBe(JSON.stringify(report));
  });

  it('has the goals, calls and money of all of them', async () => {
    const alone = await Promise.all(
      report.worlds.map(({ seed, goals }) => playRun({ ...OPTIONS, seed, goals, sample: undefined })),
    );
    const sum = (numberOf: (one: SimulationReport) => number) =>
      alone.reduce((total, one) => total + numberOf(one.report), 0);
    expect(report.worlds.map(({ goals }) => goals)).toEqual([4, 4, 2]);
    // Each is the same world alone, to the last row of its databases: what was found in it can be found again.
    expect(report.worlds.map(({ stateHash }) => stateHash)).toEqual(alone.map((one) => one.report.stateHash));
    expect(report.goals.opened).toBe(sum(({ goals }) => goals.opened));
    expect(report.members.places).toBe(sum(({ members }) => members.places));
    expect(Number(report.members.saved)).toBeCloseTo(
      sum(({ members }) => Number(members.saved)),
      2,
    );
    expect(report.cost.contributions).toBe(sum(({ cost }) => cost.contributions));
    expect(report.series.goals.opened.at(-1)).toBe(report.goals.opened);
    expect(Number(report.series.balances.bank.at(-1))).toBeCloseTo(
      sum(({ series }) => Number(series.balances.bank.at(-1))),
      2,
    );
    expect(report.outcomes['goals.create']?.done).toBe(sum(({ outcomes }) => outcomes['goals.create']?.done ?? 0));
    expect(report.success.shared.goals + report.success.automatic.goals).toBe(report.goals.opened);
  });

  it('ends with the first world that finds something, and says how to play it alone', async () => {
    const decorate = BUGS.find(({ name }) => name === 'pays out a tiyn too little')?.decorate;
    const broken = await played({ faults: 'hostile', months: 4, goals: 24, worldGoals: 8, decorate });
    const last = broken.worlds.at(-1);
    expect(broken.violations.length).toBeGreaterThan(0);
    const { seed = 0, goals = 0 } = last ?? {};
    expect(foundText(broken)).toContain(`jinaq simulate --seed ${seed} --goals ${goals} --months 4 --faults hostile`);
    const { report: alone } = await playRun({ ...OPTIONS, seed, goals, months: 4, faults: 'hostile', decorate });
    expect(alone.violations.map(({ oracle }) => oracle)).toContain(broken.violations[0]?.oracle);
  });

  it('adds up worlds of which the last one has found something before its end', async () => {
    let isWrong = false;
    const decorate: SimulationOptions['decorate'] = ({ store, bank }) => ({
      store,
      bank: {
        ...bank,
        transfer: (command) => bank.transfer(isWrong ? { ...command, amount: command.amount + 1n } : command),
      },
    });
    // Wrong from the first day of the second world on.
    const onProgress = ({ day, days }: SimulationProgress): void => void (isWrong ||= day > days / 2);
    const broken = await played({ months: 1, goals: 16, worldGoals: 8, decorate, onProgress });
    expect(broken.violations.length).toBeGreaterThan(0);
    expect(broken.worlds).toHaveLength(2);
    expect(broken.series.balances.bank).toHaveLength(broken.series.days);
  });

  it('says which world a process played that died, and how', async () => {
    const dead = join(folder, 'dead.mjs');
    writeFileSync(dead, 'process.exit(3);');
    const run = played({ processes: 2, program: pathToFileURL(dead) });
    await expect(run).rejects.toMatchObject({
      code: 'simulation.process-died',
      details: { goals: WORLD_GOALS, how: 'exit code 3' },
    });
  });

  it('can be broken off, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    await expect(played({ processes: 2, signal: controller.signal, onProgress })).rejects.toThrow();
    expect(readdirSync(folder).filter((name) => name.startsWith('jinaq-simulation'))).toEqual([]);
  });
});

describe('the worlds of a run', () => {
  it('are decided by the seed and the number of goals: others for another seed', () => {
    const seeds = worldsOf().map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(10);
    expect(worldsOf().map(({ seed }) => seed)).toEqual(seeds);
    expect(worldsOf(undefined, 8).some(({ seed }) => seeds.includes(seed))).toBe(false);
  });

  it('are whole in a sample, and one more is played in part', () => {
    const all = worldsOf();
    const drawn = worldsOf(0.25);
    expect(drawn.map(({ sample }) => sample ?? 1).sort()).toEqual([0.5, 1, 1]);
    expect(drawn.filter(({ seed }) => !all.some((world) => world.seed === seed))).toEqual([]);
  });

  it('of a sample are among those of any larger one', () => {
    const larger = new Map(worldsOf(0.7).map(({ seed, sample = 1 }) => [seed, sample]));
    for (const { seed, sample = 1 } of worldsOf(0.25)) expect(larger.get(seed)).toBeGreaterThanOrEqual(sample);
  });
});
