import { tzOffset } from '@date-fns/tz';
import { invalidInput, invariant } from '../errors.js';
import { type CivilDate, dateOfDayNumber, dayNumberOf, MAX_YEAR, MIN_YEAR, parseCivilDate } from './civil-date.js';

/** The time zone of every civil date: one zone for all of Kazakhstan since 2024-03-01. */
export const ALMATY_ZONE = 'Asia/Almaty';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const UNIFIED_OFFSET_MS = 300 * MINUTE_MS;
/** 2024-03-01T00:00+06:00: from this instant on all of Kazakhstan is UTC+5, without daylight saving time. */
const UNIFIED_SINCE_MS = Date.UTC(2024, 1, 29, 18);
/** A year on which the self-check still looks; an hour that comes back in one summer would show in any of them. */
const LAST_CHECKED_YEAR = 2040;

/** The day that it is in Almaty at this instant. */
export function civilDateOf(instant: Date): CivilDate {
  const time = instant.getTime();
  invariant(!Number.isNaN(time), 'an instant is a valid Date');
  return dateOfDayNumber(Math.floor((time + offsetMs(time)) / DAY_MS));
}

/** The instant at which the day begins in Almaty. */
export function startOfDay(date: CivilDate): Date {
  const midnightUtc = dayNumberOf(date) * DAY_MS;
  if (midnightUtc - UNIFIED_OFFSET_MS >= UNIFIED_SINCE_MS) return new Date(midnightUtc - UNIFIED_OFFSET_MS);
  // Clocks have changed at midnight itself (1981 to 1984). Of the offsets before and after, the earlier instant that
  // belongs to the day is its beginning: 01:00 where midnight was skipped, the second midnight where it came twice.
  const before = new Date(midnightUtc - offsetMs(midnightUtc - DAY_MS));
  const after = new Date(midnightUtc - offsetMs(midnightUtc + DAY_MS));
  const [earlier, later] = before <= after ? [before, after] : [after, before];
  return civilDateOf(earlier) === date ? earlier : later;
}

/**
 * Reads an instant in ISO 8601 with `Z` or an offset, such as 2026-01-05T09:00:00+05:00.
 * A bare day means the midnight with which it begins in Almaty.
 *
 * @throws input.invalid when it is written otherwise, names no offset or does not exist
 */
export function parseInstant(text: string, path = 'now'): Date {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return startOfDay(parseCivilDate(text, path));
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (match === null) throw invalidInput({ path, message: 'is not an instant such as 2026-01-05T09:00:00+05:00' });
  const [, day = '', time = '', offset] = match;
  if (offset === undefined) {
    throw invalidInput({ path, message: 'has no offset: end it with Z or an offset such as +05:00' });
  }
  parseCivilDate(day, path);
  // The day was checked above: Date would read 31 February as 3 March.
  const instant = new Date(`${day}T${time}${offset}`);
  if (Number.isNaN(instant.getTime()) || time.startsWith('24')) {
    throw invalidInput({ path, message: `there is no time ${time}${offset}` });
  }
  requireInCalendar(instant, path);
  return instant;
}

/**
 * Writes an instant as Almaty's clock shows it, with the offset in force then: 2026-01-05T09:00:00+05:00.
 * Milliseconds are written only when there are some.
 */
export function formatInstant(date: Date): string {
  const time = date.getTime();
  invariant(!Number.isNaN(time), 'an instant is a valid Date');
  // Before 1924 the offset had seconds, which ISO 8601 cannot say; the nearest minute still names the same instant.
  const offsetMinutes = Math.round(offsetMs(time) / MINUTE_MS);
  const utc = new Date(time + offsetMinutes * MINUTE_MS).toISOString();
  const local = utc.endsWith('.000Z') ? utc.slice(0, -5) : utc.slice(0, -1);
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  return `${local}+${twoDigits(Math.floor(offsetMinutes / 60))}:${twoDigits(offsetMinutes % 60)}`;
}

/**
 * Checks at start-up that this machine knows Almaty's time: UTC+5 all year from 2024-03-01 on. Older zone data would
 * put an evening's contribution on the next day.
 *
 * @param offsetMinutesAt minutes ahead of UTC at an instant, as the machine's zone data has it
 * @throws InvariantViolation when the zone data is older than release 2024a
 */
export function assertAlmatyZone(offsetMinutesAt: (instant: Date) => number = zoneOffsetMinutes): void {
  const instants = [new Date(UNIFIED_SINCE_MS)];
  for (let year = 2024; year <= LAST_CHECKED_YEAR; year += 1) {
    instants.push(new Date(Date.UTC(year, 6, 1)), new Date(Date.UTC(year + 1, 0, 1)));
  }
  for (const instant of instants) {
    const minutes = offsetMinutesAt(instant);
    invariant(
      minutes * MINUTE_MS === UNIFIED_OFFSET_MS,
      `${ALMATY_ZONE} must be UTC+5 at ${instant.toISOString()}, but this machine says ${minutes} minutes: ` +
        'its time zone data is older than release 2024a; update Node.js or its ICU data',
    );
  }
}

function offsetMs(time: number): number {
  // The constant is right whatever the zone data says, and fifty times quicker than asking Intl.
  return time >= UNIFIED_SINCE_MS ? UNIFIED_OFFSET_MS : zoneOffsetMinutes(new Date(time)) * MINUTE_MS;
}

function zoneOffsetMinutes(instant: Date): number {
  return tzOffset(ALMATY_ZONE, instant);
}

function requireInCalendar(instant: Date, path: string): void {
  const year = new Date(instant.getTime() + offsetMs(instant.getTime())).getUTCFullYear();
  if (year < MIN_YEAR || year > MAX_YEAR) {
    throw invalidInput({ path, message: `is outside the years ${MIN_YEAR} to ${MAX_YEAR}` });
  }
}
