import { HOUR_MS } from './durations.js';
import type { SimulationOptions } from './options.js';
import type { Random } from './random.js';

/**
 * A world of more goals than this is played for what the rules come to, and as fast as that allows: what happens in it
 * happens in fewer moments, so that more of it shares a transaction. Smaller ones are played to find bugs.
 */
const FEW_GOALS = 100;

export function isLarge({ goals }: Pick<SimulationOptions, 'goals'>): boolean {
  return goals > FEW_GOALS;
}

/** Draws one of those who could do something; `all` are those who ever could, in their order. */
export type Routing = <Choice>(all: readonly Choice[], able: readonly Choice[]) => Choice;

/** Whoever comes to the database after another one has written has everything to read anew. */
const STAY_MS = 6 * HOUR_MS;

/** In a small world by lot each time; in a large one everything stays with the same one for hours, while that is able. */
export function createRouting({ options, random, scheduler }: Stage, own: Random): Routing {
  if (!isLarge(options)) return (_all, able) => own.pick(able);
  let [turn, lot] = [-1, 0];
  return (all, able) => {
    const now = Math.floor(scheduler.nowMs() / STAY_MS);
    if (now !== turn) [turn, lot] = [now, random.fork(`lead ${now}`).float()];
    const leading = all[Math.floor(lot * all.length)];
    return leading !== undefined && able.includes(leading) ? leading : own.pick(able);
  };
}

type Stage = {
  readonly options: SimulationOptions;
  readonly random: Random;
  readonly scheduler: { readonly nowMs: () => number };
};
