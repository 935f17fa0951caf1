import { addMonths, civilDateOf, startOfDay } from '../../src/shared/index.js';

/** A stretch of time: 30m, 1h, 2d, 1w, or 3M (calendar months). */
export type Duration = { readonly count: number; readonly unit: keyof typeof UNIT_MS | 'M' };

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Reads a duration; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^([1-9]\d{0,5})([mhdwM])$/.exec(text);
  return match === null ? undefined : { count: Number(match[1]), unit: match[2] as Duration['unit'] };
}

/** The moment that much later. A month later it is the same time of the same day, or of the month's last. */
export function addDuration(now: Date, { count, unit }: Duration): Date {
  if (unit !== 'M') return new Date(now.getTime() + count * UNIT_MS[unit]);
  const today = civilDateOf(now);
  const timeOfDayMs = now.getTime() - startOfDay(today).getTime();
  return new Date(startOfDay(addMonths(today, count)).getTime() + timeOfDayMs);
}
