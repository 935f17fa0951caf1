import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { explainFailure } from '../../cli/simulate/failure/explain.js';
import { tellFailure } from '../../cli/simulate/failure/tell-failure.js';
import { tellStory } from '../../cli/simulate/failure/tell-story.js';
import { writeStory } from '../../cli/simulate/failure/write-story.js';
import type { SimulationOptions } from '../../cli/simulate/options.js';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { playRun } from '../../cli/simulate/play-run.js';
import { readScenario } from '../../cli/scenario/read-scenario.js';
import { runScenarioFile } from '../../cli/scenario/run-scenario.js';
import { BUGS } from './bugs/index.js';

const OPTIONS: SimulationOptions = { seed: 1, goals: 5, months: 2, faults: 'hostile', people: DEFAULT_PEOPLE };
const bug = (name: string) => BUGS.find((one) => one.name === name)?.decorate;

describe('a run that breaks', async () => {
  const out = await mkdtemp(join(tmpdir(), 'jinaq-shrinking-'));
  afterAll(() => rm(out, { recursive: true, force: true }));

  it('is shrunk to few goals, faults and people, and told as a scenario that says what it shows', async () => {
    const rules = { minFloor: '6000' };
    const options = { ...OPTIONS, rules, decorate: bug('takes from the account of another') };
    const broken = await playRun(options);
    const { file, shrunk, isShown, words } = await explainFailure(options, broken, { out, maxReplays: 20 });
    expect(shrunk.goals.length).toBeLessThan(OPTIONS.goals);
    expect(shrunk.faults.length).toBeLessThan(broken.all.faults.length);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(isShown ? 'Played as a story it shows' : 'Played as a story it does not show');
    expect(text).toContain(words.split('\n')[0]);
    const command = 'jinaq simulate --seed 1 --goals 5 --months 2 --faults hostile';
    expect(text).toContain(`Found with ${command}, with minFloor=6000\n`);
    // Without the bug the same story comes to its end: what it tells is what Jinaq does.
    expect((await runScenarioFile(file, { decorate: options.decorate })).ok).toBe(!isShown);
  });

  it('is told as far as that can be, and nobody who has no more patience waits for it', async () => {
    const options = { ...OPTIONS, decorate: bug('takes from the account of another') };
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    const nowhere = join(out, 'missing', 'folder');
    expect(await tellFailure(options, { out: nowhere, maxReplays: 1, note })).toBeUndefined();
    expect(notes.at(-1)).toContain('It cannot be told: ENOENT');
    const signal = AbortSignal.abort(new Error('stopped'));
    expect(await tellFailure({ ...options, signal }, { out, maxReplays: 60, note })).toBeUndefined();
    expect(notes.at(-1)).toBe('The fewest were not looked for to the end.');
    const folder = join(out, 'new');
    expect(await tellFailure(options, { out: folder, maxReplays: 1, note })).toBe(join(folder, 'seed-1.yaml'));
    expect(notes.at(-1)).toContain('Written to');
  });

  it('plays no more runs than it may', async () => {
    const options = { ...OPTIONS, decorate: bug('forgets idempotency keys') };
    const replays: number[] = [];
    const limits = { out, maxReplays: 3, onReplay: (count: number) => void replays.push(count) };
    const { shrunk } = await explainFailure(options, await playRun(options), limits);
    expect(replays).toEqual([1, 2, 3]);
    expect(shrunk.replays).toBe(3);
  });
});

describe('the story of a run', () => {
  it('is a scenario in which every id is a reference', async () => {
    const run = await playRun({ ...OPTIONS, faults: 'none' });
    const text = writeStory('A run', tellStory(run), ['Why it is told']);
    const scenario = readScenario(text, 'run.yaml');
    expect(scenario.clients.length).toBeGreaterThan(4);
    expect(scenario.steps.length).toBeGreaterThan(30);
    expect(text).not.toMatch(/: [0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(text.startsWith('# Why it is told\n')).toBe(true);
  });
});
