import type { Actor } from '../../src/access/index.js';
import { type InputProblem, invalidInput, NotFound } from '../../src/shared/index.js';
import { CATALOGUE, type OperationName } from './catalogue.js';
import type { Operation, OperationContext } from './operation.js';

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
  const parsed = found.input.safeParse(input ?? {}, { reportInput: true });
  if (!parsed.success) throw invalidInput(...parsed.error.issues.flatMap(problemsOf));
  return found.run(context, actor, parsed.data);
}

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly input?: unknown;
};

function problemsOf(issue: Issue): InputProblem[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'is not known here' }));
  }
  return [{ path, message: issue.input === undefined && issue.code !== 'custom' ? 'is missing' : issue.message }];
}
