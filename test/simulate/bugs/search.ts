import { DEFAULT_PEOPLE } from '../../../cli/simulate/people/index.js';
import type { SimulationReport } from '../../../cli/simulate/report/report.js';
import { simulate } from '../../../cli/simulate/simulate.js';
import type { Bug } from './bug.js';

/** People who live from hand to mouth, save by plans, and quarrel: where most can go wrong. */
const LIVELY = {
  ...DEFAULT_PEOPLE,
  ...{ startingMonths: 0.15, spentShare: 1.1, plansInSharedGoals: 0.8, quarrelsA100Months: 6, leavesA100Months: 4 },
};

/** Plays a run of Jinaq with this bug in it. */
export function playWith({ decorate }: Bug, seed: number): Promise<SimulationReport> {
  return simulate({ seed, goals: 8, months: 4, faults: 'hostile', people: LIVELY, decorate });
}
