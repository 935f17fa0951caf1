import { describe, expect, it } from 'vitest';
import { day, gist, propose } from './planning.js';
import { tenge } from './family.js';

describe('the amount of a plan', () => {
  it('is the payment of an annuity: 1,200,000 in 12 months at 14 % takes 93,744.55 and comes to 1,200,000.12', () => {
    const plan = propose({ months: 12, rateBps: 1400 });
    expect(plan).toMatchObject({ amount: 93_744_55n, total: 1_200_000_12n, count: 12, method: 'annuity' });
    expect(plan.schedule.slice(0, 3)).toEqual([
      { number: 1, date: '2026-02-05', contribution: 93_744_55n, interest: 0n, balance: 93_744_55n },
      // 93,744.55 x 14 % / 12 = 1,093.6864…
      { number: 2, date: '2026-03-05', contribution: 93_744_55n, interest: 1_093_69n, balance: 188_582_79n },
      // 188,582.79 x 14 % / 12 = 2,200.1325…
      { number: 3, date: '2026-04-05', contribution: 93_744_55n, interest: 2_200_13n, balance: 284_527_47n },
    ]);
  });

  it('is trimmed in the last line to what is missing, so that the plan ends at the very target', () => {
    const { schedule, contributed, interest, notes } = propose();
    expect(schedule.at(-1)).toMatchObject({ number: 12, contribution: 93_744_43n, balance: tenge(1_200_000) });
    expect(contributed + interest).toBe(tenge(1_200_000));
    expect(notes).toEqual([{ code: 'last-trimmed', amount: 93_744_43n }]);
  });

  it('without interest is the target by the number of contributions', () => {
    expect(propose({ rateBps: 0 })).toMatchObject({ amount: tenge(100_000), interest: 0n, notes: [] });
    expect(propose({ rateBps: 0, target: tenge(1_000), months: 3 })).toMatchObject({
      amount: 333_34n,
      total: 1_000_02n,
    });
  });

  it('is less by what the money at hand grows to', () => {
    // (1,200,000 - 600,000 x (1 + 0.14/12)^12) x (0.14/12) / ((1 + 0.14/12)^12 - 1) = 39,872.2705…
    const plan = propose({ have: tenge(600_000) });
    expect(plan.amount).toBe(39_872_28n);
    expect(plan.have + plan.contributed + plan.interest).toBe(tenge(1_200_000));
  });

  it('in one go is what is missing, to the tiyn', () => {
    expect(propose({ months: 1 })).toMatchObject({ amount: tenge(1_200_000), count: 1, interest: 0n });
    // A twelfth of 0.01 % has no end: its rounding must not make a tiyn.
    expect(propose({ months: 1, rateBps: 1 }).amount).toBe(tenge(1_200_000));
    // The interest, 1,166.666…, is credited as 1,166.67; the amount is rounded up and trimmed to what is missing.
    const plan = propose({ months: 1, have: tenge(100_000) });
    expect(plan).toMatchObject({ amount: 1_098_833_34n, interest: 1_166_67n, contributed: 1_098_833_33n });
  });

  it.each([
    [1n, 93_744_55n],
    [tenge(100), tenge(93_800)],
    [tenge(500), tenge(94_000)],
  ])('is rounded up to a step of %s tiyn: %s', (step, amount) => {
    expect(propose({ step }).amount).toBe(amount);
  });

  it('rounded up far may meet the target before the term is over, which is said', () => {
    const plan = propose({ target: tenge(100_000), months: 48, step: tenge(500), rateBps: 0 });
    expect(gist(plan)).toEqual({ count: 40, amount: tenge(2_500), end: '2029-05-05' });
    expect(plan.notes).toEqual([{ code: 'met-early', date: '2029-05-05', saved: 8 }]);
  });
});

describe('a plan without contributions', () => {
  it.each([tenge(1_200_000), tenge(1_300_000)])('is the answer when %s is at hand: the target is met', (have) => {
    const plan = propose({ have });
    expect(plan).toMatchObject({ amount: 0n, count: 0, schedule: [], end: '2026-01-05', total: have, interest: 0n });
    expect(plan.notes).toEqual([{ code: 'already-met' }]);
    expect(propose({ have, amount: tenge(5_000) })).toMatchObject({ amount: 0n, notes: [{ code: 'already-met' }] });
  });

  it('is the answer when interest brings what is missing', () => {
    // Two months at 14 % / 12 make 23,496 of 1,000,000.
    const plan = propose({ target: tenge(1_020_000), have: tenge(1_000_000) });
    expect(gist(plan)).toEqual({ count: 0, amount: 0n, end: '2026-03-05' });
    expect(plan.total).toBe(1_023_469_45n);
    expect(plan.notes).toEqual([{ code: 'met-by-interest', date: '2026-03-05' }]);
  });
});

describe('the term for an amount', () => {
  it('is as long as it takes, with the last contribution trimmed', () => {
    const plan = propose({ amount: tenge(50_000) });
    expect(gist(plan)).toEqual({ count: 22, amount: tenge(50_000), end: '2027-11-05' });
    const [before, last] = plan.schedule.slice(-2);
    expect(before?.balance).toBeLessThan(tenge(1_200_000));
    expect(last?.balance).toBe(tenge(1_200_000));
    expect(last?.contribution).toBeLessThan(tenge(50_000));
  });

  it('of more than the target is one contribution', () => {
    expect(propose({ amount: tenge(2_000_000) })).toMatchObject({ count: 1, contributed: tenge(1_200_000) });
  });

  it('ends without a contribution when interest alone brings the rest', () => {
    // After one month 1,010,000 is there; its interest in the next is 11,783.33.
    const plan = propose({ target: tenge(1_030_000), have: tenge(1_000_000), amount: tenge(3_000) });
    expect(plan.schedule.map(({ contribution }) => contribution)).toEqual([tenge(3_000), tenge(3_000), 0n]);
    expect(plan).toMatchObject({ count: 2, end: '2026-04-05' });
    expect(plan.schedule.at(-1)?.balance).toBe(plan.total);
  });
});

describe('the days of a plan', () => {
  const dates = (changes: Parameters<typeof propose>[0]) => propose(changes).schedule.map(({ date }) => date);

  it('are the same day of every month, which a short month clamps and the next one remembers', () => {
    expect(dates({ start: day('2026-01-31'), months: 4 })).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(dates({ start: day('2028-01-30'), months: 2 })).toEqual(['2028-02-29', '2028-03-30']);
  });

  it('are seven or fourteen days apart', () => {
    expect(dates({ every: 'week', deadline: day('2026-01-30') })).toEqual(['2026-01-12', '2026-01-19', '2026-01-26']);
    expect(dates({ every: 'fortnight', deadline: day('2026-02-02') })).toEqual(['2026-01-19', '2026-02-02']);
  });

  it('go on to the deadline, that day included and no further', () => {
    expect(propose({ deadline: day('2026-07-05') }).count).toBe(6);
    expect(propose({ deadline: day('2026-07-04') }).count).toBe(5);
    expect(propose({ start: day('2026-01-31'), deadline: day('2026-02-28') }).count).toBe(1);
  });
});

describe('the rate of a shorter interval', () => {
  it('makes the same in a year as the bank, which capitalises monthly however often one pays', () => {
    const rates = (['month', 'fortnight', 'week'] as const).map((every) => propose({ every }).periodicRate);
    // 14 / 12; (1 + 0.14/12)^(12 x 14/365) - 1; (1 + 0.14/12)^(12 x 7/365) - 1
    expect(rates).toEqual(['1.166667', '0.535306', '0.267296']);
    const yearly = rates.slice(1).map((rate, index) => (1 + Number(rate) / 100) ** (365 / [14, 7][index]!));
    for (const growth of yearly) expect(growth).toBeCloseTo((1 + 0.14 / 12) ** 12, 5);
    expect(propose().effectiveRate).toBe('14.9');
  });

  it('of nothing is nothing', () => {
    expect(propose({ every: 'week', rateBps: 0 })).toMatchObject({ periodicRate: '0.000000', interest: 0n });
  });

  it('is the bank’s rate of the day unless another is asked for', () => {
    expect(propose({}, { rules: { interestRate: 1200 } })).toMatchObject({ rateBps: 1200, periodicRate: '1.000000' });
    expect(propose({ rateBps: 600 }, { rules: { interestRate: 1200 } }).periodicRate).toBe('0.500000');
  });
});

describe('the same plan by the bank’s day count', () => {
  it('is shown beside the formula: actual days, credited on the first of each month', () => {
    // 100,000 on 5 January; 27 days to 1 February earn 1,035.62, then 4 days of 101,035.62 earn 155.01.
    const plan = propose({ target: tenge(200_000), have: tenge(100_000), months: 1 });
    expect(plan.byDayCount).toMatchObject({ capitalisation: 'monthly', interest: 1_035_62n + 155_01n });
    expect(plan.byDayCount.total).toBe(plan.have + plan.contributed + 1_190_63n);
    expect(plan.byDayCount.missing).toBe(0n);
  });

  it('says what would be missing on the last day', () => {
    // Formula: 1,166.67 in February. By days: 28 of them at 14 % / 365 are 1,073.97.
    const { byDayCount } = propose(
      { target: tenge(200_000), have: tenge(100_000), months: 1 },
      { today: day('2026-02-01') },
    );
    expect(byDayCount).toMatchObject({ interest: 1_073_97n, missing: 92_70n });
  });

  it('follows an account that pays its interest at the end', () => {
    const plan = propose({ have: tenge(1_000_000) }, { rules: { capitalisation: 'none' } });
    expect(plan.byDayCount.capitalisation).toBe('none');
    expect(plan.byDayCount.total).toBeLessThan(plan.target);
  });
});
