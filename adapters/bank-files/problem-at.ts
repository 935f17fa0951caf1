import { DomainError, type InputProblem, invalidInput } from '../../src/shared/index.js';

/** A place in an XML file: the path of the element, and the line on which it ends. */
export type Place = { readonly path: string; readonly line: number };

/** The refusal of a file because of what stands at this place. `details.problems` has path, line and message. */
export function problemAt({ path, line }: Place, message: string): DomainError {
  const problem: InputProblem & { line: number } = { path, line, message: `${message} (line ${line})` };
  return invalidInput(problem);
}

/**
 * Reads what stands at a place with a parser of the core.
 *
 * @throws input.invalid naming the place
 */
export function readAt<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { problems } = (error instanceof DomainError ? error.details : {}) as { problems?: readonly InputProblem[] };
    throw problems === undefined ? error : problemAt(place, problems.map(({ message }) => message).join('; '));
  }
}
