import type { SimulationOptions } from '../options.js';
import { createRandom, type Random } from '../random.js';
import { checkSample } from '../sample.js';

/** A world of a run: the options with which it plays alone. */
export type WorldOptions = Omit<SimulationOptions, 'keep' | 'onProgress' | 'signal'>;

/**
 * Divides a run into worlds of so many goals, the last one with the rest; each has a seed of its own, which the seed of
 * the run decides. A sample is of whole worlds, drawn by the seed, and of a part of one more, so that a goal that is
 * played is the same with and without it, and a larger share has those of a smaller one in it.
 *
 * @throws input.invalid for a share that is none, or that leaves fewer than two goals
 */
export function divide(run: SimulationOptions, worldGoals: number): readonly WorldOptions[] {
  const { months, faults, people, rules, decorate } = run;
  const options = { months, faults, people, rules, decorate, sample: undefined, looksInTurn: true };
  const random = createRandom(String(run.seed));
  const count = Math.ceil(run.goals / worldGoals);
  const worlds = Array.from({ length: count }, (_none, index): WorldOptions => {
    const goals = Math.min(worldGoals, run.goals - index * worldGoals);
    return { ...options, seed: seedOf(random.fork(`world ${index}`)), goals };
  });
  return run.sample === undefined ? worlds : drawWorlds(worlds, run);
}

const HALF = 2 ** 24;

/** A whole number of fifteen digits at the most: no two worlds have the same one. */
function seedOf(random: Random): number {
  return random.int(0, HALF - 1) * HALF + random.int(0, HALF - 1);
}

function drawWorlds(worlds: readonly WorldOptions[], run: SimulationOptions): readonly WorldOptions[] {
  let left = checkSample(run);
  const order = createRandom(String(run.seed))
    .fork('sampled worlds')
    .shuffled([...worlds.keys()]);
  const drawn = new Map<number, WorldOptions>();
  for (const index of order) {
    const world = worlds[index];
    if (world === undefined || left <= 0) break;
    // One goal alone is no sample.
    const played = Math.min(world.goals, Math.max(2, left));
    drawn.set(index, played === world.goals ? world : { ...world, sample: played / world.goals });
    left -= played;
  }
  return [...drawn].sort(([a], [b]) => a - b).map(([, world]) => world);
}
