import { describe, expect, it } from 'vitest';
import { type PlanTerms, planRule, termsOf } from '../../../../src/savings/domain/plan-terms.js';
import { refusal } from '../../shared/refusal.js';
import { tenge } from './fixtures.js';

const FIXED: PlanTerms = { amount: tenge(5_000), on: 10 };
const LADDER: PlanTerms = { kind: 'ladder', amount: tenge(100), on: 5 };

const problemOf = (terms: PlanTerms) => {
  const { code, details } = refusal(() => planRule(terms));
  expect(code).toBe('input.invalid');
  return (details.problems as readonly { readonly path: string }[])[0]?.path;
};

describe('the rule of a plan', () => {
  it.each<[string, PlanTerms]>([
    ['a fixed amount a month', FIXED],
    ['the last day of the month', { ...FIXED, on: 31 }],
    ['a week', { ...FIXED, every: 'week', on: 7 }],
    ['a fortnight', { ...FIXED, every: 'fortnight', on: 1 }],
    ['stepping up by months', { ...FIXED, stepPercent: 1_000, stepMonths: 120 }],
    ['stepping up on a rise', { ...FIXED, stepPercent: 1, stepOnRise: true }],
    ['a share of income', { kind: 'income-share', percent: 10_000 }],
    ['the smallest share', { kind: 'income-share', percent: 1 }],
    ['rounding up to 100', { kind: 'round-up', roundTo: tenge(100) }],
    ['rounding up to 500', { kind: 'round-up', roundTo: tenge(500) }],
    ['rounding up to 1,000', { kind: 'round-up', roundTo: tenge(1_000) }],
    ['a ladder', LADDER],
    ['a ladder downwards', { ...LADDER, descending: true }],
  ])('of %s is the same when it is said in its own words', (_, terms) => {
    const rule = planRule(terms);
    expect(planRule(termsOf(rule))).toEqual(rule);
  });

  it('is a fixed amount a month unless it says otherwise', () => {
    expect(planRule(FIXED)).toEqual({ kind: 'fixed', amount: tenge(5_000), every: 'month', on: 10, growth: null });
  });

  it.each<[string, PlanTerms]>([
    ['amount', { on: 10 }],
    ['amount', { ...FIXED, amount: 0n }],
    ['amount', { ...FIXED, amount: -1n }],
    ['on', { amount: 1n }],
    ['on', { ...FIXED, on: 0 }],
    ['on', { ...FIXED, on: 32 }],
    ['on', { ...FIXED, on: 1.5 }],
    ['on', { ...FIXED, on: Number.NaN }],
    ['on', { ...FIXED, every: 'week', on: 8 }],
    ['on', { ...FIXED, every: 'fortnight', on: 10 }],
    ['percent', { ...FIXED, percent: 100 }],
    ['roundTo', { ...FIXED, roundTo: tenge(100) }],
    ['descending', { ...FIXED, descending: false }],
    ['stepPercent', { ...FIXED, stepMonths: 6 }],
    ['stepPercent', { ...FIXED, stepOnRise: true }],
    ['stepPercent', { ...FIXED, stepPercent: 0, stepMonths: 6 }],
    ['stepPercent', { ...FIXED, stepPercent: 10_001, stepMonths: 6 }],
    ['stepMonths', { ...FIXED, stepPercent: 100 }],
    ['stepMonths', { ...FIXED, stepPercent: 100, stepMonths: 6, stepOnRise: true }],
    ['stepMonths', { ...FIXED, stepPercent: 100, stepMonths: 0 }],
    ['stepMonths', { ...FIXED, stepPercent: 100, stepMonths: 121 }],
    ['stepMonths', { ...FIXED, stepPercent: 100, stepMonths: 2.5 }],
    ['percent', { kind: 'income-share' }],
    ['percent', { kind: 'income-share', percent: 0 }],
    ['percent', { kind: 'income-share', percent: 10_001 }],
    ['amount', { kind: 'income-share', percent: 100, amount: 1n }],
    ['on', { kind: 'income-share', percent: 100, on: 1 }],
    ['roundTo', { kind: 'round-up' }],
    ['roundTo', { kind: 'round-up', roundTo: 0n }],
    ['roundTo', { kind: 'round-up', roundTo: tenge(200) }],
    ['every', { kind: 'round-up', roundTo: tenge(100), every: 'week' }],
    ['amount', { kind: 'ladder', on: 1 }],
    ['on', { ...LADDER, on: 8 }],
    ['every', { ...LADDER, every: 'week' }],
    ['stepPercent', { ...LADDER, stepPercent: 100 }],
  ])('is refused for its %s: %o', (path, terms) => {
    expect(problemOf(terms)).toBe(path);
  });
});
