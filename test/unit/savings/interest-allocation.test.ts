import { describe, expect, it } from 'vitest';
import { allocateInterest } from '../../../src/savings/domain/interest-allocation.js';
import { addDays, asClientId, InvariantViolation, parseCivilDate, parseMoney } from '../../../src/shared/index.js';

const FROM = parseCivilDate('2026-01-01');
const CLOSING = addDays(FROM, 90);
const JOINED = new Date('2026-01-01T09:00:00+05:00');
const day = (n: number) => addDays(FROM, n);

type Entry = readonly [dayNumber: number, tenge: string | number];
const member = (client: string, entries: readonly Entry[], opening: string | number = 0, joinedAt = JOINED) => ({
  client: asClientId(client),
  joinedAt,
  opening: parseMoney(opening),
  movements: entries.map(([n, amount]) => ({ date: day(n), amount: parseMoney(amount) })),
});
const share = (total: string, members: readonly ReturnType<typeof member>[], until = CLOSING) =>
  Object.fromEntries(
    allocateInterest(parseMoney(total), members, { from: FROM, until }).map(({ client, amount }) => [client, amount]),
  );

describe('interest is shared by tiyn-days', () => {
  const a = member('A', [[0, 100_000]]);
  const b = member('B', [[60, 100_000]]);
  const c = member('C', [
    [0, 50_000],
    [80, 50_000],
  ]);
  const expected = { A: parseMoney('3771.24'), B: parseMoney('1257.08'), C: parseMoney('2095.13') };

  it('so that each earns for what they had in and for how long', () => {
    expect(share('7123.45', [a, b, c])).toEqual(expected);
  });

  it('whatever the order of the members', () => {
    for (const order of [
      [b, c, a],
      [c, b, a],
      [a, c, b],
    ])
      expect(share('7123.45', order)).toEqual(expected);
  });

  it('with what was theirs at the last sharing counting from then on', () => {
    expect(share('7123.45', [member('A', [], 100_000), b, c])).toEqual(expected);
  });

  it('with the days of a member who left, up to the day of leaving', () => {
    const left = member('A', [[30, -100_000]], 100_000);
    expect(share('400.00', [left, member('B', [], 100_000)])).toEqual({ A: 100_00n, B: 300_00n });
  });

  it('with a payment found late counting from its value date, before the last sharing', () => {
    const late = member('A', [[-30, 100_000]]);
    expect(share('210.00', [late, member('B', [], 100_000)])).toEqual({ A: 120_00n, B: 90_00n });
  });
});

describe('a tiyn that cannot be divided', () => {
  it('goes to who joined first, and of two who joined at once to the smaller client id', () => {
    const later = new Date(JOINED.getTime() + 1);
    expect(share('0.01', [member('A', [], 10, later), member('B', [], 10)])).toEqual({ A: 0n, B: 1n });
    expect(share('0.01', [member('B', [], 10), member('A', [], 10)])).toEqual({ A: 1n, B: 0n });
  });
});

describe('interest that falls on no tiyn-days', () => {
  it('goes by what is theirs on the day', () => {
    expect(share('9.00', [member('A', [], 100), member('B', [[0, 200]])], FROM)).toEqual({ A: 3_00n, B: 6_00n });
  });

  it('goes in equal parts when nobody has anything left', () => {
    expect(share('0.05', [member('B', []), member('A', [])])).toEqual({ A: 3n, B: 2n });
  });
});

describe('what cannot be shared out', () => {
  it('is less than nothing, or for nobody, or of a later period', () => {
    expect(() => share('-0.01', [member('A', [], 1)])).toThrow(InvariantViolation);
    expect(() => share('0.01', [])).toThrow(InvariantViolation);
    expect(() => share('0.01', [member('A', [[91, 1]])])).toThrow(InvariantViolation);
  });

  it('never costs a member whose balance looks negative for some days', () => {
    const backdated = member('A', [[-10, -100]], 0);
    expect(share('1.00', [backdated, member('B', [], 100)])).toEqual({ A: 0n, B: 100n });
  });
});
