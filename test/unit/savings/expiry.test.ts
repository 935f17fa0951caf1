import { describe, expect, it } from 'vitest';
import { expireGoal, isRefundDue, refundDay, resumeGoal } from '../../../src/savings/domain/expiry.js';
import type { ProposalTerms } from '../../../src/savings/domain/proposal.js';
import { DEFAULT_RULES } from '../../../src/savings/domain/rules.js';
import { parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { aGoal } from './fixtures.js';

const LAST_MINUTE = parseInstant('2026-06-30T23:59:59+05:00');
const DAY_AFTER = parseInstant('2026-07-01');
const expired = expireGoal(aGoal(), 0n, DAY_AFTER);

describe('a goal that is not met expires', () => {
  it('on the day after its deadline, in Almaty', () => {
    const goal = aGoal();
    expect(expireGoal(goal, 0n, LAST_MINUTE)).toBe(goal);
    expect(expired).toEqual({ ...goal, status: 'expired', statusSince: DAY_AFTER });
  });

  it('not while money that was sent in time is on its way', () => {
    const goal = aGoal();
    expect(expireGoal(goal, 1n, DAY_AFTER)).toBe(goal);
  });

  it('not when it was met on the last day, or is over', () => {
    for (const status of ['reached', 'expired', 'cancelling', 'closed'] as const) {
      const goal = aGoal({ status });
      expect(expireGoal(goal, 0n, DAY_AFTER)).toBe(goal);
    }
  });
});

describe('an expired goal refunds everybody', () => {
  const open = (kind: 'cancel' | 'early-withdrawal', openedAt: string, status: 'open' | 'rejected' = 'open') => {
    const terms = { kind } as ProposalTerms;
    return { status, openedAt: parseInstant(openedAt), terms };
  };
  const due = parseInstant('2026-07-15');

  it('14 days after its members were asked', () => {
    expect(refundDay(expired)).toBe('2026-07-15');
    expect(isRefundDue(expired, [], parseInstant('2026-07-14T23:59:59+05:00'))).toBe(false);
    expect(isRefundDue(expired, [], due)).toBe(true);
  });

  it('after a vote on an answer that was opened in time, not one opened later or on something else', () => {
    expect(isRefundDue(expired, [open('cancel', '2026-07-14T23:00:00+05:00')], due)).toBe(false);
    expect(isRefundDue(expired, [open('cancel', '2026-07-14T23:00:00+05:00', 'rejected')], due)).toBe(true);
    expect(isRefundDue(expired, [open('cancel', '2026-07-15')], due)).toBe(true);
    expect(isRefundDue(expired, [open('early-withdrawal', '2026-07-14')], due)).toBe(true);
  });

  it('not while a dispute stops what flows out, and not in any other status', () => {
    expect(isRefundDue({ ...expired, frozen: true }, [], due)).toBe(false);
    expect(isRefundDue(aGoal(), [], due)).toBe(false);
  });
});

describe('an expired goal is taken up again', () => {
  const now = parseInstant('2026-07-05');
  const resume = (changes: Parameters<typeof resumeGoal>[1], saved = 400_000_00n) =>
    resumeGoal(expired, changes, saved, DEFAULT_RULES, now);

  it('with a deadline to come', () => {
    const deadline = parseCivilDate('2026-12-31');
    expect(resume({ deadline })).toEqual({ ...expired, status: 'active', statusSince: now, deadline });
    expect(resume({ deadline, target: 500_000_00n })).toMatchObject({ status: 'active', target: 500_000_00n });
    expect(refusal(() => resume({ target: 500_000_00n })).code).toBe('input.invalid');
  });

  it('with the target lowered to what is saved, and is met by that', () => {
    expect(resume({ target: 400_000_00n })).toEqual({
      ...expired,
      status: 'reached',
      statusSince: now,
      target: 400_000_00n,
    });
    expect(refusal(() => resume({ target: 399_999_99n })).code).toBe('input.invalid');
    expect(refusal(() => resume({ target: 9_999_99n }, 9_999_99n)).code).toBe('savings.target-too-small');
    const personal = { ...expired, kind: 'personal' as const };
    expect(resumeGoal(personal, { target: 9_999_99n }, 9_999_99n, DEFAULT_RULES, now).status).toBe('reached');
  });

  it('only when it has expired', () => {
    expect(refusal(() => resumeGoal(aGoal(), {}, 0n, DEFAULT_RULES, now)).code).toBe('savings.goal-not-active');
  });
});
