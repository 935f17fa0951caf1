import { DomainError, formatInstant, formatTenge } from '../../src/shared/index.js';

/** Plain data as JSON knows it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * Turns a result into JSON: money (every bigint) into decimal tenge, instants into Almaty time, maps away.
 * This is the one shape of results for `--json`, scenarios and HTTP.
 */
export function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return formatTenge(value);
  if (value instanceof Date) return formatInstant(value);
  if (value instanceof Error) return toJson(errorFields(value));
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(fields.map(([name, field]) => [name, toJson(field)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/**
 * An error as every face shows it: `{ code, message, details }`. What is no refusal of Jinaq's own, such as a driver's
 * error with a code of its own, is `internal`.
 */
export function errorFields(error: Error): Readonly<Record<string, unknown>> {
  const { message } = error;
  if (!(error instanceof DomainError)) return { code: 'internal', message, details: {} };
  return { code: error.code, message, details: error.details };
}
