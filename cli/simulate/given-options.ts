import { availableParallelism } from 'node:os';
import { invalidInput } from '../../src/shared/index.js';
import { DEFAULT_REPLAYS } from './failure/tell-failure.js';
import { FAULT_PROFILES, type FaultProfile } from './fault-plan.js';
import { type SimulationOptions, WORLD_GOALS } from './options.js';
import { DEFAULT_PEOPLE, readPeopleFile } from './people/index.js';

/** What was given on the command line, as it was typed. */
export type GivenOptions = {
  readonly [Name in
    | 'seed'
    | 'goals'
    | 'months'
    | 'faults'
    | 'people'
    | 'sample'
    | 'html'
    | 'sweep'
    | 'seeds'
    | 'out'
    | 'replays'
    | 'processes']?: string;
};

const DEFAULTS = { seed: 1, goals: 30, months: 6, seeds: 10, replays: DEFAULT_REPLAYS, processes: 0 } as const;
const MAX_SEEDS = 1_000;
const MAX_PROCESSES = 256;

/** The options of the command. */
export const OPTION_TEXTS: readonly (readonly [flags: string, text: string])[] = [
  ['--seed <number>', `which run (default ${DEFAULTS.seed})`],
  ['--goals <number>', `how many goals are saved for (default ${DEFAULTS.goals})`],
  ['--months <number>', `how long (default ${DEFAULTS.months})`],
  ['--faults <profile>', `${FAULT_PROFILES.join(' | ')} (default normal)`],
  ['--people <file>', 'how people behave, as a file like the default-people.yaml that ships with Jinaq'],
  ['--sample <share>', 'play only this share of the goals, such as 0.02, and tell what all would come to'],
  ['--html <file>', 'write the report as one page with charts to this file as well'],
  ['--sweep <name=values>', 'compare values of a rule, such as minFloor=5000,20000, or of people (people.NAME=…)'],
  ['--seeds <number>', `with --sweep: how many runs of each value, from --seed on (default ${DEFAULTS.seeds})`],
  [
    '--processes <number>',
    `how many processes share the worlds of a run of more than ${WORLD_GOALS} goals (default: one for each core)`,
  ],
  ['--out <folder>', 'where a run that breaks is told as a scenario (default: here)'],
  [
    '--replays <number>',
    `at most so many runs to find the fewest goals, faults and people that still break (default ${DEFAULT_REPLAYS}, 0: none)`,
  ],
];

/**
 * What is to be played.
 *
 * @throws input.invalid
 */
export function readOptions(given: GivenOptions): Omit<SimulationOptions, 'onProgress' | 'signal'> {
  return {
    seed: numberOf(given, 'seed'),
    goals: numberOf(given, 'goals'),
    months: numberOf(given, 'months'),
    faults: profileOf(given.faults),
    people: given.people === undefined ? DEFAULT_PEOPLE : readPeopleFile(given.people),
    sample: shareOf(given.sample),
  };
}

/**
 * How many runs each value of a sweep gets.
 *
 * @throws input.invalid
 */
export function readSeeds(given: GivenOptions): number {
  const seeds = numberOf(given, 'seeds');
  if (seeds >= 2 && seeds <= MAX_SEEDS) return seeds;
  throw invalidInput({ path: 'seeds', message: `must be from 2 to ${MAX_SEEDS}: one run alone has no interval` });
}

/**
 * What to do with a run that breaks: where to tell it, and how often to play it again.
 *
 * @throws input.invalid
 */
export function readFailureOptions(given: GivenOptions): { readonly out: string; readonly maxReplays: number } {
  return { out: given.out ?? '.', maxReplays: numberOf(given, 'replays') };
}

/**
 * How many processes play a large run.
 *
 * @throws input.invalid
 */
export function readProcesses(given: GivenOptions): number {
  if (given.processes === undefined) return availableParallelism();
  const processes = numberOf(given, 'processes');
  if (processes >= 1 && processes <= MAX_PROCESSES) return processes;
  throw invalidInput({ path: 'processes', message: `must be from 1 to ${MAX_PROCESSES}` });
}

function numberOf(given: GivenOptions, name: keyof typeof DEFAULTS): number {
  const text = given[name];
  if (text === undefined) return DEFAULTS[name];
  if (/^\d+$/.test(text)) return Number(text);
  throw invalidInput({ path: name, message: `${text} is not a whole number` });
}

function shareOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw invalidInput({ path: 'sample', message: `${text} is not a share, such as 0.02` });
}

function profileOf(text: string | undefined): FaultProfile {
  const found = FAULT_PROFILES.find((profile) => profile === (text ?? 'normal'));
  if (found === undefined) throw invalidInput({ path: 'faults', message: `is one of ${FAULT_PROFILES.join(', ')}` });
  return found;
}
