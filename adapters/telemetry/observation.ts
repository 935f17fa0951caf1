import { DomainError, ERROR_CODES } from '../../src/shared/index.js';

/**
 * Something that was done, and how it ended. Nothing in it says whose it was: no name, number, account, text or token,
 * and of clients not even the id.
 */
export type Observation = {
  readonly of: 'use-case' | 'bank-call' | 'transaction';
  /** The use case, the call or the kind of transaction. */
  readonly name: string;
  /** What it came to: `completed`, what a contribution or the bank says, the code of an error, or `bug`. */
  readonly outcome: string;
  readonly seconds: number;
  /** The role in which somebody acted: `client`, `staff:ROLE` or `system`. */
  readonly actor?: string | undefined;
  readonly goal?: string | undefined;
  readonly error?: unknown;
};

/** One date of a plan in a run, by its outcome. */
export type Observer = {
  done(observation: Observation): void;
  planDate?(outcome: string): void;
  run?(dates: number, seconds: number): void;
};

type Subject = Pick<Observation, 'of' | 'name' | 'actor' | 'goal'>;

const SECOND_MS = 1_000;

/** Does the work and tells the observers how it ended; what it returns or throws stays as it is. */
export async function observe<T>(
  subject: Subject,
  observers: readonly Observer[],
  work: () => Promise<T>,
  outcomeOf: (result: T) => string = () => 'completed',
): Promise<T> {
  const begun = performance.now();
  const tell = (outcome: string, error?: unknown): void => {
    const observation = { ...subject, outcome, seconds: (performance.now() - begun) / SECOND_MS, error };
    for (const observer of observers) observer.done(observation);
  };
  try {
    const result = await work();
    tell(outcomeOf(result));
    return result;
  } catch (error) {
    tell(error instanceof DomainError ? error.code : 'bug', error);
    throw error;
  }
}

/** Whether an outcome means that something around Jinaq is out of order, and not that a rule said no. */
export function isOutage(outcome: string): boolean {
  return outcome in ERROR_CODES && ERROR_CODES[outcome as keyof typeof ERROR_CODES].kind === 'unavailable';
}
