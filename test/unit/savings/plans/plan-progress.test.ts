import { describe, expect, it } from 'vitest';
import { pausePlan, type Plan, stopPlan } from '../../../../src/savings/domain/plan.js';
import { afterAnswer, afterDecision, sendDue } from '../../../../src/savings/domain/plan-progress.js';
import { asContributionId, type Money } from '../../../../src/shared/index.js';
import { aPlan, day, LADDER, ROUND_UP, tenge, TODAY } from './fixtures.js';

const NO_MONEY = 'bank.insufficient-funds';
const SENT = asContributionId('0195f2d4-0000-7000-8000-00000000cccc');
const sent = (changes: Partial<Plan> = {}) => sendDue(aPlan(changes), SENT);
const answered = (plan: Plan, paid: Money | null, reason: string | null, today = TODAY) =>
  afterAnswer(plan, { on: TODAY, paid, reason }, today);
const NEXT = { lastOn: '2026-03-02', due: { number: 2, on: '2026-04-02' }, runOn: '2026-04-02', attempts: 0 };

describe('after a decision that sends no money', () => {
  it('a date that is passed or skipped for a reason of the goal is over, and nothing is missed', () => {
    expect(afterDecision(aPlan(), { do: 'pass' }, TODAY)).toMatchObject({ ...NEXT, missed: 0n, collected: 0n });
    const skipped = afterDecision(aPlan({ collected: 5n }), { do: 'skip', reason: 'savings.goal-frozen' }, TODAY);
    expect(skipped).toMatchObject({ ...NEXT, missed: 0n, collected: 5n });
  });

  it('what is collected is kept with the sum of the date', () => {
    const plan = aPlan({ rule: LADDER, due: { number: 3, on: TODAY }, collected: tenge(300) });
    expect(afterDecision(plan, { do: 'collect' }, TODAY)).toMatchObject({
      ...{ collected: tenge(600), lastOn: TODAY, due: { number: 4, on: '2026-03-09' }, status: 'active' },
    });
  });

  it('want of money is tried again on the next working day: the date stays', () => {
    const friday = day('2026-03-20');
    const postponed = afterDecision(aPlan(), { do: 'postpone', reason: NO_MONEY }, friday);
    expect(postponed).toMatchObject({
      due: { number: 1, on: '2026-03-02' },
      runOn: '2026-03-26',
      attempts: 1,
      lastOn: null,
    });
    const again = afterDecision(postponed, { do: 'postpone', reason: NO_MONEY }, day('2026-03-26'));
    expect(again).toMatchObject({ due: { on: '2026-03-02' }, runOn: '2026-03-27', attempts: 2 });
  });

  it('a date that is skipped for want of money is missed, with all that was collected', () => {
    const plan = aPlan({ attempts: 2, collected: tenge(300), missed: tenge(50) });
    const skipped = afterDecision(plan, { do: 'skip', reason: NO_MONEY }, TODAY);
    expect(skipped).toMatchObject({ ...NEXT, missed: tenge(10_350), collected: 0n });
  });

  it('the last step of a ladder finishes it', () => {
    const plan = aPlan({ rule: LADDER, due: { number: 52, on: TODAY } });
    expect(afterDecision(plan, { do: 'pass' }, TODAY)).toMatchObject({ status: 'finished', due: null, runOn: null });
  });

  it('a plan that ends has no date any more', () => {
    const end = { do: 'end', status: 'stopped', reason: 'savings.not-a-member' } as const;
    expect(afterDecision(aPlan(), end, TODAY)).toMatchObject({ status: 'stopped', due: null, runOn: null });
  });
});

describe('after the bank’s last word', () => {
  it('a date that was paid is over', () => {
    const { plan, told } = answered(sent(), tenge(10_000), null);
    expect(plan).toMatchObject({ ...NEXT, sending: null, missed: 0n });
    expect(told).toBeNull();
  });

  it('what was paid beyond the date and what was collected has caught up on what was missed', () => {
    const behind = { missed: tenge(20_000), collected: tenge(300) };
    const after = (paid: number) => answered(sent(behind), tenge(paid), null).plan;
    expect(after(30_300)).toMatchObject({ missed: 0n, collected: 0n });
    expect(after(17_300)).toMatchObject({ missed: tenge(13_000), collected: 0n });
    expect(after(10_300)).toMatchObject({ missed: tenge(20_000), collected: 0n });
    // Trimmed to what the goal missed: nothing was caught up, nothing more is missed.
    expect(after(4_000)).toMatchObject({ missed: tenge(20_000), collected: 0n });
  });

  it('the money was not there after all: two more attempts, then it is missed', () => {
    const first = answered(sent(), null, NO_MONEY);
    expect(first).toMatchObject({ told: 'postponed', plan: { attempts: 1, runOn: '2026-03-03', sending: null } });
    const second = answered(sendDue(first.plan, SENT), null, NO_MONEY, day('2026-03-03'));
    expect(second).toMatchObject({ told: 'postponed', plan: { attempts: 2, runOn: '2026-03-04', lastOn: null } });
    const third = answered(sendDue(second.plan, SENT), null, NO_MONEY, day('2026-03-04'));
    expect(third).toMatchObject({ told: 'skipped', plan: { ...NEXT, missed: tenge(10_000), sending: null } });
  });

  it('any other refusal skips the date, and what was collected is kept', () => {
    const { plan, told } = answered(sent({ collected: tenge(300) }), null, 'bank.account-closed');
    expect(told).toBe('skipped');
    expect(plan).toMatchObject({ ...NEXT, missed: 0n, collected: tenge(300), sending: null });
  });

  it.each([tenge(10_000), null])('a plan that was stopped meanwhile stays stopped: paid %s', (paid) => {
    const { plan, told } = answered(stopPlan(sent()), paid, paid === null ? NO_MONEY : null);
    expect(plan).toMatchObject({ status: 'stopped', due: null, runOn: null, sending: null });
    expect(plan.lastOn).toBe(paid === null ? null : TODAY);
    expect(told).toBeNull();
  });

  it('a plan that was paused meanwhile stays paused, at its next date or its next attempt', () => {
    const paused = pausePlan(sent());
    expect(answered(paused, tenge(10_000), null).plan).toMatchObject({ ...NEXT, status: 'paused' });
    const tried = answered(paused, null, NO_MONEY).plan;
    expect(tried).toMatchObject({ status: 'paused', attempts: 1, runOn: '2026-03-03' });
  });

  it('the last step of a ladder finishes it when it is paid, and when it is missed', () => {
    const last = sent({ rule: LADDER, due: { number: 52, on: TODAY }, attempts: 2 });
    expect(answered(last, tenge(5_200), null).plan).toMatchObject({ status: 'finished', due: null });
    expect(answered(last, null, NO_MONEY).plan).toMatchObject({ status: 'finished', missed: tenge(5_200) });
  });

  it('what was gathered is gathered anew after it was paid', () => {
    const { plan } = answered(sent({ rule: ROUND_UP, collected: tenge(1_500) }), tenge(1_500), null);
    expect(plan).toMatchObject({ collected: 0n, missed: 0n });
  });
});
