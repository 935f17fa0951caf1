import { DEFAULT_PEOPLE } from '../../../cli/simulate/people/index.js';
import type { SimulationReport } from '../../../cli/simulate/report/report.js';
import { simulate } from '../../../cli/simulate/simulate.js';
import type { Bug } from './bug.js';

/** People who live from hand to mouth, save by plans, and quarrel: where most can go wrong. */
const LIVELY = {
  ...DEFAULT_PEOPLE,
  ...{ startingMonths: 0.15, spentShare: 1.1, plansInSharedGoals: 0.8, quarrelsA100Months: 6, leavesA100Months: 4 },
};

const MOVEMENTS = 'every movement at the bank has its order';
const CAPS = 'nobody is told more than the caps allow';

/** A seed under which each bug is found, and who finds it. */
export const KNOWN_SEEDS: Readonly<Record<string, { readonly seed: number; readonly oracle: string }>> = {
  'posts twice after a time-out': { seed: 1, oracle: MOVEMENTS },
  'forgets the floor': { seed: 1, oracle: 'nobody is below their floor by our doing' },
  'forgets idempotency keys': { seed: 1, oracle: MOVEMENTS },
  'takes from the account of another': {
    seed: 1,
    oracle: 'each member owns what they put in and earned, no less and no more',
  },
  'pays out to the account of another': {
    seed: 1,
    oracle: 'money goes out only to its owner or to whom a passed vote names',
  },
  'pays out a tiyn too little': { seed: 1, oracle: MOVEMENTS },
  'pays a due date twice': { seed: 1, oracle: 'each date of a plan is paid once, or it is told why not' },
  'loses an event': { seed: 1, oracle: 'no bug' },
  'lets a frozen goal pay out': { seed: 1, oracle: 'a frozen goal lets nothing out' },
  'sends in quiet hours': { seed: 1, oracle: CAPS },
  'forgets the caps': { seed: 3, oracle: CAPS },
  'celebrates twice': { seed: 5, oracle: 'each member celebrates a goal that is met once' },
  'credits interest to the wrong member': {
    seed: 1,
    oracle: 'interest is shared by what each member had in, and how long',
  },
  'drops a refund': { seed: 2, oracle: MOVEMENTS },
  'sends again what was under way in a crash': { seed: 3, oracle: MOVEMENTS },
};

/** Plays a run of Jinaq with this bug in it. */
export function playWith({ decorate }: Bug, seed: number): Promise<SimulationReport> {
  return simulate({ seed, goals: 8, months: 4, faults: 'hostile', people: LIVELY, decorate });
}
