import type { Actor } from '../../src/access/index.js';
import { NotFound } from '../../src/shared/index.js';
import { CATALOGUE, type OperationName } from './catalogue.js';
import type { Operation, OperationContext } from './operation.js';
import { parseInput } from './parse-input.js';

const BY_NAME: ReadonlyMap<string, Operation> = new Map(
  CATALOGUE.map((entry) => [entry.name, entry as unknown as Operation]),
);

/**
 * Finds an operation by its name.
 *
 * @throws not-found
 */
export function requireOperation(name: string): Operation {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new NotFound('operation', name);
  return found;
}

/**
 * Reads the input by the operation's schema and runs it. Every face calls operations through here.
 *
 * @throws input.invalid with the path of each problem, and whatever the operation throws
 */
export async function runOperation(
  context: OperationContext,
  name: OperationName | (string & {}),
  actor: Actor,
  input: unknown,
): Promise<unknown> {
  const found = requireOperation(name);
  return found.run(context, actor, parseInput(found.input, input ?? {}));
}
