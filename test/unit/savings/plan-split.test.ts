import { describe, expect, it } from 'vitest';
import { sumMoney } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { tenge } from './family.js';
import { member, propose } from './planning.js';

describe('the parts of members', () => {
  it('add up to the amount, the tiyn that is left over going to the largest remainder', () => {
    const { amount, split } = propose({ members: [member('bolat', 1n), member('aigerim', 2n)] });
    expect(split).toMatchObject([
      { client: 'aigerim', percent: '66.67', amount: 62_496_37n },
      { client: 'bolat', percent: '33.33', amount: 31_248_18n },
    ]);
    expect(sumMoney(split.map((part) => part.amount))).toBe(amount);
  });

  it('add up to all that is put in, the trimmed last contribution included', () => {
    const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => member(id, 1n));
    const { split, contributed } = propose({ members });
    expect(sumMoney(split.map((part) => part.contributed))).toBe(contributed);
  });

  it('are multiples of the step, like the amount', () => {
    const members = [member('a', 1n), member('b', 1n), member('c', 1n)];
    expect(propose({ step: tenge(100), members }).split.map(({ amount }) => amount)).toEqual([
      tenge(31_300),
      tenge(31_300),
      tenge(31_200),
    ]);
  });

  it('by income are in the proportion of the incomes', () => {
    const members = [member('aigerim', tenge(450_000)), member('bolat', tenge(150_000))];
    const { split } = propose({ rateBps: 0, members });
    expect(split).toMatchObject([
      { client: 'aigerim', percent: '75.00', amount: tenge(75_000), contributed: tenge(900_000) },
      { client: 'bolat', percent: '25.00', amount: tenge(25_000), contributed: tenge(300_000) },
    ]);
  });

  it('count what was paid before a missed contribution at the amount that held then', () => {
    const members = [member('a', 1n), member('b', 1n), member('c', 1n)];
    const { split, contributed, amount } = propose({ members, missed: [2] });
    expect(sumMoney(split.map((part) => part.contributed))).toBe(contributed);
    expect(sumMoney(split.map((part) => part.amount))).toBe(amount);
  });

  it.each([
    ['twice', [member('a', 1n), member('a', 2n)], /a is named twice/],
    ['too many', Array.from({ length: 11 }, (_, index) => member(`m${index}`, 1n)), /at most 10 members/],
    ['none who pays', [member('a', 0n), member('b', 0n)], /somebody has to pay/],
    ['a negative part', [member('a', 1n), member('b', -1n)], /negative/],
  ])('are refused for %s', (_why, members, says) => {
    const { code, message, details } = refusal(() => propose({ members }));
    expect(code).toBe('input.invalid');
    expect(message).toMatch(says);
    expect(details.problems).toMatchObject([{ path: 'members' }]);
  });
});
