import { describe, expect, it } from 'vitest';
import { DEFAULT_MESSAGING } from '../../../src/messaging/index.js';
import { planDeadlineNotices } from '../../../src/messaging/domain/deadline.js';
import { planFeedback } from '../../../src/messaging/domain/feedback.js';
import { passedMilestone } from '../../../src/messaging/domain/milestone.js';
import { client } from '../savings/fixtures.js';
import { aSituation, day, on } from './situations.js';

const MONDAY = '2026-03-02';
const SIX = ['A', 'B', 'C', 'D', 'E', 'F'];
/** Of six members with an equal part of 150,000 each for the whole time, these are on plan by now. */
const onPlan = (...ids: readonly string[]) => ({
  expected: 150_000_00n,
  claims: new Map(ids.map((id) => [client(id), 25_000_00n])),
});

describe('the weekly feedback', () => {
  const plan = (situation: ReturnType<typeof aSituation>, date = MONDAY) =>
    planFeedback(situation, DEFAULT_MESSAGING, on(date));

  it('tells every member how many are on plan: 4 of 6', () => {
    const messages = plan(aSituation(SIX, onPlan('A', 'B', 'C', 'D')));
    expect(messages.map(({ client: to }) => to)).toEqual(SIX);
    expect(messages[0]?.params).toMatchObject({ show: 'counts', onPlan: 4, members: 6, naming: 'nobody' });
  });

  it('names those on plan who agreed to be seen, never the reader and never anybody who is behind', () => {
    const names = new Map([
      [client('A'), 'Aigerim'],
      [client('B'), 'Bolat'],
      [client('F'), 'Farida'],
    ]);
    const messages = plan(aSituation(SIX, { ...onPlan('A', 'B', 'C', 'D'), names }));
    expect(messages.map(({ params }) => params.names)).toEqual([
      'Bolat',
      'Aigerim',
      ...Array.from({ length: 4 }, () => 'Aigerim, Bolat'),
    ]);
  });

  it('tells the progress alone where a count would point at somebody', () => {
    expect(plan(aSituation(['A', 'B'], onPlan('A')))[0]?.params).toMatchObject({ show: 'progress' });
    expect(plan(aSituation(SIX, onPlan()))[0]?.params).toMatchObject({ show: 'progress' });
  });

  it('comes on its day only, in shared goals that are a week old and not over', () => {
    expect(plan(aSituation(SIX), '2026-03-03')).toEqual([]);
    expect(plan(aSituation(SIX, { goal: { createdAt: on('2026-02-24').now } }))).toEqual([]);
    expect(plan(aSituation(SIX, { goal: { status: 'expired' } }))).toEqual([]);
    expect(plan(aSituation(['A'], { goal: { kind: 'personal' } }))).toEqual([]);
  });
});

describe('a milestone', () => {
  const passed = (collected: bigint, before = 0) =>
    passedMilestone({ ...aSituation(['A']), collected }, [25, 50, 80], before);

  it('is passed at 25, 50 and 80 percent of the target, to the tiyn', () => {
    expect(passed(224_999_99n)).toBeUndefined();
    expect(passed(225_000_00n)).toBe(25);
    expect(passed(450_000_00n)).toBe(50);
    expect(passed(719_999_99n)).toBe(50);
    expect(passed(720_000_00n)).toBe(80);
  });

  it('is told once: not again when money went out and came back, and of several at once the highest', () => {
    expect(passed(300_000_00n, 25)).toBeUndefined();
    expect(passed(300_000_00n, 50)).toBeUndefined();
    expect(passed(800_000_00n, 25)).toBe(80);
  });
});

describe('the notice of a deadline', () => {
  const plan = (date: string, changes = {}) =>
    planDeadlineNotices(aSituation(['A', 'B'], changes), DEFAULT_MESSAGING, on(date));

  it('comes to every member in the last seven days, once for each deadline', () => {
    expect(plan('2026-12-23')).toEqual([]);
    const first = plan('2026-12-24');
    expect(first.map(({ params }) => params.days)).toEqual([7, 7]);
    expect(plan('2026-12-31').map(({ key }) => key)).toEqual(first.map(({ key }) => key));
    expect(plan('2026-12-28', { goal: { deadline: day('2027-01-02') } })[0]?.key).not.toBe(first[0]?.key);
  });

  it('does not come to a goal that is met or over', () => {
    expect(plan('2026-12-30', { missing: 0n })).toEqual([]);
    expect(plan('2027-01-01')).toEqual([]);
  });
});
