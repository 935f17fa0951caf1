import { describe, expect, it } from 'vitest';
import { changeGoal, MAX_GOAL_MONTHS, requireStatus } from '../../../src/savings/domain/goal.js';
import { DEFAULT_RULES, GOAL_STATUSES } from '../../../src/savings/index.js';
import { MAX_MONEY, MAX_NAMED_AMOUNT, MAX_TITLE_LENGTH, parseCivilDate } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { AIGERIM, BOLAT, makeGoal, NOW, TODAY, tenge } from './family.js';

/** The field that is wrong, when the input is refused. */
const wrongField = (work: () => unknown) => {
  const { code, details } = refusal(work);
  expect(code).toBe('input.invalid');
  return (details.problems as { path: string }[]).map(({ path }) => path).join();
};

describe('a new goal', () => {
  it('is shared, active, decided by the majority and free of a minimum unless it says otherwise', () => {
    expect(makeGoal()).toMatchObject({
      ...{ kind: 'shared', status: 'active', statusSince: NOW, frozen: false, decision: 'majority' },
      ...{ minContribution: null, organiser: AIGERIM, deputy: null, createdAt: NOW },
    });
  });

  it('keeps the interest terms that hold today', () => {
    const rules = { ...DEFAULT_RULES, interestRate: 1250, capitalisation: 'none' } as const;
    expect(makeGoal({}, rules).product).toEqual({ rateBps: 1250, dayCount: 'actual/365', capitalisation: 'none' });
    expect(makeGoal({ product: 'monthly' }, rules).product.capitalisation).toBe('monthly');
  });

  it.each([
    ['shared', tenge(10_000)],
    ['personal', tenge(1_000)],
  ] as const)('that is %s has a target of at least the minimum, to the tiyn', (kind, minimum) => {
    expect(makeGoal({ kind, target: minimum }).target).toBe(minimum);
    expect(refusal(() => makeGoal({ kind, target: minimum - 1n }))).toMatchObject({
      code: 'savings.target-too-small',
      details: { target: minimum - 1n, minimum },
    });
  });

  it('takes the minimum from the rules of the day', () => {
    const rules = { ...DEFAULT_RULES, minTargetShared: tenge(20_000) };
    expect(refusal(() => makeGoal({ target: tenge(20_000) - 1n }, rules)).code).toBe('savings.target-too-small');
  });

  it.each([0n, -1n])('has a target above zero, not %d', (target) => {
    expect(wrongField(() => makeGoal({ target }))).toBe('target');
  });

  it('has a target of at most 100 billion tenge, so that the sums of many goals can be told', () => {
    expect(makeGoal({ target: MAX_NAMED_AMOUNT }).target).toBe(tenge(100_000_000_000));
    expect(wrongField(() => makeGoal({ target: MAX_NAMED_AMOUNT + 1n }))).toBe('target');
    expect(wrongField(() => makeGoal({ target: MAX_MONEY }))).toBe('target');
  });

  it('ends tomorrow at the earliest, by the calendar of Almaty', () => {
    expect(wrongField(() => makeGoal({ deadline: TODAY }))).toBe('deadline');
    expect(wrongField(() => makeGoal({ deadline: parseCivilDate('2026-01-04') }))).toBe('deadline');
    expect(makeGoal({ deadline: parseCivilDate('2026-01-06') }).deadline).toBe('2026-01-06');
    // 20:00 in London is already tomorrow in Almaty.
    const evening = new Date('2026-01-05T20:00:00Z');
    expect(wrongField(() => makeGoal({ deadline: parseCivilDate('2026-01-06') }, DEFAULT_RULES, evening))).toBe(
      'deadline',
    );
  });

  it('ends within thirty years', () => {
    expect(MAX_GOAL_MONTHS).toBe(360);
    expect(makeGoal({ deadline: parseCivilDate('2056-01-05') }).deadline).toBe('2056-01-05');
    expect(wrongField(() => makeGoal({ deadline: parseCivilDate('2056-01-06') }))).toBe('deadline');
  });

  it('has a minimum contribution above zero and at most the target', () => {
    expect(makeGoal({ minContribution: tenge(300_000) }).minContribution).toBe(tenge(300_000));
    for (const minContribution of [0n, -1n, tenge(300_000) + 1n]) {
      expect(wrongField(() => makeGoal({ minContribution }))).toBe('minContribution');
    }
  });

  it.each([
    ['empty', ' '],
    ['too long', 'т'.repeat(MAX_TITLE_LENGTH + 1)],
    ['with a control character', 'Той\u0007'],
    ['of two lines', 'Той\nдва'],
  ])('has no title that is %s', (_what, title) => {
    expect(wrongField(() => makeGoal({ title }))).toBe('title');
  });

  it('that is personal is decided by its owner alone and has no deputy', () => {
    expect(makeGoal({ kind: 'personal' }).decision).toBe('organiser');
    expect(wrongField(() => makeGoal({ kind: 'personal', deputy: BOLAT }))).toBe('deputy');
  });

  it('that is shared is never decided by the organiser alone', () => {
    expect(wrongField(() => makeGoal({ decision: 'organiser' }))).toBe('decision');
    expect(makeGoal({ decision: 'unanimous' }).decision).toBe('unanimous');
  });

  it('has another client as deputy than its organiser', () => {
    expect(makeGoal({ deputy: BOLAT }).deputy).toBe(BOLAT);
    expect(wrongField(() => makeGoal({ deputy: AIGERIM }))).toBe('deputy');
  });
});

describe('changing a goal', () => {
  const goal = makeGoal({ minContribution: tenge(5_000) });
  const change = (changes: Parameters<typeof changeGoal>[1], saved = 0n) =>
    changeGoal(goal, changes, saved, DEFAULT_RULES, NOW);

  it('changes what is named and nothing else', () => {
    expect(change({})).toEqual(goal);
    expect(change({ title: ' Үй  ' })).toEqual({ ...goal, title: 'Үй' });
    expect(change({ deadline: parseCivilDate('2026-07-31') })).toEqual({ ...goal, deadline: '2026-07-31' });
    expect(change({ minContribution: tenge(1) })).toEqual({ ...goal, minContribution: tenge(1) });
  });

  it('never takes the target to what is saved already or below', () => {
    expect(change({ target: tenge(20_000) + 1n }, tenge(20_000)).target).toBe(tenge(20_000) + 1n);
    expect(wrongField(() => change({ target: tenge(20_000) }, tenge(20_000)))).toBe('target');
  });

  it('with a target from before there was a limit leaves it, and takes no new one above the limit', () => {
    const old = { ...goal, target: MAX_MONEY };
    expect(changeGoal(old, { title: 'Үй' }, 0n, DEFAULT_RULES, NOW)).toEqual({ ...old, title: 'Үй' });
    expect(changeGoal(old, { target: MAX_NAMED_AMOUNT }, 0n, DEFAULT_RULES, NOW).target).toBe(MAX_NAMED_AMOUNT);
    expect(wrongField(() => changeGoal(old, { target: MAX_MONEY - 1n }, 0n, DEFAULT_RULES, NOW))).toBe('target');
    expect(wrongField(() => change({ target: MAX_NAMED_AMOUNT + 1n }))).toBe('target');
  });

  it('keeps the rules of a new goal', () => {
    expect(refusal(() => change({ target: tenge(9_999) })).code).toBe('savings.target-too-small');
    expect(wrongField(() => change({ deadline: TODAY }))).toBe('deadline');
    expect(wrongField(() => change({ title: '' }))).toBe('title');
    expect(wrongField(() => change({ minContribution: tenge(300_001) }))).toBe('minContribution');
    expect(wrongField(() => change({ target: tenge(10_000), minContribution: tenge(10_001) }))).toBe('minContribution');
  });

  it.each(GOAL_STATUSES.filter((status) => status !== 'active'))('is refused when the goal is %s', (status) => {
    expect(refusal(() => changeGoal({ ...goal, status }, {}, 0n, DEFAULT_RULES, NOW))).toMatchObject({
      code: 'savings.goal-not-active',
      details: { goal: goal.id, status },
    });
  });
});

describe('requireStatus', () => {
  it('lets any of the named statuses pass', () => {
    expect(() => requireStatus(makeGoal(), 'reached', 'active')).not.toThrow();
    expect(refusal(() => requireStatus(makeGoal(), 'reached', 'closed')).code).toBe('savings.goal-not-active');
  });
});
