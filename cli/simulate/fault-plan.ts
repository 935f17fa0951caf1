import type { Random } from './random.js';

/**
 * What can go wrong. `bank-…`: the bank says no; loses a call, or its answer; acts on a call twice; answers late; acts on
 * a call long after it seemed lost; holds a transfer; is down; closes a client's account; credits odd interest; leaves a
 * line out of a statement, or has it twice. `process-crash`: a process dies at some await. `store-…`: the database is
 * busy, or full at a commit. `clock-steps`: the clock of a machine goes wrong. `job-twice`: a job comes to two processes.
 * `channel-down`: messages do not leave.
 */
export const FAULT_KINDS = [
  'bank-refuses',
  'bank-loses-call',
  'bank-loses-answer',
  'bank-acts-twice',
  'bank-answers-late',
  'bank-acts-late',
  'bank-holds',
  'bank-down',
  'bank-closes-account',
  'bank-odd-interest',
  'bank-drops-line',
  'bank-doubles-line',
  'process-crash',
  'store-busy',
  'store-full',
  'clock-steps',
  'job-twice',
  'channel-down',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How hard the world is. */
export const FAULT_PROFILES = ['none', 'normal', 'hostile'] as const;
export type FaultProfile = (typeof FAULT_PROFILES)[number];

/** Faults that meet everybody at once: there are as many of them however many goals there are. */
export const FAULTS_OF_ALL: ReadonlySet<FaultKind> = new Set([
  'bank-down',
  'process-crash',
  'store-busy',
  'store-full',
  'clock-steps',
  'job-twice',
  'channel-down',
]);

/**
 * How often: faults that meet everybody in a month, the others in a hundred goal-months. Normal: assumptions, of the
 * order that a bank's operations would see.
 */
const RATES: Readonly<Record<Exclude<FaultProfile, 'none'>, Readonly<Record<FaultKind, number>>>> = {
  normal: {
    'bank-refuses': 1,
    'bank-loses-call': 0.5,
    'bank-loses-answer': 0.5,
    'bank-acts-twice': 0.2,
    'bank-answers-late': 1,
    'bank-acts-late': 0.1,
    'bank-holds': 0.3,
    'bank-down': 0.2,
    'bank-closes-account': 0.1,
    'bank-odd-interest': 0,
    'bank-drops-line': 0.05,
    'bank-doubles-line': 0.05,
    'process-crash': 0.3,
    'store-busy': 1,
    'store-full': 0.1,
    'clock-steps': 0.1,
    'job-twice': 1,
    'channel-down': 0.3,
  },
  hostile: {
    'bank-refuses': 12,
    'bank-loses-call': 12,
    'bank-loses-answer': 12,
    'bank-acts-twice': 8,
    'bank-answers-late': 12,
    'bank-acts-late': 8,
    'bank-holds': 4,
    'bank-down': 0.6,
    'bank-closes-account': 1.5,
    'bank-odd-interest': 2,
    'bank-drops-line': 2,
    'bank-doubles-line': 2,
    'process-crash': 3.6,
    'store-busy': 2,
    'store-full': 2,
    'clock-steps': 1,
    'job-twice': 3.6,
    'channel-down': 1,
  },
};

/** Something that will go wrong, known before the run begins: leaving it out leaves all the others as they are. */
export type Fault = {
  readonly id: number;
  readonly kind: FaultKind;
  readonly atMs: number;
  /** What else is by chance about it. */
  readonly random: Random;
};

export type FaultPlanOptions = {
  readonly profile: FaultProfile;
  readonly goals: number;
  readonly months: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly random: Random;
};

/** Everything that will go wrong in a run, in order of time. */
export function planFaults({ profile, goals, months, startMs, endMs, random }: FaultPlanOptions): readonly Fault[] {
  if (profile === 'none') return [];
  const faults: Fault[] = [];
  for (const kind of FAULT_KINDS) {
    const own = random.fork(kind);
    const expected = RATES[profile][kind] * months * (FAULTS_OF_ALL.has(kind) ? 1 : goals / 100);
    const count = Math.floor(expected) + (own.chance(expected % 1) ? 1 : 0);
    for (let nth = 0; nth < count; nth += 1) {
      const atMs = startMs + Math.floor(own.float() * (endMs - startMs));
      faults.push({ id: faults.length, kind, atMs, random: own.fork(String(nth)) });
    }
  }
  return faults.sort((a, b) => a.atMs - b.atMs || a.id - b.id);
}
