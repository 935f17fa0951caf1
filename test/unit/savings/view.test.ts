import { describe, expect, it } from 'vitest';
import { type AmountsVisible, expectedBy, viewGoal } from '../../../src/savings/domain/view.js';
import { visibilityFor } from '../../../src/savings/use-cases/show-goal.js';
import { parseCivilDate } from '../../../src/shared/index.js';
import { AIGERIM, BOLAT, DANA, makeBooks, makeGoal, makeMember, NOW, tenge } from './family.js';

const MEMBERS = [
  makeMember(AIGERIM),
  makeMember(BOLAT, { shareAmounts: true }),
  makeMember(DANA, { shareWithAdvisor: true }),
];
const BOOKS = makeBooks(
  { in: [AIGERIM, tenge(90_000)] },
  { in: [BOLAT, tenge(30_000)] },
  { in: [DANA, tenge(3_000)] },
  { interest: [AIGERIM, tenge(900)] },
  { interest: [DANA, 7n] },
  { pending: [BOLAT, tenge(5_000)] },
);
const view = (isVisible: AmountsVisible, now = NOW, members = MEMBERS) =>
  viewGoal(makeGoal(), members, BOOKS, isVisible, now);
const principals = (isVisible: AmountsVisible) =>
  view(isVisible).members.map(({ principal, interest }) => [principal, interest]);
const hidden = [null, null];

describe('a goal as it is shown', () => {
  it('adds up principal and interest, and says what is on its way and what is still missing', () => {
    expect(view(() => true)).toMatchObject({
      ...{ collected: tenge(123_900) + 7n, pending: tenge(5_000), missing: tenge(171_100) - 7n },
      ...{ title: 'Той', kind: 'shared', status: 'active', target: tenge(300_000), deadline: '2026-06-30' },
      ...{ minContribution: null, organiser: AIGERIM, deputy: null, frozen: false, interestRateBps: 1400 },
    });
  });

  it('shows the same totals to everyone, whoever’s sums are hidden', () => {
    const totals = (isVisible: AmountsVisible) => ({ ...view(isVisible), members: undefined });
    expect(totals(() => false)).toEqual(totals(() => true));
  });

  it('hides the sums of a member, never who they are and whether they are on plan', () => {
    const shown = view(() => true).members;
    expect(view(() => false).members).toEqual(shown.map((member) => ({ ...member, principal: null, interest: null })));
  });
});

describe('whose sums are seen', () => {
  const bySight = {
    aigerim: [tenge(90_000), tenge(900)],
    bolat: [tenge(30_000), 0n],
    dana: [tenge(3_000), 7n],
  };

  it('by a member: their own, and those of members who agreed to show them', () => {
    expect(principals(visibilityFor({ kind: 'client', client: AIGERIM }))).toEqual([
      bySight.aigerim,
      bySight.bolat,
      hidden,
    ]);
    expect(principals(visibilityFor({ kind: 'client', client: DANA }))).toEqual([hidden, bySight.bolat, bySight.dana]);
  });

  it('by the organiser: no more than by any other member', () => {
    expect(principals(visibilityFor({ kind: 'client', client: AIGERIM }))[2]).toEqual(hidden);
  });

  it('by somebody who is only invited: those of members who agreed to show them', () => {
    expect(principals(visibilityFor({ kind: 'client', client: 'erlan' as typeof DANA }))).toEqual([
      hidden,
      bySight.bolat,
      hidden,
    ]);
  });

  it('by an advisor: those of members who agreed to that', () => {
    expect(principals(visibilityFor({ kind: 'staff', role: 'advisor' }))).toEqual([hidden, hidden, bySight.dana]);
  });

  it.each(['admin', 'operations'] as const)('by %s: all', (role) => {
    expect(principals(visibilityFor({ kind: 'staff', role }))).toEqual(Object.values(bySight));
  });

  it('by an analyst: none', () => {
    expect(principals(visibilityFor({ kind: 'staff', role: 'analyst' }))).toEqual([hidden, hidden, hidden]);
  });
});

describe('even saving', () => {
  const goal = makeGoal(
    { target: tenge(36_600), deadline: parseCivilDate('2028-12-31') },
    undefined,
    new Date('2027-12-31T12:00:00+05:00'),
  );
  const on = (day: string) => expectedBy(goal, new Date(`${day}T12:00:00+05:00`));

  it('brings the same every day, the 366 days of a leap year included', () => {
    expect(on('2027-12-31')).toBe(0n);
    expect(on('2028-01-01')).toBe(tenge(100));
    expect(on('2028-02-29')).toBe(tenge(6_000));
    expect(on('2028-03-01')).toBe(tenge(6_100));
    expect(on('2028-12-30')).toBe(tenge(36_500));
  });

  it('has brought the target on the last day, and no more after it', () => {
    expect(on('2028-12-31')).toBe(tenge(36_600));
    expect(on('2030-01-01')).toBe(tenge(36_600));
  });

  it('counts days by the calendar of Almaty', () => {
    expect(expectedBy(goal, new Date('2028-01-01T18:59:59Z'))).toBe(tenge(100));
    expect(expectedBy(goal, new Date('2028-01-01T19:00:00Z'))).toBe(tenge(200));
  });
});

describe('being on plan', () => {
  // 300,000 in 176 days by three members: the plan of one is a third of what even saving brings.
  const onDay = (day: string) =>
    view(() => false, new Date(`${day}T12:00:00+05:00`)).members.map(({ onPlan }) => onPlan);

  it('is saving at least an equal part of the target for the time that has passed', () => {
    expect(onDay('2026-01-05')).toEqual([true, true, true]);
    expect(onDay('2026-02-01')).toEqual([true, true, false]);
    expect(onDay('2026-06-30')).toEqual([false, false, false]);
  });

  it('is being at the very tiyn of the plan, and not a tiyn below it', () => {
    const goal = makeGoal({ target: tenge(20_000), deadline: parseCivilDate('2026-01-15') });
    const members = [makeMember(AIGERIM), makeMember(BOLAT)];
    const books = makeBooks({ in: [AIGERIM, tenge(1_000)] }, { in: [BOLAT, tenge(1_000) - 1n] });
    const { members: seen } = viewGoal(goal, members, books, () => false, new Date('2026-01-06T09:00:00+05:00'));
    expect(seen.map(({ onPlan }) => onPlan)).toEqual([true, false]);
  });

  it('shares the plan among active members only', () => {
    const left = makeMember(DANA, { status: 'left' });
    const { members: seen } = view(() => false, new Date('2026-02-01T12:00:00+05:00'), [
      makeMember(AIGERIM),
      makeMember(BOLAT),
      left,
    ]);
    // Two instead of three: even saving brought 46,022.72, of which 30,000 is more than a half.
    expect(seen.map(({ onPlan }) => onPlan)).toEqual([true, true, false]);
  });
});
