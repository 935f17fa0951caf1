import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startJobs } from '../../cli/simulate/jobs.js';
import type { SimulationOptions } from '../../cli/simulate/options.js';
import { ALIEN_ATTACKS, ODD_AMOUNTS } from '../../cli/simulate/people/attacks.js';
import { formGroup, invite } from '../../cli/simulate/people/form-group.js';
import { makeGroup } from '../../cli/simulate/people/group.js';
import { DEFAULT_PEOPLE, readPeople, settlePeople } from '../../cli/simulate/people/index.js';
import { DAY_MS } from '../../cli/simulate/durations.js';
import { createRandom } from '../../cli/simulate/random.js';
import { openWorld, type World } from '../../cli/simulate/world.js';
import { refusal } from '../unit/shared/refusal.js';

const TEXT = readFileSync(new URL('../../cli/simulate/people/default-people.yaml', import.meta.url), 'utf8');
const OPTIONS: SimulationOptions = { seed: 5, goals: 5, months: 3, faults: 'none', people: DEFAULT_PEOPLE };

describe('a file of people', () => {
  const changed = (from: string, to: string) => refusal(() => readPeople(TEXT.replace(from, to), 'mine.yaml'));

  it.each([
    ['an unknown name', 'sharedGoals:', 'sharedGaols:', /mine\.yaml:\d+:1 .*sharedGaols is not known/],
    [
      'a value out of range',
      'sharedGoals: { value: 0.8',
      'sharedGoals: { value: 8',
      /mine\.yaml:6:23 sharedGoals is at most 1/,
    ],
    ['a value without a source', ', source: assumption }', ' }', /mine\.yaml:\d+:1 \w+ names no source/],
    [
      'a kind of plan that there is not',
      '[fixed, fixed',
      '[fixed, magic',
      /mine\.yaml:\d+:18 planKinds is one of fixed/,
    ],
    ['a name that stands twice', 'deputies:', 'sharedGoals:', /mine\.yaml:15:1 .*keys must be unique/],
    ['deciles that fall', '[85000, 120000', '[85000, 12000', /mine\.yaml:\d+:10 incomeDeciles never falls/],
  ])('is refused for %s, with its place', (_what, from, to, expected) => {
    const { code, details } = changed(from, to);
    expect(code).toBe('input.invalid');
    const { problems } = details as { problems: readonly { path: string; message: string }[] };
    expect(problems.map(({ path, message }) => `${path} ${message}`).join('\n')).toMatch(expected);
  });

  it('says for every value of the default people where it is from', () => {
    expect(Object.keys(DEFAULT_PEOPLE).length).toBe(TEXT.match(/\bsource:/g)?.length);
  });
});

describe('people', () => {
  it('are three in a goal of half a million on average, as the bank plans', () => {
    const world = { random: createRandom('1'), options: OPTIONS } as World;
    const groups = Array.from({ length: 4_000 }, (_none, index) => makeGroup(world, new Map(), index));
    const average = (of: (group: (typeof groups)[number]) => number) =>
      groups.reduce((sum, group) => sum + of(group), 0) / groups.length;
    expect(Math.abs(average(({ firstTarget }) => firstTarget) - 500_000)).toBeLessThan(20_000);
    // One in twenty-five declines.
    expect(Math.abs(average(({ people }) => 1 + 0.96 * (people.length - 1)) - 3)).toBeLessThan(0.1);
  });

  it('live the same when another group is left out', async () => {
    const people = { ...DEFAULT_PEOPLE, settlingShare: 0, sharedGoals: 1, groupSizes: [4], hostile: 0.5 };
    const all = await storyOf(3, { ...OPTIONS, people });
    const without = await storyOf(3, { ...OPTIONS, people, keep: { goals: new Set([0, 1, 3]) } });
    expect(all.length).toBeGreaterThan(50);
    expect(without).toEqual(all);
  });

  it('let no stranger in, whatever ids the stranger knows', async () => {
    const answers = await inWorld({ ...OPTIONS, goals: 2 }, async (world) => {
      const [own, victims] = [makeGroup(world, new Map(), 0), makeGroup(world, new Map(), 1)];
      for (const group of [own, victims]) {
        await formGroup(world, group);
        for (const person of group.people.slice(1)) await invite(world, group, person);
      }
      const { organiser, random } = own;
      const ids = { plan: 'x', proposal: 'x', dispute: 'x', invitation: victims.secrets.invitation ?? 'x' };
      const target = { goal: String(victims.id), me: organiser.name, victim: victims.organiser.name, key: 'k', ...ids };
      const attacks = ALIEN_ATTACKS.map((make) => make(target, random));
      const answered = [];
      for (const { operation, input } of attacks) {
        answered.push([operation, (await world.call(organiser.actor, operation, input)).status]);
      }
      for (const amount of ODD_AMOUNTS) {
        const input = { goal: own.id, amount };
        answered.push([amount, (await world.call(organiser.actor, 'goals.contribute', input)).status]);
      }
      return answered;
    });
    expect(answers.length).toBe(ALIEN_ATTACKS.length + ODD_AMOUNTS.length);
    expect(answers.filter(([, status]) => status !== 'refused')).toEqual([]);
  });
});

/** What the people of one goal did and whether it was done, without ids and codes: those depend on who else is there. */
async function storyOf(goal: number, options: SimulationOptions): Promise<readonly string[]> {
  const world = await openWorld(options, []);
  try {
    await startJobs(world);
    settlePeople(world);
    await world.scheduler.runUntil(world.startMs + 90 * DAY_MS);
    return world.journal.entries.flatMap(({ atMs, actor, operation, input, outcome }) => {
      const client = 'client' in actor ? actor.client : (input as { client?: string }).client;
      return client?.startsWith(`c${goal}m`) ? [`${atMs} ${client} ${operation} ${outcome === 'done'}`] : [];
    });
  } finally {
    await world.close();
  }
}

async function inWorld<Result>(options: SimulationOptions, work: (world: World) => Promise<Result>): Promise<Result> {
  const world = await openWorld(options, []);
  try {
    const done = new Promise<Result>((resolve, reject) => {
      world.scheduler.at(world.startMs, () => work(world).then(resolve, reject));
    });
    await world.scheduler.runUntil(world.startMs + 60 * DAY_MS);
    return await done;
  } finally {
    await world.close();
  }
}
