import fc from 'fast-check';
import { addDays, MAX_MONEY, parseCivilDate } from '../../../src/shared/index.js';

const FIRST = parseCivilDate('1900-01-01');

/** Any amount that there is. */
export const money = () => fc.bigInt({ min: -MAX_MONEY, max: MAX_MONEY });

/** A day far enough from both ends of the calendar for `margin` days of arithmetic. */
export const civilDates = (margin = 0) =>
  fc.integer({ min: margin, max: 109_571 - margin }).map((n) => addDays(FIRST, n));
