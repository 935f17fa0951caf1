import fc from 'fast-check';
import { addDays, asClientId, type CivilDate, parseCivilDate } from '../../../src/shared/index.js';

/** The day on which the accounts of these laws are opened; 2028 is a leap year, so that some histories have one. */
export const OPENED_ON = parseCivilDate('2027-11-17');

const JOINED = new Date('2027-11-17T09:00:00+05:00').getTime();

/** The `n`th day of an account, counted from zero. */
export const dayOf = (n: number): CivilDate => addDays(OPENED_ON, n);

/** Up to ten million tenge, in tiyn. */
export const amounts = () => fc.bigInt({ min: 1n, max: 1_000_000_000n });

/** Deposits on any of the first `days` days. */
export const deposits = (days: number, maxLength = 12) =>
  fc.array(fc.record({ date: fc.integer({ min: 0, max: days - 1 }).map(dayOf), amount: amounts() }), { maxLength });

/** What is put in and, in part, taken out again later: the balance is never below zero. */
export const movements = (days: number, maxLength = 8) =>
  fc
    .array(
      fc.record({
        day: fc.integer({ min: 0, max: days - 1 }),
        amount: amounts(),
        outDay: fc.integer({ min: 0, max: days - 1 }),
        outPercent: fc.bigInt({ min: 0n, max: 100n }),
      }),
      { maxLength },
    )
    .map((all) =>
      all.flatMap(({ day, amount, outDay, outPercent }) => {
        const out = (amount * outPercent) / 100n;
        const isTakenOut = outDay >= day && out > 0n;
        return [{ date: dayOf(day), amount }, ...(isTakenOut ? [{ date: dayOf(outDay), amount: -out }] : [])];
      }),
    );

/** Clients A, B, C …, each with the minute they joined; some join at once. */
export const seniorities = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }).map((minutes) =>
    minutes.map((minute, index) => ({
      client: asClientId(String.fromCharCode(65 + index)),
      joinedAt: new Date(JOINED + minute * 60_000),
    })),
  );

/** The list in any order. */
export const shuffled = <T>(list: readonly T[]) =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
