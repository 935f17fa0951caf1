import type { z } from 'zod';
import { type InputProblem, invalidInput } from '../../src/shared/index.js';

/**
 * Reads a value with a schema.
 *
 * @throws input.invalid naming the path of each problem
 */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown, prefix = ''): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(
    ...result.error.issues.map(({ path, message }): InputProblem => {
      const within = path.map(String).join('.');
      return { path: prefix === '' || within === '' ? prefix + within : `${prefix}.${within}`, message };
    }),
  );
}
