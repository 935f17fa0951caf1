import { describe, expect, it } from 'vitest';
import {
  assertAlmatyZone,
  civilDateOf,
  formatInstant,
  InvariantViolation,
  parseCivilDate,
  parseInstant,
  startOfDay,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

const dayAt = (instant: string) => civilDateOf(new Date(instant));
const beginningOf = (day: string) => startOfDay(parseCivilDate(day)).toISOString();

describe('civilDateOf', () => {
  it('turns the day at 19:00 UTC since all Kazakhstan is UTC+5', () => {
    expect(dayAt('2026-01-04T18:59:59.999Z')).toBe('2026-01-04');
    expect(dayAt('2026-01-04T19:00:00Z')).toBe('2026-01-05');
  });

  it('turned it at 18:00 UTC before, and 29 February 2024 had 25 hours', () => {
    expect(dayAt('2024-02-28T17:59:59Z')).toBe('2024-02-28');
    expect(dayAt('2024-02-28T18:00:00Z')).toBe('2024-02-29');
    expect(dayAt('2024-02-29T18:59:59Z')).toBe('2024-02-29');
    expect(dayAt('2024-02-29T19:00:00Z')).toBe('2024-03-01');
  });

  it('does not take an invalid Date', () => {
    expect(() => civilDateOf(new Date(Number.NaN))).toThrow(InvariantViolation);
  });
});

describe('startOfDay', () => {
  it('is midnight by the offset of that day', () => {
    expect(beginningOf('2026-01-05')).toBe('2026-01-04T19:00:00.000Z');
    expect(beginningOf('2024-03-01')).toBe('2024-02-29T19:00:00.000Z');
    expect(beginningOf('2024-02-29')).toBe('2024-02-28T18:00:00.000Z');
  });

  it('is 01:00 where the clock skipped midnight, and the second midnight where it came twice', () => {
    expect(beginningOf('1981-04-01')).toBe('1981-03-31T18:00:00.000Z');
    expect(beginningOf('1981-10-01')).toBe('1981-09-30T18:00:00.000Z');
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-01-05T09:00:00+05:00', '2026-01-05T04:00:00.000Z'],
    ['2026-01-05T04:00:00Z', '2026-01-05T04:00:00.000Z'],
    ['2026-01-05T04:00Z', '2026-01-05T04:00:00.000Z'],
    ['2026-01-05T04:00:00.5Z', '2026-01-05T04:00:00.500Z'],
    ['2026-01-05T00:30:00-03:30', '2026-01-05T04:00:00.000Z'],
    ['2026-01-05', '2026-01-04T19:00:00.000Z'],
  ])('reads %s', (text, utc) => {
    expect(parseInstant(text).toISOString()).toBe(utc);
  });

  it.each([
    ['2026-01-05T09:00:00', /no offset/],
    ['2026-02-31T09:00:00Z', /there is no day 2026-02-31/],
    ['2026-02-31', /there is no day/],
    ['2026-01-05T24:00:00Z', /there is no time/],
    ['2026-01-05T23:60:00Z', /there is no time/],
    ['2026-01-05T23:59:60Z', /there is no time/],
    ['2026-01-05T09:00:00+25:00', /there is no time/],
    ['2199-12-31T19:00:00Z', /1900 to 2199/],
    ['1900-01-01T00:00:00+14:00', /1900 to 2199/],
    ['yesterday', /not an instant/],
    ['2026-01-05 09:00:00+05:00', /not an instant/],
    ['2026-01-05T09:00:00.1234Z', /not an instant/],
    ['', /not an instant/],
  ])('refuses %s', (text, message) => {
    const error = refusal(() => parseInstant(text, 'now'));
    expect(error.code).toBe('input.invalid');
    expect(error.message).toMatch(message);
  });
});

describe('formatInstant', () => {
  it.each([
    ['2026-01-05T04:00:00Z', '2026-01-05T09:00:00+05:00'],
    ['2026-01-05T04:00:00.007Z', '2026-01-05T09:00:00.007+05:00'],
    ['2024-02-29T17:59:59Z', '2024-02-29T23:59:59+06:00'],
    ['2024-02-29T18:00:00Z', '2024-02-29T23:00:00+05:00'],
    ['1995-07-01T00:00:00Z', '1995-07-01T07:00:00+07:00'],
  ])('writes %s as %s', (utc, text) => {
    expect(formatInstant(new Date(utc))).toBe(text);
  });

  it('does not take an invalid Date', () => {
    expect(() => formatInstant(new Date(Number.NaN))).toThrow(InvariantViolation);
  });
});

describe('assertAlmatyZone', () => {
  it('is satisfied with the zone data of this machine', () => {
    expect(() => assertAlmatyZone()).not.toThrow();
  });

  it('refuses zone data in which Almaty is still UTC+6, and zone data without Almaty', () => {
    expect(() => assertAlmatyZone(() => 360)).toThrow(/older than release 2024a/);
    expect(() => assertAlmatyZone(() => Number.NaN)).toThrow(InvariantViolation);
  });

  it('refuses zone data with a summer time', () => {
    expect(() => assertAlmatyZone((instant) => (instant.getUTCMonth() === 6 ? 360 : 300))).toThrow(InvariantViolation);
  });
});
