import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Movement } from '../../../src/savings/domain/accrual.js';
import { duePosting, expectedInterest } from '../../../src/savings/domain/expected-interest.js';
import { advanceInterest, interestTerms, nextPostingDay, openPosition } from '../../../src/savings/domain/interest.js';
import { addDays, type CivilDate, type Money, sumMoney } from '../../../src/shared/index.js';
import { amounts, dayOf, deposits, movements, OPENED_ON, shuffled } from './arbitraries.js';

const DAYS = 500;

const accounts = (moved: fc.Arbitrary<Movement[]> = movements(DAYS)) =>
  fc
    .record({
      movements: moved,
      rateBps: fc.integer({ min: 0, max: 10_000 }),
      capitalisation: fc.constantFrom('monthly', 'none'),
      changes: fc.array(
        fc.record({ from: fc.integer({ min: 1, max: DAYS }).map(dayOf), rateBps: fc.integer({ min: 0, max: 10_000 }) }),
        { maxLength: 3 },
      ),
    })
    .map(({ movements: made, rateBps, capitalisation, changes }) => ({
      openedOn: OPENED_ON,
      terms: interestTerms({ rateBps, capitalisation }, OPENED_ON, changes),
      movements: made,
    }));
type Account = ReturnType<typeof accounts> extends fc.Arbitrary<infer A> ? A : never;

const ends = () => fc.integer({ min: 0, max: DAYS }).map(dayOf);

/** Interest as a bank clerk would do it: every evening the balance, on the first the sum of the evenings. */
function clerk({ openedOn, terms, movements: moved }: Account, until: CivilDate, isClosing: boolean): Money {
  let balance = 0n;
  let evenings = 0n;
  let posted = 0n;
  const post = () => {
    // Half to even of evenings / (365 x 10,000), by the remainder of the doubled quotient.
    const twice = (2n * evenings) / 3_650_000n;
    const isExactHalf = (2n * evenings) % 3_650_000n === 0n && twice % 2n === 1n;
    const interest = isExactHalf ? ((twice + 1n) / 4n) * 2n : (twice + 1n) / 2n;
    balance += interest;
    posted += interest;
    evenings = 0n;
  };
  for (let day = openedOn; day < until; ) {
    balance += sumMoney(moved.filter(({ date }) => date === day).map(({ amount }) => amount));
    const rate = terms.rates.filter(({ from }) => from <= day).at(-1)?.rateBps ?? 0;
    evenings += balance * BigInt(rate);
    day = addDays(day, 1);
    if (day.endsWith('-01') && terms.capitalisation === 'monthly') post();
  }
  if (isClosing) post();
  return posted;
}

/** Month by month, each with the movements of that month only, as the posting run does it. */
function monthByMonth({ openedOn, terms, movements: moved }: Account, until: CivilDate) {
  let position = openPosition(openedOn);
  while (position.from < until) {
    const next = nextPostingDay(position.from);
    const stop = next < until ? next : until;
    const { from } = position;
    const ofMonth = moved.filter(({ date }) => date >= from && date < stop);
    position = advanceInterest(position, ofMonth, { until: stop }, terms).position;
  }
  return position;
}

describe('interest', () => {
  it('is what a clerk computes evening by evening, over leap years, rate changes and closings', () => {
    fc.assert(
      fc.property(accounts(), ends(), fc.boolean(), (account, until, isClosing) => {
        expect(expectedInterest(account, { until, isClosing }).total).toBe(clerk(account, until, isClosing));
      }),
    );
  });

  it('computed month by month equals a direct recomputation from the history', () => {
    fc.assert(
      fc.property(accounts(), ends(), (account, until) => {
        const position = monthByMonth(account, until);
        expect(position.posted).toBe(clerk(account, until, false));
        const principal = sumMoney(account.movements.filter(({ date }) => date < until).map(({ amount }) => amount));
        expect(position.balance).toBe(principal + position.posted);
      }),
    );
  });

  it('does not depend on the order of the movements or on splitting one deposit in two on the same day', () => {
    const cases = accounts().chain((account) =>
      fc.record({
        account: fc.constant(account),
        order: shuffled(account.movements),
        percent: fc.bigInt({ min: 0n, max: 100n }),
      }),
    );
    fc.assert(
      fc.property(cases, ends(), ({ account, order, percent }, until) => {
        const split = order.flatMap(({ date, amount }): Movement[] => {
          const part = (amount * percent) / 100n;
          return [
            { date, amount: part },
            { date, amount: amount - part },
          ];
        });
        expect(expectedInterest({ ...account, movements: split }, { until })).toEqual(
          expectedInterest(account, { until }),
        );
      }),
    );
  });

  it('is never less for who puts in more, and never negative', () => {
    fc.assert(
      fc.property(
        accounts(),
        fc.integer({ min: 0, max: DAYS }).map(dayOf),
        amounts(),
        ends(),
        (account, date, amount, until) => {
          const less = expectedInterest(account, { until, isClosing: true }).total;
          const more = { ...account, movements: [...account.movements, { date, amount }] };
          expect(less >= 0n).toBe(true);
          expect(expectedInterest(more, { until, isClosing: true }).total >= less).toBe(true);
        },
      ),
    );
  });
});

describe('the explanation', () => {
  it('has every day in one range, and its sums round to the postings of a simple account', () => {
    fc.assert(
      fc.property(accounts(), ends(), (account, until) => {
        const simple = { ...account, terms: { ...account.terms, capitalisation: 'none' as const } };
        const { ranges, total } = expectedInterest(simple, { until, isClosing: true });
        let next = OPENED_ON;
        for (const { from, to, days } of ranges) {
          expect(from).toBe(next);
          next = addDays(to, 1);
          expect(addDays(from, days)).toBe(next);
        }
        expect(next).toBe(until);
        // Ten decimals a range: the shown sums together are off by less than a hundred-millionth of a tenge.
        const shown = sumMoney(ranges.map(({ interest }) => BigInt(interest.replace('.', ''))));
        const off = 2n * (shown - total * 10n ** 8n);
        expect(off <= 10n ** 8n + 100n && off >= -(10n ** 8n) - 100n).toBe(true);
      }),
    );
  });
});

describe('movements found late', () => {
  // Deposits only: a withdrawal known before its deposit would overdraw the account.
  const found = accounts(deposits(DAYS)).chain((account) =>
    fc.record({
      account: fc.constant(account),
      // In which posting run, counted from zero, each movement is known at last.
      knownIn: fc.array(fc.integer({ min: 0, max: 20 }), {
        minLength: account.movements.length,
        maxLength: account.movements.length,
      }),
    }),
  );

  it('leave the postings, with their corrections, at the sum that had been posted if all was known in time', () => {
    fc.assert(
      fc.property(found, ends(), ({ account, knownIn }, until) => {
        let due = 0n;
        let run = 0;
        for (let day = nextPostingDay(OPENED_ON); day <= until; day = nextPostingDay(day)) {
          const known = account.movements.filter((_, index) => (knownIn[index] ?? 0) <= run);
          const posting = duePosting({ ...account, movements: known }, { until: day }, due);
          due += posting.interest + posting.correction;
          expect(due).toBe(clerk({ ...account, movements: known }, day, false));
          expect(posting.position.posted).toBe(due);
          run += 1;
        }
      }),
    );
  });
});
