import { z } from 'zod';
import {
  type CivilDate,
  type ClientId,
  DomainError,
  invalidInput,
  type Money,
  type OurId,
  parseCivilDate,
  parseClientId,
  parseId,
  parseMoney,
  parseMonth,
  parsePercent,
  type RateBps,
} from '../../src/shared/index.js';

type Raw = string | number | bigint;

const text = z.union([z.string(), z.number(), z.bigint()], { error: 'must be text or a number' });

/** Runs one of the core's parsers inside a schema, so that the core alone says what is valid. */
export function parsedBy<Value>(parse: (raw: Raw) => Value) {
  return text.transform((raw, context): Value => {
    try {
      return parse(raw);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const problems = error.details.problems as readonly { readonly message: string }[] | undefined;
      context.addIssue({ code: 'custom', message: problems?.[0]?.message ?? error.message });
      return z.NEVER;
    }
  });
}

// The descriptions are what help texts show as the value of a flag.

/** Tenge as a decimal string or a number; tiyn as a bigint. */
export const money = () => parsedBy((raw): Money => parseMoney(raw, '')).describe('tenge');
/** A rate or share in percent, as basis points. */
export const percent = () => parsedBy((raw): RateBps => parsePercent(String(raw), '')).describe('percent');
/** A day in Almaty, YYYY-MM-DD. */
export const day = () => parsedBy((raw): CivilDate => parseCivilDate(String(raw), '')).describe('YYYY-MM-DD');
/** A month, YYYY-MM. */
export const month = () => parsedBy((raw) => parseMonth(String(raw), '')).describe('YYYY-MM');
/** A whole number, not negative; how large it may be is the core's to say. */
export const wholeNumber = () => parsedBy(readWholeNumber).describe('number');
/** The bank's id of a client. */
export const clientId = () => parsedBy((raw): ClientId => parseClientId(String(raw), '')).describe('client id');
/** One of Jinaq's own ids. */
export const id = <Id extends OurId>() => parsedBy((raw): Id => parseId<Id>(String(raw), '')).describe('id');
/** Plain text; what it may be is the core's to say. */
export const words = () => text.transform(String);
const MAX_KEY_LENGTH = 128;

/** The caller's idempotency key: 1 to 128 visible ASCII characters. */
export const idempotencyKey = () =>
  words().refine((key) => key.length <= MAX_KEY_LENGTH && /^[\x21-\x7e]+$/.test(key), {
    error: `must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters without spaces`,
  });
/** What a subscriber of events is called. */
export const subscriberName = () =>
  words().refine((name) => /^[a-z0-9-]{1,64}$/.test(name) && name !== 'messages', {
    error: 'must be 1 to 64 of a-z, 0-9 and -, and not messages, which is a reader of Jinaq itself',
  });
/** A switch: `--name` on the command line, `true` or `false` elsewhere. */
export const flag = () =>
  z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], {
    error: 'must be true or false',
  });
/** A whole number from `min` to `max`. */
export const count = (min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(min)
    .max(max)
    .describe(`${min} to ${max}`);

function readWholeNumber(raw: Raw): number {
  if (/^\d{1,9}$/.test(String(raw))) return Number(raw);
  throw invalidInput({ path: '', message: 'must be a whole number' });
}
