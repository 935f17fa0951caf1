import { DomainError } from '../../../src/shared/index.js';

/** The DomainError that the work throws; anything else, or nothing, fails the test. */
export function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
