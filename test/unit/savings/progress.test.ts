import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../src/savings/domain/progress.js';
import { viewGoal } from '../../../src/savings/domain/view.js';
import { parseCivilDate } from '../../../src/shared/index.js';
import { AIGERIM, makeBooks, makeGoal, makeMember, tenge } from './family.js';

/** A goal of 36,500 over the 100 days from 1 January to 11 April 2028, a leap year: even saving brings 365 a day. */
const START = new Date('2028-01-01T09:00:00+05:00');
const goal = makeGoal({ target: tenge(36_500), deadline: parseCivilDate('2028-04-10') }, undefined, START);

function progress(saved: bigint, day: string, changes: Partial<typeof goal> = {}) {
  const changed = { ...goal, ...changes };
  const now = new Date(`${day}T12:00:00+05:00`);
  const books = saved === 0n ? makeBooks() : makeBooks({ in: [AIGERIM, saved] });
  return progressOf(
    changed,
    viewGoal(changed, [makeMember(AIGERIM)], books, () => true, now),
    [],
    now,
  );
}

describe('progress', () => {
  it('is told in whole percent, rounded down: a hundred only when the goal is met', () => {
    expect(progress(0n, '2028-02-01').percent).toBe(0);
    expect(progress(tenge(36_500) - 1n, '2028-02-01').percent).toBe(99);
    expect(progress(tenge(36_500), '2028-02-01').percent).toBe(100);
  });

  it('counts the days that are left, 29 February included, down to zero', () => {
    expect(progress(0n, '2028-01-01').daysLeft).toBe(100);
    expect(progress(0n, '2028-02-28').daysLeft).toBe(42);
    expect(progress(0n, '2028-03-01').daysLeft).toBe(40);
    expect(progress(0n, '2028-04-10').daysLeft).toBe(0);
    expect(progress(0n, '2028-05-01').daysLeft).toBe(0);
  });

  it('is ahead at the very tiyn of even saving and behind a tiyn below it', () => {
    expect(progress(tenge(365 * 31), '2028-02-01')).toMatchObject({ expected: tenge(365 * 31), pace: 'ahead' });
    expect(progress(tenge(365 * 31) - 1n, '2028-02-01').pace).toBe('behind');
    expect(progress(0n, '2028-01-01').pace).toBe('ahead');
  });

  it('is met when nothing is left, however late', () => {
    expect(progress(tenge(36_500), '2028-12-31')).toMatchObject({ pace: 'met', percent: 100 });
    expect(progress(tenge(36_499), '2028-12-31').pace).toBe('behind');
  });

  it('says what has to come in a day, rounded up, so that it is enough', () => {
    expect(progress(0n, '2028-01-01').neededPerDay).toBe(tenge(365));
    // 36,499.99 over 42 days is 869.0473…
    expect(progress(1n, '2028-02-28').neededPerDay).toBe(869_05n);
    expect(progress(0n, '2028-04-10').neededPerDay).toBe(tenge(36_500));
    expect(progress(tenge(36_500), '2028-02-28').neededPerDay).toBe(0n);
  });
});

describe('the projected day', () => {
  it('is when the target is met if saving goes on as so far', () => {
    // 36,500 is 60 days times 608.33…; 3,650 in 10 days needs 90 days more.
    expect(progress(tenge(3_650), '2028-01-11').projected).toBe('2028-04-10');
    expect(progress(tenge(7_300), '2028-01-11').projected).toBe('2028-02-20');
  });

  it('passes over 29 February in a leap year', () => {
    // On 1 February, 31 days in: half is saved, so the other half takes 31 days more.
    expect(progress(tenge(18_250), '2028-02-01').projected).toBe('2028-03-03');
  });

  it('is rounded up to a whole day', () => {
    expect(progress(tenge(3_650) - 1n, '2028-01-11').projected).toBe('2028-04-11');
  });

  it('on the first day takes that day as the pace', () => {
    expect(progress(tenge(3_650), '2028-01-01').projected).toBe('2028-01-10');
  });

  it('is today when the goal is met', () => {
    expect(progress(tenge(36_500), '2028-02-01').projected).toBe('2028-02-01');
  });

  it('is unknown while nothing is saved, and when it would be over thirty years off', () => {
    expect(progress(0n, '2028-02-01').projected).toBeNull();
    expect(progress(1n, '2028-02-01').projected).toBeNull();
  });

  it('needs no special case for a goal that was opened on 29 February', () => {
    const leap = { createdAt: new Date('2028-02-29T09:00:00+05:00') };
    expect(progress(tenge(18_250), '2028-03-01', leap)).toMatchObject({ projected: '2028-03-02' });
  });
});
