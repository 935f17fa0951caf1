import { describe, expect, it } from 'vitest';
import { ACCRUAL_PER_TIYN, accrue, formatAccrual, roundAccrual } from '../../../src/savings/domain/accrual.js';
import { duePosting, expectedInterest } from '../../../src/savings/domain/expected-interest.js';
import { advanceInterest, interestTerms, nextPostingDay, openPosition } from '../../../src/savings/domain/interest.js';
import { InvariantViolation, parseCivilDate, parseMoney } from '../../../src/shared/index.js';

const day = (text: string) => parseCivilDate(text);
const tenge = (text: string | number) => parseMoney(text);
const put = (date: string, amount: string | number) => ({ date: day(date), amount: tenge(amount) });
const MONTHLY = { rateBps: 1400, capitalisation: 'monthly' } as const;
const SIMPLE = { rateBps: 1400, capitalisation: 'none' } as const;

function account(
  openedOn: string,
  movements: ReturnType<typeof put>[],
  product: typeof MONTHLY | typeof SIMPLE = MONTHLY,
) {
  return { openedOn: day(openedOn), terms: interestTerms(product, day(openedOn)), movements };
}

describe('the days that earn', () => {
  const rates = [{ from: day('2026-01-01'), rateBps: 1400 }];
  const earned = (date: string, until: string) =>
    accrue(0n, [put(date, 100_000)], { from: day('2026-01-01'), until: day(until) }, rates);

  it('include the day of a deposit and exclude the day of closing', () => {
    // 100,000 x 14 % x 1 / 365
    expect(formatAccrual(earned('2026-01-10', '2026-01-11'))).toBe('38.3561643836');
    expect(formatAccrual(earned('2026-01-10', '2026-01-20'))).toBe('383.5616438356');
  });

  it('give a full year exactly the yearly rate, and a leap year one 365th of it more', () => {
    const year = (first: string, until: string) =>
      formatAccrual(
        accrue(tenge(100_000), [], { from: day(first), until: day(until) }, [{ from: day(first), rateBps: 1400 }]),
      );
    expect(year('2025-01-01', '2026-01-01')).toBe('14000.0000000000');
    expect(year('2028-01-01', '2029-01-01')).toBe('14038.3561643836');
  });

  it('refuse a movement outside the period and days for which no rate holds', () => {
    expect(() => earned('2026-02-01', '2026-02-01')).toThrow(InvariantViolation);
    expect(() => earned('2025-12-31', '2026-02-01')).toThrow(InvariantViolation);
    expect(() => accrue(1n, [], { from: day('2025-12-31'), until: day('2026-02-01') }, rates)).toThrow(
      InvariantViolation,
    );
    expect(() => accrue(1n, [], { from: day('2026-02-01'), until: day('2026-01-01') }, rates)).toThrow(
      InvariantViolation,
    );
  });
});

describe('rounding at posting', () => {
  const half = ACCRUAL_PER_TIYN / 2n;

  it.each([
    [half, 0n],
    [half + 1n, 1n],
    [ACCRUAL_PER_TIYN + half, 2n],
    [ACCRUAL_PER_TIYN + half - 1n, 1n],
    [2n * ACCRUAL_PER_TIYN + half, 2n],
    [-half, 0n],
    [-ACCRUAL_PER_TIYN - half, -2n],
  ])('takes %s to the nearest tiyn, a half to the even one: %s', (accrual, tiyn) => {
    expect(roundAccrual(accrual)).toBe(tiyn);
  });
});

describe('monthly capitalisation', () => {
  it('posts on the first day of each month, and what was posted earns from that day on', () => {
    const { postings, total } = expectedInterest(account('2026-01-01', [put('2026-01-01', 100_000)]), {
      until: day('2026-03-01'),
    });
    // 100,000 x 0.14 x 31/365 = 1,189.0410…; 101,189.04 x 0.14 x 28/365 = 1,086.7426…
    expect(postings).toEqual([
      { on: '2026-02-01', interest: tenge('1189.04') },
      { on: '2026-03-01', interest: tenge('1086.74') },
    ]);
    expect(total).toBe(tenge('2275.78'));
  });

  it('gives the February of a leap year its 29th day', () => {
    const february = (year: string) =>
      expectedInterest(account(`${year}-02-01`, [put(`${year}-02-01`, 100_000)]), { until: day(`${year}-03-01`) })
        .total;
    expect(february('2027')).toBe(tenge('1073.97'));
    expect(february('2028')).toBe(tenge('1112.33'));
  });

  it('takes a deposit of the last day of February into February', () => {
    const deposit = account('2026-02-28', [put('2026-02-28', 100_000)]);
    expect(expectedInterest(deposit, { until: day('2026-03-01') }).total).toBe(tenge('38.36'));
  });

  it('posts to date when the account is closed, and shows what is only accrued when it is not', () => {
    const open = account('2026-01-01', [put('2026-01-01', 100_000)]);
    const until = day('2026-01-11');
    expect(expectedInterest(open, { until })).toMatchObject({ total: 0n, postings: [], accrued: '383.5616438356' });
    expect(expectedInterest(open, { until, isClosing: true })).toMatchObject({
      total: tenge('383.56'),
      postings: [{ on: '2026-01-11', interest: tenge('383.56') }],
      accrued: '0.0000000000',
    });
  });

  it('earns nothing on an account that is closed on the day it was opened', () => {
    const closed = account('2026-01-01', [put('2026-01-01', 100_000)]);
    expect(expectedInterest(closed, { until: day('2026-01-01'), isClosing: true })).toEqual({
      total: 0n,
      postings: [],
      accrued: '0.0000000000',
      ranges: [],
    });
  });

  it('never skips a posting day', () => {
    const { terms } = account('2026-01-15', []);
    const skip = () => advanceInterest(openPosition(day('2026-01-15')), [], { until: day('2026-02-02') }, terms);
    expect(skip).toThrow(InvariantViolation);
    expect(nextPostingDay(day('2026-12-31'))).toBe('2027-01-01');
    expect(nextPostingDay(day('2026-02-01'))).toBe('2026-03-01');
  });
});

describe('without capitalisation', () => {
  const simple = account('2026-01-01', [put('2026-01-01', 100_000)], SIMPLE);

  it('accrues simple interest and posts all of it, rounded once, when the account is closed', () => {
    expect(expectedInterest(simple, { until: day('2027-01-01') }).total).toBe(0n);
    const closed = expectedInterest(simple, { until: day('2027-01-01'), isClosing: true });
    expect(closed.postings).toEqual([{ on: '2027-01-01', interest: tenge('14000.00') }]);
    expect(closed.ranges.reduce((days, range) => days + range.days, 0)).toBe(365);
  });
});

describe('a change of the rate', () => {
  it('holds from its day on', () => {
    const openedOn = day('2026-01-01');
    const terms = interestTerms(MONTHLY, openedOn, [{ from: day('2026-01-11'), rateBps: 1200 }]);
    const { total, ranges } = expectedInterest(
      { openedOn, terms, movements: [put('2026-01-01', 100_000)] },
      { until: day('2026-02-01') },
    );
    expect(ranges.map(({ to, rateBps, days, interest }) => [to, rateBps, days, interest])).toEqual([
      ['2026-01-10', 1400, 10, '383.5616438356'],
      ['2026-01-31', 1200, 21, '690.4109589041'],
    ]);
    expect(total).toBe(tenge('1073.97'));
  });

  it('on the day of opening replaces the rate; before it there is none', () => {
    const openedOn = day('2026-01-01');
    expect(interestTerms(MONTHLY, openedOn, [{ from: openedOn, rateBps: 1200 }]).rates).toEqual([
      { from: openedOn, rateBps: 1200 },
    ]);
    expect(() => interestTerms(MONTHLY, openedOn, [{ from: day('2025-12-31'), rateBps: 1200 }])).toThrow(
      InvariantViolation,
    );
  });
});

describe('the explanation', () => {
  it('names every day once, with its balance, and breaks where the balance changes', () => {
    const { ranges } = expectedInterest(
      account('2026-01-05', [
        put('2026-01-20', -30_000),
        put('2026-01-10', 50_000),
        put('2026-01-10', 50_000),
        put('2026-01-25', 10_000),
        put('2026-01-25', -10_000),
      ]),
      { until: day('2026-02-01') },
    );
    expect(ranges).toEqual([
      { from: '2026-01-05', to: '2026-01-09', balance: 0n, rateBps: 1400, days: 5, interest: '0.0000000000' },
      {
        from: '2026-01-10',
        to: '2026-01-19',
        balance: tenge(100_000),
        rateBps: 1400,
        days: 10,
        interest: '383.5616438356',
      },
      {
        from: '2026-01-20',
        to: '2026-01-31',
        balance: tenge(70_000),
        rateBps: 1400,
        days: 12,
        interest: '322.1917808219',
      },
    ]);
  });

  it('begins a new range with the balance that a posting made', () => {
    const { ranges } = expectedInterest(account('2026-01-01', [put('2026-01-01', 100_000)]), {
      until: day('2026-02-11'),
    });
    expect(ranges.map(({ from, balance }) => [from, balance])).toEqual([
      ['2026-01-01', tenge(100_000)],
      ['2026-02-01', tenge('101189.04')],
    ]);
  });
});

describe('a movement found late', () => {
  const january = put('2026-01-10', 100_000);
  const until = day('2026-03-01');
  const history = account('2026-01-01', [put('2026-01-01', 500_000), january]);
  const postedInTime = expectedInterest(account('2026-01-01', [put('2026-01-01', 500_000)]), {
    until: day('2026-02-01'),
  });

  it('is corrected in the next posting, as a line of its own', () => {
    const { interest, correction, position } = duePosting(history, { until }, postedInTime.total);
    const inTime = expectedInterest(history, { until });
    // January was posted as 5,945.21 for 500,000 (5,945.205…); with 100,000 x 0.14 x 22/365 more it is 6,789.04 (6,789.041…).
    expect(correction).toBe(tenge('843.83'));
    expect(interest).toBe(inTime.postings[1]?.interest);
    expect(postedInTime.total + interest + correction).toBe(inTime.total);
    expect(position.posted).toBe(inTime.total);
    expect(position.balance).toBe(tenge(600_000) + inTime.total);
  });

  it('takes interest back when money had left earlier than was known', () => {
    const refund = account('2026-01-01', [put('2026-01-01', 500_000), put('2026-01-10', -100_000)]);
    expect(duePosting(refund, { until }, postedInTime.total).correction).toBe(-tenge('843.84'));
  });

  it('needs no correction when it was known in time', () => {
    expect(duePosting(history, { until: day('2026-02-01') }, 0n).correction).toBe(0n);
    expect(duePosting(account('2026-01-01', []), { until: day('2026-01-01'), isClosing: true }, 0n)).toEqual({
      interest: 0n,
      correction: 0n,
      position: openPosition(day('2026-01-01')),
    });
  });
});
