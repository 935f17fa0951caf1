import { invalidInput } from '../../src/shared/index.js';
import { type Fault, type FaultKind, FAULTS_OF_ALL } from './fault-plan.js';
import type { SimulationOptions } from './options.js';
import { createRandom } from './random.js';

/** A part of the goals that stands for all of them. */
export type Sample = { readonly share: number; readonly goals: ReadonlySet<number> };

/**
 * How many goals a sample has.
 *
 * @throws input.invalid for a share that is none, or that leaves fewer than two goals
 */
export function checkSample({ goals, sample: share = 1 }: Pick<SimulationOptions, 'goals' | 'sample'>): number {
  if (!(share > 0 && share <= 1)) throw invalidInput({ path: 'sample', message: 'is a share above 0 and up to 1' });
  const size = Math.round(goals * share);
  if (size >= 2) return size;
  throw invalidInput({ path: 'sample', message: `of ${goals} goals is fewer than two: play a larger share, or all` });
}

/**
 * Draws whole goals, each as likely, by the seed. They keep their numbers, so that goal 7 is the same goal whatever else is
 * played, and a larger share has those of a smaller one in it.
 *
 * @throws input.invalid for a share that is none, or that leaves fewer than two goals
 */
export function drawSample({ seed, goals, sample: share }: SimulationOptions): Sample | undefined {
  if (share === undefined) return undefined;
  const size = checkSample({ goals, sample: share });
  const random = createRandom(String(seed)).fork('sample');
  const drawn = random.shuffled(Array.from({ length: goals }, (_none, index) => index)).slice(-size);
  return { share, goals: new Set(drawn.sort((a, b) => a - b)) };
}

/** They name their goal themselves, and miss those that are not played. */
const AIMED: ReadonlySet<FaultKind> = new Set(['bank-closes-account', 'bank-odd-interest']);

/** The faults that a sample meets: of those that hit one call among all, its share, so that a goal meets as many as before. */
export function faultsOfSample(plan: readonly Fault[], sample: Sample | undefined): readonly Fault[] {
  if (sample === undefined) return plan;
  const isWhole = (kind: FaultKind): boolean => FAULTS_OF_ALL.has(kind) || AIMED.has(kind);
  return plan.filter(({ kind, random }) => isWhole(kind) || random.fork('sample').chance(sample.share));
}
