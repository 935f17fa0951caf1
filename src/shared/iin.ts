import type { Brand } from './brand.js';
import { daysInMonth } from './calendar/civil-date.js';
import { invalidInput } from './errors.js';

/** An individual identification number of Kazakhstan, twelve digits that passed the check. */
export type Iin = Brand<string, 'Iin'>;

const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2] as const;

/**
 * Whether the text is an IIN: twelve digits, a possible birth date in front and the right check digit at the end.
 *
 * Source: the rules for forming identification numbers of Kazakhstan. The check digit is the weighted sum of the first
 * eleven digits modulo 11; when that is 10 a second set of weights is used, and when it is 10 again the number is
 * never given out. The check does not see a changed eleventh digit, whose weight is 11.
 */
export function isIin(text: string): text is Iin {
  if (!/^\d{12}$/.test(text)) return false;
  const digits = Array.from(text, Number);
  return hasBirthDate(text) && checkDigitOf(digits) === digits[11];
}

/**
 * Reads an IIN.
 *
 * @throws input.invalid when it is not one
 */
export function parseIin(text: string, path = 'iin'): Iin {
  if (!/^\d{12}$/.test(text)) throw invalidInput({ path, message: 'is not an IIN: twelve digits' });
  if (!isIin(text)) throw invalidInput({ path, message: 'is not an IIN: its birth date or its check digit is wrong' });
  return text;
}

function checkDigitOf(digits: readonly number[]): number | undefined {
  const first = weighted(digits, FIRST_WEIGHTS);
  if (first < 10) return first;
  const second = weighted(digits, SECOND_WEIGHTS);
  return second < 10 ? second : undefined;
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11;
}

/** YYMMDD, and a seventh digit for century and sex: 1-2 the 1800s, 3-4 the 1900s, 5-6 the 2000s. */
function hasBirthDate(text: string): boolean {
  const [yearOfCentury, month, day] = [Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6))];
  const era = Number(text[6]);
  // Foreigners and older numbers carry other seventh digits; a leap year is then only a possibility.
  const year = era >= 1 && era <= 6 ? 1800 + 100 * Math.floor((era - 1) / 2) + yearOfCentury : 2000;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
