import { describe, expect, it } from 'vitest';
import type { PlanProposal } from '../../../src/savings/index.js';
import { tenge } from './family.js';
import { day, member, propose } from './planning.js';

const codes = ({ obstacles }: PlanProposal) => obstacles.map(({ code }) => code);
const offers = ({ alternatives }: PlanProposal) =>
  alternatives.map(({ change, target, amount, count, deadline }) => [change, target, amount, count, deadline]);

describe('a plan that nothing stops', () => {
  it('is feasible up to the very minimum, limit and surplus', () => {
    const least = propose({ target: tenge(12_000), rateBps: 0 });
    expect(least).toMatchObject({ amount: tenge(1_000), feasible: true, obstacles: [], alternatives: [] });
    expect(propose({ target: tenge(10_000_000), rateBps: 0 }).feasible).toBe(true);
    expect(propose({ rateBps: 0, surplus: tenge(100_000) }).feasible).toBe(true);
  });
});

describe('a plan under the minimum of an automatic transfer', () => {
  it('is not feasible, and a shorter term, a higher target and a larger amount are', () => {
    const plan = propose({ target: tenge(5_000) });
    expect(plan).toMatchObject({
      amount: 390_61n,
      feasible: false,
      obstacles: [{ code: 'below-minimum', client: null, amount: 390_61n, bound: tenge(1_000) }],
    });
    expect(offers(plan)).toEqual([
      ['term', tenge(5_000), 1_228_34n, 4, '2026-05-05'],
      ['target', tenge(12_801), 1_000_02n, 12, '2027-01-05'],
      ['amount', tenge(5_000), tenge(1_000), 5, '2026-06-05'],
    ]);
  });

  it('follows the rules of the day', () => {
    expect(propose({ target: tenge(5_000) }, { rules: { minAutomaticTransfer: tenge(300) } }).feasible).toBe(true);
  });

  it('is not feasible for the member whose part is too small, and for no other', () => {
    const members = [member('aigerim', 97n), member('bolat', 3n)];
    const plan = propose({ target: tenge(360_000), rateBps: 0, members });
    expect(plan.obstacles).toEqual([
      { code: 'below-minimum', client: 'bolat', amount: tenge(900), bound: tenge(1_000) },
    ]);
    expect(offers(plan)[0]).toEqual(['term', tenge(360_000), 36_000_00n, 10, '2026-11-05']);
  });

  it('asks nothing of a member who pays nothing', () => {
    expect(propose({ members: [member('aigerim', 1n), member('bolat', 0n)] })).toMatchObject({ feasible: true });
  });

  it('is told when only its last contribution is too small, which can be paid by hand', () => {
    const plan = propose({ target: tenge(10_500), amount: tenge(1_000), rateBps: 0 });
    expect(plan).toMatchObject({ count: 11, feasible: true });
    expect(plan.notes).toEqual([{ code: 'last-below-minimum', amount: tenge(500), bound: tenge(1_000) }]);
  });
});

describe('a plan over the limit of a client', () => {
  it('is not feasible; with more time interest does more, and a lower target needs less', () => {
    const plan = propose({ target: tenge(20_000_000) });
    expect(plan.obstacles).toMatchObject([{ code: 'over-limit', client: null, bound: tenge(10_000_000) }]);
    expect(offers(plan)).toEqual([
      ['term', tenge(20_000_000), 90_371_28n, 110, '2035-03-05'],
      ['target', tenge(10_667_287), 833_333_28n, 12, '2027-01-05'],
      ['amount', tenge(20_000_000), 92_592_59n, 108, '2035-02-05'],
    ]);
  });

  it('counts the money at hand as principal', () => {
    const have = tenge(9_000_000);
    expect(codes(propose({ target: tenge(10_000_001), have, rateBps: 0 }))).toEqual(['over-limit']);
    expect(propose({ target: tenge(10_000_000), have, rateBps: 0 }).feasible).toBe(true);
  });

  it('is a question of each member’s own part', () => {
    const target = tenge(24_000_000);
    const of = (...weights: bigint[]) =>
      propose({ target, rateBps: 0, members: weights.map((weight, index) => member(`m${index}`, weight)) });
    expect(of(1n, 1n, 1n).feasible).toBe(true);
    expect(of(1n, 1n, 2n).obstacles).toMatchObject([{ code: 'over-limit', client: 'm2', amount: tenge(12_000_000) }]);
  });
});

describe('a plan over a stated surplus', () => {
  it('is not feasible; a longer term, a lower target and a smaller amount are', () => {
    const plan = propose({ target: tenge(1_000_000), months: 6, surplus: tenge(50_000) });
    expect(plan.obstacles).toEqual([{ code: 'over-surplus', client: null, amount: 161_871_34n, bound: tenge(50_000) }]);
    expect(offers(plan)).toEqual([
      ['term', tenge(1_000_000), 47_318_76n, 19, '2027-08-05'],
      ['target', tenge(308_887), 49_999_96n, 6, '2026-07-05'],
      ['amount', tenge(1_000_000), tenge(50_000), 18, '2027-08-05'],
    ]);
  });

  it('compares an average month: 365 days have 52 1/7 weeks', () => {
    // 7,000 x 365 / 84 = 30,416.666…
    const weekly = { every: 'week', amount: tenge(7_000) } as const;
    expect(propose({ ...weekly, surplus: 30_416_67n }).feasible).toBe(true);
    expect(propose({ ...weekly, surplus: 30_416_66n }).obstacles).toMatchObject([{ amount: 30_416_67n }]);
    const fortnightly = { every: 'fortnight', amount: tenge(7_000) } as const;
    expect(propose({ ...fortnightly, surplus: 15_208_34n }).feasible).toBe(true);
  });

  it('offers amounts and targets that are multiples of the step', () => {
    const plan = propose({ surplus: tenge(50_250), step: tenge(500) });
    expect(plan.alternatives).toMatchObject([
      { change: 'term', amount: tenge(48_500), count: 22 },
      { change: 'target', amount: tenge(50_000), target: tenge(640_000) },
      { change: 'amount', amount: tenge(50_000) },
    ]);
  });

  it('for a chosen amount offers its own term first, when that needs less than was chosen', () => {
    const plan = propose({ target: tenge(500_000), amount: tenge(50_000), rateBps: 0, surplus: 49_999_99n });
    expect(plan.count).toBe(10);
    const shorter = propose({ target: tenge(490_000), amount: tenge(50_000), rateBps: 0, surplus: tenge(49_500) });
    expect(offers(shorter)).toEqual([
      ['term', tenge(490_000), tenge(49_000), 10, '2026-11-05'],
      ['amount', tenge(490_000), tenge(49_500), 10, '2026-11-05'],
    ]);
  });

  it('that began long ago is offered no term that would be over by now', () => {
    const began = { start: day('2025-07-05'), target: tenge(6_000), rateBps: 0 };
    // Five contributions of 1,200 would have ended in December, six of 1,000 end today.
    expect(offers(propose({ ...began, months: 12 }))).toEqual([
      ['target', tenge(12_000), tenge(1_000), 12, '2026-07-05'],
    ]);
    const today = { today: day('2026-01-04') };
    expect(offers(propose({ ...began, months: 12 }, today))[0]).toEqual([
      'term',
      tenge(6_000),
      tenge(1_000),
      6,
      '2026-01-05',
    ]);
  });

  it('under the minimum leaves nothing to offer', () => {
    expect(propose({ target: tenge(5_000), surplus: tenge(500) })).toMatchObject({ feasible: false, alternatives: [] });
    const both = propose({ target: tenge(9_000), surplus: tenge(700), rateBps: 0 });
    expect(codes(both)).toEqual(['below-minimum', 'over-surplus']);
    expect(both.alternatives).toEqual([]);
  });
});
