import type { SimulationOptions } from '../options.js';
import { playRun, type Run } from '../play-run.js';
import { ddmin } from './ddmin.js';

/** The fewest goals, faults and people with which it still breaks, and the run in which it does. */
export type Shrunk = {
  readonly months: number;
  readonly goals: readonly number[];
  readonly faults: readonly number[];
  readonly people: readonly string[];
  readonly run: Run;
  readonly replays: number;
};

export type ShrinkOptions = {
  /** So many runs are played at most. */
  readonly maxReplays: number;
  readonly onReplay?: ((replays: number, isBroken: boolean) => void) | undefined;
};

type Kept = Pick<Shrunk, 'months' | 'goals' | 'faults' | 'people'>;

/** Plays a run that has broken again and again with less of it, as long as the same oracle is violated. */
export async function shrink(options: SimulationOptions, broken: Run, limits: ShrinkOptions): Promise<Shrunk> {
  const oracle = broken.report.violations[0]?.oracle;
  let kept: Kept = { months: options.months, ...broken.all };
  let [run, replays] = [broken, 0];
  const isBroken = async (changes: Partial<Kept>): Promise<boolean> => {
    if (replays >= limits.maxReplays) return false;
    replays += 1;
    const tried = { ...kept, ...changes };
    const replay = await playRun({ ...options, months: tried.months, keep: keepOf(tried), onProgress: undefined });
    const isSame = replay.report.violations[0]?.oracle === oracle;
    if (isSame) [kept, run] = [tried, replay];
    limits.onReplay?.(replays, isSame);
    return isSame;
  };
  await ddmin(kept.goals, (goals) => isBroken({ goals }));
  // What has not met anything by then had no part in it.
  await isBroken({ faults: kept.faults.filter((id) => run.struck.has(id)) });
  await ddmin(kept.faults, (faults) => isBroken({ faults }));
  const involved = new Set(run.all.people);
  kept = { ...kept, people: kept.people.filter((person) => involved.has(person)) };
  await ddmin(kept.people, (people) => isBroken({ people }));
  // Another length is another run, with its people and faults at other times: it may still break, or not.
  for (const months of [1, Math.ceil(kept.months / 2), kept.months - 1]) {
    if (months < kept.months && (await isBroken({ months }))) break;
  }
  return { ...kept, run, replays };
}

function keepOf({ goals, faults, people }: Kept): SimulationOptions['keep'] {
  return { goals: new Set(goals), faults: new Set(faults), people: new Set(people) };
}
