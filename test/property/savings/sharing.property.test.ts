import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedInterest } from '../../../src/savings/domain/expected-interest.js';
import { interestTerms, nextPostingDay } from '../../../src/savings/domain/interest.js';
import { allocateInterest } from '../../../src/savings/domain/interest-allocation.js';
import { payoutShares, refundOf, splitProRata } from '../../../src/savings/domain/payout.js';
import { type CivilDate, type Money, sumMoney } from '../../../src/shared/index.js';
import { dayOf, deposits, movements, OPENED_ON, seniorities, shuffled } from './arbitraries.js';

const DAYS = 120;
const UNTIL = dayOf(DAYS);
const PERIOD = { from: OPENED_ON, until: UNTIL };

const totals = () => fc.bigInt({ min: 0n, max: 10n ** 12n });

const members = () =>
  fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc
      .tuple(
        seniorities(count),
        fc.array(movements(DAYS, 4), { minLength: count, maxLength: count }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: count, maxLength: count }),
      )
      .map(([seniors, moved, openings]) =>
        seniors.map((senior, index) => ({
          ...senior,
          opening: openings[index] ?? 0n,
          movements: moved[index] ?? [],
        })),
      ),
  );

const claims = () =>
  fc.integer({ min: 1, max: 8 }).chain((count) =>
    fc
      .tuple(
        seniorities(count),
        fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 7n })), {
          minLength: count,
          maxLength: count,
        }),
      )
      .map(([seniors, sums]) =>
        seniors.map((senior, index) => {
          const [principal = 0n, interest = 0n] = sums[index] ?? [];
          return { ...senior, principal, interest };
        }),
      ),
  );

const byClient = <T extends { readonly client: string }>(list: readonly T[]) =>
  [...list].sort((a, b) => (a.client < b.client ? -1 : 1));

describe('the sharing of interest', () => {
  it('gives out the total exactly, and each share is less than a tiyn from what their tiyn-days earn', () => {
    fc.assert(
      fc.property(totals(), members(), (total, all) => {
        const shares = allocateInterest(total, all, PERIOD);
        expect(sumMoney(shares.map(({ amount }) => amount))).toBe(total);
        const weights = all.map(eveningsOf);
        const sum = sumMoney(weights);
        fc.pre(sum > 0n);
        for (const [index, { amount }] of shares.entries()) {
          const off = amount * sum - total * (weights[index] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the members, equal remainders included', () => {
    const cases = members().chain((all) => fc.record({ all: fc.constant(all), order: shuffled(all) }));
    fc.assert(
      fc.property(cases, totals(), fc.boolean(), ({ all, order }, total, areEqual) => {
        const like = areEqual
          ? (m: (typeof all)[number]) => ({ ...m, opening: 100n, movements: [] })
          : (m: (typeof all)[number]) => m;
        const ordered = allocateInterest(total, all.map(like), PERIOD);
        expect(byClient(allocateInterest(total, order.map(like), PERIOD))).toEqual(byClient(ordered));
      }),
    );
  });

  it('does not depend on splitting one deposit in two on the same day', () => {
    fc.assert(
      fc.property(totals(), members(), fc.bigInt({ min: 0n, max: 100n }), (total, all, percent) => {
        const split = all.map((member) => ({
          ...member,
          movements: member.movements.flatMap(({ date, amount }) => {
            const part = (amount * percent) / 100n;
            return [
              { date, amount: amount - part },
              { date, amount: part },
            ];
          }),
        }));
        expect(allocateInterest(total, split, PERIOD)).toEqual(allocateInterest(total, all, PERIOD));
      }),
    );
  });

  it('never gives less to who had at least as much in on every evening, but for the tiyn that cannot be divided', () => {
    fc.assert(
      fc.property(totals(), seniorities(2), deposits(DAYS), deposits(DAYS, 3), (total, [a, b], moved, more) => {
        fc.pre(a !== undefined && b !== undefined);
        const [less = { amount: 0n }, richer = { amount: 0n }] = allocateInterest(
          total,
          [
            { ...a, opening: 0n, movements: moved },
            { ...b, opening: 0n, movements: [...moved, ...more] },
          ],
          PERIOD,
        );
        expect(richer.amount + 1n >= less.amount).toBe(true);
      }),
    );
  });
});

describe('payouts', () => {
  it('take exactly the amount, from nobody more than is theirs, and split it between what they put in and earned', () => {
    const cases = claims().chain((all) => {
      const max = sumMoney(all.map(({ principal, interest }) => principal + interest));
      return fc.record({ all: fc.constant(all), amount: fc.bigInt({ min: 0n, max }), order: shuffled(all) });
    });
    fc.assert(
      fc.property(cases, ({ all, amount, order }) => {
        const shares = payoutShares(all, amount);
        expect(sumMoney(shares.map((share) => share.amount))).toBe(amount);
        for (const [index, share] of shares.entries()) {
          expect(share.principal + share.interest).toBe(share.amount);
          expect(share.principal <= (all[index]?.principal ?? 0n) && share.principal >= 0n).toBe(true);
          expect(share.interest <= (all[index]?.interest ?? 0n) && share.interest >= 0n).toBe(true);
        }
        expect(byClient(payoutShares(order, amount))).toEqual(byClient(shares));
      }),
    );
  });

  it('in two parts leave nobody with less than nothing, and after both everybody with nothing', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 7n }),
        fc.bigInt({ min: 0n, max: 100n }),
        (principal, interest, percent) => {
          const whole = principal + interest;
          const first = splitProRata((whole * percent) / 100n, { principal, interest });
          const rest = { principal: principal - first.principal, interest: interest - first.interest };
          expect(splitProRata(rest.principal + rest.interest, rest)).toEqual(rest);
        },
      ),
    );
  });
});

describe('a goal from its first deposit to its last refund', () => {
  it('gives back the balance of its account exactly, and nobody less than they put in', () => {
    fc.assert(
      fc.property(members(), fc.integer({ min: 0, max: 2_000 }), (all, rateBps) => {
        const savers = all.map((member) => ({ ...member, opening: 0n }));
        const refunds = runGoal(savers, rateBps);
        expect(sumMoney(refunds.refunds.map(({ amount }) => amount))).toBe(refunds.balance);
        for (const [index, { amount, principal }] of refunds.refunds.entries()) {
          expect(principal).toBe(sumMoney((savers[index]?.movements ?? []).map((moved) => moved.amount)));
          expect(amount >= principal).toBe(true);
        }
      }),
    );
  });
});

type Saver = ReturnType<typeof members> extends fc.Arbitrary<(infer M)[]> ? M : never;

/** Posts and shares out month by month, closes the account, and refunds everybody. */
function runGoal(savers: readonly Saver[], rateBps: number) {
  const account = {
    openedOn: OPENED_ON,
    terms: interestTerms({ rateBps, capitalisation: 'monthly' }, OPENED_ON),
    movements: savers.flatMap((saver) => saver.movements),
  };
  const { postings, total } = expectedInterest(account, { until: UNTIL, isClosing: true });
  const earned = new Map<string, { date: CivilDate; amount: Money }[]>(savers.map(({ client }) => [client, []]));
  let from = OPENED_ON;
  for (const { on, interest } of postings) {
    const period = { from, until: on };
    const current = savers.map((saver) => {
      const all = [...saver.movements, ...(earned.get(saver.client) ?? [])];
      const before = all.filter(({ date }) => date < period.from).map(({ amount }) => amount);
      return {
        ...saver,
        opening: sumMoney(before),
        movements: all.filter(({ date }) => date >= period.from && date < on),
      };
    });
    for (const { client, amount } of allocateInterest(interest, current, period)) {
      earned.get(client)?.push({ date: on, amount });
    }
    from = on;
  }
  expect(postings.map(({ on }) => on)).toEqual(postingDays());
  const refunds = savers.map((saver) =>
    refundOf({
      client: saver.client,
      principal: sumMoney(saver.movements.map(({ amount }) => amount)),
      interest: sumMoney((earned.get(saver.client) ?? []).map(({ amount }) => amount)),
    }),
  );
  return { refunds, balance: sumMoney(account.movements.map(({ amount }) => amount)) + total };
}

function postingDays(): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = nextPostingDay(OPENED_ON); day < UNTIL; day = nextPostingDay(day)) days.push(day);
  return [...days, UNTIL];
}

/** Tiyn-days counted evening by evening. */
function eveningsOf({ opening, movements: moved }: Saver): bigint {
  let balance = opening;
  let sum = 0n;
  for (let n = 0; n < DAYS; n += 1) {
    balance += sumMoney(moved.filter(({ date }) => date === dayOf(n)).map(({ amount }) => amount));
    sum += balance;
  }
  return sum;
}
