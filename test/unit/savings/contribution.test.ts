import { describe, expect, it } from 'vitest';
import {
  checkContribution,
  collectedIn,
  heldTransfer,
  missingIn,
  requireSameOrder,
} from '../../../src/savings/domain/contribution.js';
import { type Contribution, DEFAULT_RULES, GOAL_STATUSES } from '../../../src/savings/index.js';
import { asContributionId, asGoalId, MAX_MONEY, MAX_NAMED_AMOUNT, parseCivilDate } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { AIGERIM, BOLAT, DANA, GOAL_ID, makeBooks, makeGoal, NOW, TODAY, tenge } from './family.js';

const state = (changes: Partial<Parameters<typeof checkContribution>[2]> = {}) => ({
  ...{ books: makeBooks(), clientTotal: 0n, rules: DEFAULT_RULES, date: TODAY },
  ...changes,
});
const check = (amount: bigint, changes: Parameters<typeof state>[0] = {}, goal = makeGoal()) =>
  checkContribution(goal, amount, state(changes));
const codeOf = (...args: Parameters<typeof check>) => refusal(() => check(...args)).code;

describe('what is collected and missing', () => {
  const books = makeBooks({ in: [AIGERIM, tenge(100_000)] }, { pending: [BOLAT, tenge(50_000)] });

  it('principal and interest of the members count as collected, what is on its way and not shared out does not', () => {
    expect(collectedIn(books)).toBe(tenge(100_000));
    expect(collectedIn(makeBooks({ in: [AIGERIM, 5n] }, { interest: [AIGERIM, 2n] }))).toBe(7n);
    expect(collectedIn(makeBooks({ in: [AIGERIM, 5n] }, { interest: [null, 2n] }))).toBe(5n);
  });

  it('what is on its way is no longer missing', () => {
    expect(missingIn(makeGoal(), books)).toBe(tenge(150_000));
  });

  it('nothing is missing of a goal that has more than its target', () => {
    const rich = makeBooks({ in: [AIGERIM, tenge(300_000)] }, { interest: [AIGERIM, 1n] });
    expect(missingIn(makeGoal(), rich)).toBe(0n);
  });
});

describe('a contribution', () => {
  it('is any positive amount when the organiser set no minimum', () => {
    expect(() => check(1n)).not.toThrow();
    expect(codeOf(0n)).toBe('input.invalid');
    expect(codeOf(-1n)).toBe('input.invalid');
  });

  it('is at most 100 billion tenge, whatever the goal misses', () => {
    const goal = { ...makeGoal(), target: MAX_MONEY };
    const rules = { ...DEFAULT_RULES, clientLimit: MAX_MONEY };
    expect(() => check(MAX_NAMED_AMOUNT, { rules }, goal)).not.toThrow();
    expect(codeOf(MAX_NAMED_AMOUNT + 1n, { rules }, goal)).toBe('input.invalid');
  });

  it.each(GOAL_STATUSES.filter((status) => status !== 'active'))('is refused when the goal is %s', (status) => {
    expect(codeOf(1n, {}, { ...makeGoal(), status })).toBe('savings.goal-not-active');
  });

  it('is taken on the day of the deadline, and refused the day after', () => {
    expect(() => check(1n, { date: parseCivilDate('2026-06-30') })).not.toThrow();
    expect(refusal(() => check(1n, { date: parseCivilDate('2026-07-01') }))).toMatchObject({
      code: 'savings.deadline-passed',
      details: { deadline: '2026-06-30' },
    });
  });

  it('may be exactly what is missing, and not a tiyn more', () => {
    expect(() => check(tenge(300_000))).not.toThrow();
    expect(refusal(() => check(tenge(300_000) + 1n))).toMatchObject({
      code: 'savings.over-target',
      details: { amount: tenge(300_000) + 1n, missing: tenge(300_000) },
    });
  });

  it('leaves room for what others have on its way', () => {
    const books = makeBooks({ in: [AIGERIM, tenge(200_000)] }, { pending: [BOLAT, tenge(99_999)] });
    expect(() => check(tenge(1), { books })).not.toThrow();
    expect(refusal(() => check(tenge(1) + 1n, { books })).details).toEqual({
      amount: tenge(1) + 1n,
      missing: tenge(1),
    });
  });
});

describe('the organiser’s minimum', () => {
  const goal = makeGoal({ minContribution: tenge(5_000) });
  const almost = makeBooks({ in: [AIGERIM, tenge(297_000)] });

  it('is enough, and a tiyn less is not', () => {
    expect(() => check(tenge(5_000), {}, goal)).not.toThrow();
    expect(refusal(() => check(tenge(5_000) - 1n, {}, goal))).toMatchObject({
      code: 'savings.below-min-contribution',
      details: { amount: tenge(5_000) - 1n, minimum: tenge(5_000), missing: tenge(300_000) },
    });
  });

  it('does not hold for the last contribution: exactly what is missing is enough', () => {
    expect(() => check(tenge(3_000), { books: almost }, goal)).not.toThrow();
    expect(codeOf(tenge(3_000) - 1n, { books: almost }, goal)).toBe('savings.below-min-contribution');
    expect(codeOf(tenge(3_000) + 1n, { books: almost }, goal)).toBe('savings.over-target');
    expect(codeOf(tenge(5_000), { books: almost }, goal)).toBe('savings.over-target');
  });
});

describe('the limit of one client', () => {
  const limit = tenge(10_000_000);
  const goal = makeGoal({ target: tenge(20_000_000) });

  it('may be reached exactly, over all goals, and not passed by a tiyn', () => {
    expect(() => check(limit, {}, goal)).not.toThrow();
    expect(() => check(1n, { clientTotal: limit - 1n }, goal)).not.toThrow();
    expect(refusal(() => check(2n, { clientTotal: limit - 1n }, goal))).toMatchObject({
      code: 'savings.client-limit',
      details: { amount: 2n, limit, available: 1n },
    });
  });

  it('leaves nothing to a client who is over it since it was lowered', () => {
    const rules = { ...DEFAULT_RULES, clientLimit: tenge(1) };
    expect(refusal(() => check(1n, { clientTotal: tenge(5), rules }, goal)).details).toMatchObject({ available: 0n });
  });
});

describe('an idempotency key', () => {
  const earlier: Contribution = {
    ...{ id: asContributionId('c-1'), goal: GOAL_ID, client: AIGERIM, amount: 100n, key: 'k', status: 'completed' },
    ...{ reason: null, valueDate: TODAY, plan: null, createdAt: NOW },
  };
  const order = { goal: GOAL_ID, client: AIGERIM, amount: 100n, key: 'k' };

  it('with the same order is the same contribution', () => {
    expect(requireSameOrder(earlier, order)).toBe(earlier);
  });

  it.each([
    ['goal', { goal: asGoalId('another') }],
    ['amount', { amount: 101n }],
    ['date', { valueDate: parseCivilDate('2026-01-04') }],
  ])('with another %s is a mistake, and the field is named', (field, change) => {
    expect(refusal(() => requireSameOrder(earlier, { ...order, ...change }))).toMatchObject({
      code: 'idempotency.key-reused',
      details: { key: 'k', field, contribution: 'c-1' },
    });
  });

  it('with a date that was not named, or with the same one, is the same contribution', () => {
    expect(requireSameOrder(earlier, { ...order, valueDate: undefined })).toBe(earlier);
    expect(requireSameOrder(earlier, { ...order, valueDate: TODAY })).toBe(earlier);
  });
});

describe('the transfer of a contribution', () => {
  it('has its id, its day and its moment, and moves from the bank’s side to the member’s principal', () => {
    const id = asContributionId('0194a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b');
    const contribution: Contribution = {
      ...{ id, goal: GOAL_ID, client: DANA, amount: 7n, key: 'k', status: 'pending' },
      ...{ reason: null, valueDate: TODAY, plan: null, createdAt: NOW },
    };
    expect(heldTransfer(contribution)).toMatchObject({
      ...{ id, goal: GOAL_ID, phase: 'pending', debit: { kind: 'bank' }, credit: { kind: 'principal', client: DANA } },
      ...{ amount: 7n, code: 'contribution', valueDate: TODAY, recordedAt: NOW },
    });
  });
});
