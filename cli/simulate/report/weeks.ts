import { addDays, type CivilDate } from '../../../src/shared/index.js';
import type { Daily, Series } from './series.js';

/** Days put together: the first day of each part, and how the days of a series become one number for each. */
export type Parts = {
  readonly starts: readonly CivilDate[];
  /** What happened in each part. */
  readonly sums: (daily: Daily) => readonly number[];
  /** What was at the end of each part. */
  readonly lasts: <T>(values: readonly T[]) => readonly T[];
};

const WEEK = 7;

/** A bar for each day is too fine for a year: weeks, from the first day on. */
export function weeksOf(series: Pick<Series, 'from' | 'days'>): Parts {
  return partsOf(series, (_day, index) => Math.floor(index / WEEK));
}

/** Calendar months, the first and the last perhaps in part. */
export function monthsOf(series: Pick<Series, 'from' | 'days'>): Parts {
  return partsOf(series, (day) => day.slice(0, 7));
}

/** All days of a series. */
export function daysOf({ from, days }: Pick<Series, 'from' | 'days'>): readonly CivilDate[] {
  return Array.from({ length: days }, (_none, index) => addDays(from, index));
}

function partsOf(
  series: Pick<Series, 'from' | 'days'>,
  partOf: (day: CivilDate, index: number) => string | number,
): Parts {
  const days = daysOf(series);
  const parts = days.map(partOf);
  const begins = parts.flatMap((part, index) => (part === parts[index - 1] ? [] : [index]));
  const ends = [...begins.slice(1), days.length];
  return {
    starts: begins.flatMap((index) => days.slice(index, index + 1)),
    sums: (daily) => begins.map((begin, nth) => daily.slice(begin, ends[nth]).reduce((sum, count) => sum + count, 0)),
    lasts: (values) => ends.flatMap((end) => values.slice(end - 1, end)),
  };
}
