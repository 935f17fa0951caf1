import {
  type CivilDate,
  civilDateOf,
  formatInstant,
  isIban,
  type Money,
  parseCivilDate,
  parseInstant,
  parseMoney,
  startOfDay,
} from '../../src/shared/index.js';
import type { Field, Fields } from './fields.js';
import { problemAt, readAt } from './problem-at.js';

/** A decimal number as XML Schema writes it, without a sign: the direction is said beside it. */
const DECIMAL = /^\+?(\d*)(?:\.(\d*))?$/;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/** Which currencies a file may be in: tenge alone, or any, whose amounts then are hundredths of its unit. */
export type AcceptedCurrency = 'KZT' | 'any';

/**
 * Reads an amount, never negative, exactly: zeros at its ends mean nothing, and what then has more than two decimals is
 * refused, because it is no whole number of tiyn.
 *
 * @throws input.invalid
 */
export function readAmount(field: Field, accepted: AcceptedCurrency): { amount: Money; currency: string } {
  const { text, currency } = field;
  const match = DECIMAL.exec(text);
  if (match === null || !/\d/.test(text)) throw problemAt(field, `${quoted(text)} is not an amount`);
  const whole = (match[1] ?? '').replace(/^0+/, '');
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (currency === undefined) throw problemAt(field, 'has no currency (Ccy)');
  requireCurrency(field, currency, accepted);
  return { amount: readAt(field, () => parseMoney(`${whole || '0'}.${decimals || '0'}`)), currency };
}

/** @throws input.invalid when the currency is not accepted */
export function requireCurrency(field: Field, currency: string, accepted: AcceptedCurrency): void {
  if (accepted === 'any' || currency === accepted) return;
  throw problemAt(field, `is in ${quoted(currency)}: only statements in tenge (KZT) are read`);
}

/**
 * Gives the amount its sign: a credit is positive. RvslInd changes nothing here: the direction is the one in which
 * the money really moved.
 *
 * @throws input.invalid
 */
export function directed(amount: Money, direction: Field): Money {
  if (direction.text === 'CRDT') return amount;
  if (direction.text === 'DBIT') return -amount;
  throw problemAt(direction, `${quoted(direction.text)} is neither CRDT nor DBIT`);
}

/** A day and, where the file says it, the moment. */
export type When = { readonly date: CivilDate; readonly at: Date | undefined };

/** Reads the choice of `Dt` and `DtTm` within an element; a moment falls on its day in Almaty. */
export function readWhen(fields: Fields, element: string): When | undefined {
  const moment = fields.find(`${element}/DtTm`);
  if (moment !== undefined) {
    const at = readMoment(moment);
    return { date: civilDateOf(at), at };
  }
  const day = fields.find(`${element}/Dt`);
  return day === undefined ? undefined : { date: readDate(day), at: undefined };
}

/** Reads an ISO date-time. Without an offset it is Almaty's; beyond the millisecond it is cut. */
export function readMoment(field: Field): Date {
  const match = DATE_TIME.exec(field.text);
  if (match === null) throw problemAt(field, `${quoted(field.text)} is not a date with a time`);
  const [, day = '', time = '', fraction = '', offset] = match;
  return readAt(field, () => {
    const zone = offset ?? formatInstant(startOfDay(parseCivilDate(day))).slice(-'+05:00'.length);
    return parseInstant(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
  });
}

/** Reads an account number; one of Kazakhstan must have the right check digits. */
export function readAccount(field: Field): string {
  const { text } = field;
  const isForeign = !text.startsWith('KZ') || !field.path.endsWith('IBAN');
  if (isForeign || isIban(text)) return text;
  throw problemAt(field, `${quoted(text)} is not an IBAN of Kazakhstan`);
}

/** What a file says, fit for a message: short and on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\p{C}/gu, ' ');
  return line.length > 40 ? `"${line.slice(0, 40)}…"` : `"${line}"`;
}

function readDate(field: Field): CivilDate {
  const day = DATE.exec(field.text)?.[1];
  if (day === undefined) throw problemAt(field, `${quoted(field.text)} is not a date`);
  return readAt(field, () => parseCivilDate(day));
}
