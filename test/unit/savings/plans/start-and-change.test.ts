import { describe, expect, it } from 'vitest';
import { pausePlan, type Plan, resumePlan, stopPlan } from '../../../../src/savings/domain/plan.js';
import { MAX_PLANS_PER_MEMBER } from '../../../../src/savings/domain/plan-checks.js';
import { fromDocument, MAX_MONEY, MAX_NAMED_AMOUNT, toDocument } from '../../../../src/shared/index.js';
import { asContributionId } from '../../../../src/shared/index.js';
import { refusal } from '../../shared/refusal.js';
import { aGoal } from '../fixtures.js';
import {
  aPlan,
  change,
  day,
  LADDER,
  MONTHLY,
  noon,
  OTHER_ID,
  ROUND_UP,
  SHARE,
  start,
  sumNow,
  tenge,
} from './fixtures.js';

const TERMS = { amount: tenge(10_000), on: 2 };
const codeOf = (work: () => unknown) => refusal(work).code;
const pathOf = (work: () => unknown) =>
  (refusal(work).details.problems as readonly { readonly path: string }[] | undefined)?.[0]?.path;

describe('a plan is started', () => {
  it('with its first date, the bank’s floor, and nothing of the past', () => {
    expect(start(TERMS)).toEqual(aPlan());
    expect(start({ ...TERMS, floor: tenge(70_000), catchUp: true })).toMatchObject({
      floor: tenge(70_000),
      catchUp: true,
    });
  });

  it('from a later day on, and looks at no account before that', () => {
    expect(start({ ...TERMS, from: day('2026-03-03') }).due).toEqual({ number: 1, on: '2026-04-02' });
    const watching = start({ kind: 'income-share', percent: 1_000, from: day('2026-04-01') });
    expect(watching).toMatchObject({ due: { on: '2026-04-02' }, readTo: '2026-03-31' });
  });

  it.each([
    ['from', { ...TERMS, from: day('2026-03-01') }],
    ['floor', { ...TERMS, floor: tenge(5_000) - 1n }],
    ['on', { ...TERMS, from: day('2026-06-30') }],
    ['amount', { on: 2 }],
  ])('is refused for its %s', (path, terms) => {
    expect(pathOf(() => start(terms))).toBe(path);
  });

  it('is refused when the money of its first date would move after the deadline', () => {
    // Saturday, moved on Monday.
    const weekly = { amount: tenge(1_000), every: 'week', on: 6 } as const;
    const goal = (deadline: string) => aGoal({ deadline: day(deadline) });
    expect(pathOf(() => start(weekly, { goal: goal('2026-03-09') }))).toBe('on');
    expect(start(weekly, { goal: goal('2026-03-10') }).runOn).toBe('2026-03-10');
  });

  it('of an amount that can be moved at once', () => {
    const tooSmall = { ...TERMS, amount: tenge(1_000) - 1n };
    expect(codeOf(() => start(tooSmall))).toBe('savings.transfer-too-small');
    expect(start({ ...TERMS, amount: tenge(1_000) }).status).toBe('active');
    const goal = aGoal({ minContribution: tenge(20_000) });
    expect(codeOf(() => start(TERMS, { goal }))).toBe('savings.below-min-contribution');
    // What is gathered waits until it can be moved; a ladder that never could be is refused.
    expect(start({ kind: 'ladder', amount: tenge(1), on: 1 }, { goal }).status).toBe('active');
    expect(codeOf(() => start({ kind: 'ladder', amount: 72n, on: 1 }))).toBe('savings.transfer-too-small');
    expect(start({ kind: 'ladder', amount: 73n, on: 1 }).status).toBe('active');
  });

  it.each(['reached', 'expired', 'cancelling', 'closed'] as const)('not for a goal that is %s', (status) => {
    expect(codeOf(() => start(TERMS, { goal: aGoal({ status }) }))).toBe('savings.goal-not-active');
  });

  it('of at most 100 billion tenge, over all steps of a ladder', () => {
    expect(() => start({ ...TERMS, amount: MAX_NAMED_AMOUNT, floor: MAX_NAMED_AMOUNT })).not.toThrow();
    expect(pathOf(() => start({ ...TERMS, amount: MAX_NAMED_AMOUNT + 1n }))).toBe('amount');
    expect(pathOf(() => start({ kind: 'ladder', amount: MAX_NAMED_AMOUNT / 1_378n + 1n, on: 5 }))).toBe('amount');
    expect(pathOf(() => start({ ...TERMS, floor: MAX_NAMED_AMOUNT + 1n }))).toBe('floor');
  });

  it('of more than may be named today still takes another floor', () => {
    const rule = { kind: 'fixed', amount: MAX_MONEY, every: 'month', on: 2, growth: null } as const;
    expect(change(aPlan({ rule }), { floor: tenge(9_000) }).floor).toBe(tenge(9_000));
  });

  it('once, though the button is pressed twice and the first was kept in a database meanwhile', () => {
    const kept: Plan = { ...aPlan({ id: OTHER_ID }), rule: fromDocument(toDocument(MONTHLY)) };
    for (const first of [kept, pausePlan(kept)]) {
      expect(codeOf(() => start(TERMS, { others: [first] }))).toBe('plans.already-running');
    }
    expect(start(TERMS, { others: [stopPlan(kept)] }).status).toBe('active');
    expect(start({ ...TERMS, on: 3 }, { others: [kept] }).status).toBe('active');
  });

  it('not again by the paper of one that was stopped: a file that is imported again restarts nothing', () => {
    const stopped = stopPlan(aPlan({ id: OTHER_ID, consent: { ...aPlan().consent, reference: 'DOC-1' } }));
    expect(codeOf(() => start(TERMS, { others: [stopped], reference: 'DOC-1' }))).toBe('plans.already-running');
    expect(start(TERMS, { others: [stopped], reference: 'DOC-2' }).status).toBe('active');
    expect(start(TERMS, { others: [stopped] }).status).toBe('active');
  });

  it('at most ten times in one goal, those that have ended not counted', () => {
    const others = Array.from({ length: MAX_PLANS_PER_MEMBER }, (_, index) =>
      aPlan({ rule: { ...MONTHLY, on: index + 3 } as Plan['rule'] }),
    );
    expect(codeOf(() => start(TERMS, { others }))).toBe('plans.limit');
    const [one, ...rest] = others;
    expect(start(TERMS, { others: [...rest, stopPlan(one as Plan)] }).status).toBe('active');
  });
});

describe('a pause', () => {
  it('lets the dates in it pass, and the plan goes on with the next one', () => {
    const paused = pausePlan(aPlan({ lastOn: day('2026-02-02') }));
    const resumed = resumePlan(paused, aGoal(), day('2026-05-10'));
    expect(resumed).toMatchObject({
      status: 'active',
      due: { on: '2026-06-02' },
      runOn: '2026-06-02',
      readTo: '2026-05-09',
    });
  });

  it('of an hour changes nothing: not a date to come, nor one whose money a holiday holds back', () => {
    const ahead = aPlan({
      due: { number: 2, on: day('2026-04-02') },
      runOn: day('2026-04-02'),
      lastOn: day('2026-03-02'),
    });
    expect(resumePlan(pausePlan(ahead), aGoal(), day('2026-03-10')).due?.on).toBe('2026-04-02');
    const held = aPlan({ due: { number: 1, on: day('2026-03-21') }, runOn: day('2026-03-26') });
    expect(resumePlan(pausePlan(held), aGoal(), day('2026-03-24'))).toMatchObject({
      due: { on: '2026-03-21' },
      runOn: '2026-03-26',
    });
  });

  it('keeps the attempts of a date whose next one is still to come', () => {
    const tried = pausePlan(aPlan({ attempts: 2, runOn: day('2026-03-04') }));
    expect(resumePlan(tried, aGoal(), day('2026-03-04'))).toMatchObject({ attempts: 2, runOn: '2026-03-04' });
    expect(resumePlan(tried, aGoal(), day('2026-03-05'))).toMatchObject({ attempts: 0, due: { on: '2026-04-02' } });
  });

  it('does not let a date come twice that was paid in it', () => {
    const weekly = { ...MONTHLY, every: 'week', on: 1 } as Plan['rule'];
    const paid = pausePlan(
      aPlan({ rule: weekly, lastOn: day('2026-03-02'), due: { number: 2, on: day('2026-03-09') } }),
    );
    expect(resumePlan(paid, aGoal(), day('2026-03-02')).due?.on).toBe('2026-03-09');
  });

  it('ends only while the goal is active, and only once', () => {
    const paused = pausePlan(aPlan());
    expect(codeOf(() => resumePlan(paused, aGoal({ status: 'reached' }), day('2026-03-02')))).toBe(
      'savings.goal-not-active',
    );
    expect(codeOf(() => resumePlan(aPlan(), aGoal(), day('2026-03-02')))).toBe('plans.not-running');
    expect(codeOf(() => pausePlan(paused))).toBe('plans.not-running');
    for (const act of [pausePlan, stopPlan]) expect(codeOf(() => act(stopPlan(paused)))).toBe('plans.not-running');
  });
});

describe('a change', () => {
  const growing = { ...MONTHLY, growth: { by: 1_000, everyMonths: 6 } } as Plan['rule'];
  /** Three steps up: 13,310 by now. */
  const grown = aPlan({
    ...{ rule: growing, startedOn: day('2024-09-02'), lastOn: day('2026-02-02') },
    ...{ due: { number: 19, on: day('2026-03-02') } },
  });

  it('of the floor or of catching up is that and nothing else', () => {
    const plan = aPlan({ attempts: 1, runOn: day('2026-03-03'), missed: 5n });
    expect(change(plan, { floor: tenge(9_000), catchUp: true })).toEqual({
      ...plan,
      floor: tenge(9_000),
      catchUp: true,
    });
    expect(pathOf(() => change(plan, { floor: 1n }))).toBe('floor');
  });

  it('of the amount keeps the date that is to be paid, its attempts and what a holiday holds back', () => {
    const plan = aPlan({ due: { number: 1, on: day('2026-03-21') }, runOn: day('2026-03-26'), attempts: 1 });
    const changed = change(plan, { amount: tenge(20_000) }, { now: noon('2026-03-23') });
    expect(changed).toMatchObject({ due: { on: '2026-03-21' }, runOn: '2026-03-26', attempts: 1 });
    expect(sumNow(changed)).toBe(tenge(20_000));
  });

  it('of the amount does not lose a date that is overdue', () => {
    expect(change(aPlan(), { amount: tenge(20_000) }, { now: noon('2026-03-04') }).due?.on).toBe('2026-03-02');
  });

  it('of the amount keeps the weeks of a fortnight', () => {
    const fortnight = { ...MONTHLY, every: 'fortnight', on: 1 } as Plan['rule'];
    const plan = aPlan({ rule: fortnight, lastOn: day('2026-03-02'), due: { number: 2, on: day('2026-03-16') } });
    expect(change(plan, { amount: tenge(2_000) }, { now: noon('2026-03-04') }).due?.on).toBe('2026-03-16');
  });

  it('of a ladder goes on with its step', () => {
    const plan = aPlan({ rule: LADDER, due: { number: 17, on: day('2026-03-02') }, lastOn: day('2026-02-23') });
    expect(change(plan, { on: 3 }).due).toEqual({ number: 17, on: '2026-03-04' });
    expect(change(plan, { amount: tenge(200) }).due).toEqual({ number: 17, on: '2026-03-02' });
    expect(sumNow(change(plan, { descending: true }))).toBe(tenge(3_600));
  });

  it('to an amount means that amount, however often the old one had stepped up', () => {
    expect(sumNow(grown)).toBe(tenge(13_310));
    const changed = change(grown, { amount: tenge(20_000) });
    expect(sumNow(changed)).toBe(tenge(20_000));
    expect(changed).toMatchObject({ startedOn: '2026-03-02', rule: { growth: { by: 1_000, everyMonths: 6 } } });
    const rising = aPlan({ rule: { ...MONTHLY, growth: { by: 1_000, onRise: true } } as Plan['rule'], rises: 3 });
    expect(sumNow(change(rising, { amount: tenge(20_000) }))).toBe(tenge(20_000));
  });

  it('of the steps goes on from the amount that was reached', () => {
    const slower = change(grown, { stepPercent: 500 });
    expect(sumNow(slower)).toBe(tenge(13_310));
    const onRise = change(grown, { stepOnRise: true });
    expect(onRise).toMatchObject({ rule: { growth: { by: 1_000, onRise: true } }, rises: 0, income: null });
    expect(sumNow(onRise)).toBe(tenge(13_310));
    expect(change(onRise, { stepMonths: 3 })).toMatchObject({ rule: { growth: { by: 1_000, everyMonths: 3 } } });
  });

  it('of the day keeps the steps', () => {
    const later = change(grown, { on: 10 });
    expect(later).toMatchObject({ due: { number: 19, on: '2026-03-10' }, startedOn: '2024-09-02' });
    expect(sumNow(later)).toBe(tenge(13_310));
  });

  it('that names the kind says the whole rule anew, without the steps of the old one', () => {
    const anew = change(grown, { kind: 'fixed', amount: tenge(10_000), on: 2 });
    expect(anew.rule).toEqual(MONTHLY);
    expect(sumNow(anew)).toBe(tenge(10_000));
    expect(pathOf(() => change(grown, { kind: 'round-up' }))).toBe('roundTo');
    expect(change(grown, { kind: 'ladder', amount: tenge(100), on: 1 }).due).toEqual({ number: 1, on: '2026-03-02' });
  });

  it.each([
    [{ kind: 'round-up', roundTo: tenge(100) } as const, MONTHLY],
    [{ kind: 'income-share', percent: 500 } as const, MONTHLY],
    [{ kind: 'income-share', percent: 500 } as const, ROUND_UP],
    [{ kind: 'round-up', roundTo: tenge(100) } as const, SHARE],
  ])('to %o does not look at what happened before it', (terms, rule) => {
    const plan = aPlan({ rule, readTo: day('2025-06-01') });
    expect(change(plan, terms).readTo).toBe('2026-03-01');
  });

  it('of dates does not let one come again that was paid', () => {
    const paid = aPlan({ lastOn: day('2026-03-02'), due: { number: 2, on: day('2026-04-02') } });
    expect(change(paid, { every: 'week', on: 1 }).due?.on).toBe('2026-03-09');
    expect(change(paid, { on: 3 }).due?.on).toBe('2026-03-03');
  });

  it('is refused while its money is on the way, after the end, and for dates after the deadline', () => {
    const sending = aPlan({ sending: asContributionId(OTHER_ID) });
    expect(codeOf(() => change(sending, { amount: tenge(2_000) }))).toBe('savings.contribution-pending');
    expect(codeOf(() => change(stopPlan(aPlan()), { amount: tenge(2_000) }))).toBe('plans.not-running');
    const goal = aGoal({ deadline: day('2026-03-20') });
    expect(pathOf(() => change(aPlan(), { on: 21 }, { goal }))).toBe('on');
    expect(codeOf(() => change(aPlan(), { amount: tenge(999) }))).toBe('savings.transfer-too-small');
    const other = aPlan({ id: OTHER_ID, rule: { ...MONTHLY, on: 9 } as Plan['rule'] });
    expect(codeOf(() => change(aPlan(), { on: 9 }, { others: [other] }))).toBe('plans.already-running');
  });
});
