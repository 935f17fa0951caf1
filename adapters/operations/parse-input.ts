import type { z } from 'zod';
import { type InputProblem, invalidInput } from '../../src/shared/index.js';

/**
 * Reads what came from outside by a schema.
 *
 * @throws input.invalid with the path of each problem
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (!parsed.success) throw invalidInput(...parsed.error.issues.flatMap(problemsOf));
  return parsed.data;
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
