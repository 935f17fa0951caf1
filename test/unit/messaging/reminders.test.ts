import { describe, expect, it } from 'vitest';
import { DEFAULT_MESSAGING } from '../../../src/messaging/index.js';
import { planReminders } from '../../../src/messaging/domain/reminder.js';
import { addDays } from '../../../src/shared/index.js';
import { client } from '../savings/fixtures.js';
import { aSituation, at, day, on, paid } from './situations.js';

const plan = (situation: ReturnType<typeof aSituation>, date: string) =>
  planReminders(situation, DEFAULT_MESSAGING, on(date));
const keys = (situation: ReturnType<typeof aSituation>, date: string) =>
  plan(situation, date).map(({ key }) => key.replace(/\/.*\//, '/').replace(/^reminder\./, ''));

describe('the reminder of a turn', () => {
  it('comes three days before the due date when no payday is known, once however often it is planned', () => {
    const situation = aSituation(['A']);
    expect(keys(situation, '2026-02-01')).toEqual([]);
    expect(keys(situation, '2026-02-02')).toEqual(['due/A']);
    const [first, second] = [plan(situation, '2026-02-02'), plan(situation, '2026-02-05')];
    expect(second.map(({ key }) => key)).toEqual(first.map(({ key }) => key));
  });

  it('comes two days after payday when that is known', () => {
    const situation = aSituation(['A'], { paydays: new Map([[client('A'), 10]]) });
    expect(keys(situation, '2026-01-11')).toEqual([]);
    expect(keys(situation, '2026-01-12')).toEqual(['due/A']);
  });

  it('keeps to the due date when two days after payday would be too late', () => {
    const situation = aSituation(['A'], { paydays: new Map([[client('A'), 4]]) });
    expect(keys(situation, '2026-02-01')).toEqual([]);
    expect(keys(situation, '2026-02-02')).toEqual(['due/A']);
  });

  it('comes to nobody who has paid in this turn, be it still on its way', () => {
    const payments = [paid('A', '2025-12-05'), paid('A', '2026-01-05'), paid('A', '2026-01-20')];
    const situation = aSituation(['A', 'B'], { payments, member: { joinedAt: at('2025-11-05') } });
    expect(keys(situation, '2026-02-03')).toEqual(['due/B']);
  });

  it('comes to nobody who saves by a plan', () => {
    expect(keys(aSituation(['A', 'B'], { byPlan: new Set([client('A')]) }), '2026-02-02')).toEqual(['due/B']);
  });

  it('follows the day on which the member usually pays', () => {
    const payments = [paid('A', '2026-01-20'), paid('A', '2026-02-20'), paid('A', '2026-03-01')];
    expect(keys(aSituation(['A'], { payments }), '2026-04-16')).toEqual([]);
    expect(keys(aSituation(['A'], { payments }), '2026-04-17')).toEqual(['due/A']);
  });

  it('names the goal, the member’s part, what is missing, and what paying changes', () => {
    const [message] = plan(aSituation(['A', 'B', 'C'], { collected: 90_000_00n, missing: 810_000_00n }), '2026-02-02');
    // 12 turns are left, from 5 February to the one that ends on 31 December; 3 members.
    expect(message?.params).toMatchObject({ goal: 'Той', missing: 810_000_00n, share: 22_500_00n, due: '2026-02-05' });
  });

  it('asks for no less than the least contribution and no more than is missing', () => {
    const goal = { minContribution: 50_000_00n };
    expect(plan(aSituation(['A'], { goal, missing: 100_000_00n }), '2026-02-02')[0]?.params.share).toBe(50_000_00n);
    expect(plan(aSituation(['A'], { goal, missing: 70n }), '2026-02-02')[0]?.params.share).toBe(70n);
  });

  it('is of no use after the due date, nor once the member has paid in the turn', () => {
    expect(plan(aSituation(['A']), '2026-02-02')[0]).toMatchObject({
      expiresAt: at('2026-02-06', '00:00'),
      unlessPaidAfter: day('2026-01-05'),
    });
  });

  it('is kept and not sent for whoever is held out', () => {
    const held = planReminders(
      aSituation(['A', 'B']),
      DEFAULT_MESSAGING,
      on('2026-02-02', (id) => id === client('A')),
    );
    expect(held.map(({ delivery }) => delivery)).toMatchObject([
      { status: 'suppressed', reason: 'hold-out' },
      { status: 'planned' },
    ]);
  });

  it('comes for no goal that is met, over or expired', () => {
    expect(keys(aSituation(['A'], { missing: 0n }), '2026-02-02')).toEqual([]);
    expect(keys(aSituation(['A'], { goal: { status: 'reached' } }), '2026-02-02')).toEqual([]);
    expect(keys(aSituation(['A'], { goal: { deadline: day('2026-02-01') } }), '2026-02-02')).toEqual([]);
  });

  it('on the 31st is asked for on the last day of a shorter month, and on the 31st again after it', () => {
    const member = { joinedAt: at('2025-12-31') };
    const dues = ['2026-01-31', '2026-02-26', '2026-03-30'].map(
      (date) =>
        plan(aSituation(['A'], { member }), date).find(({ template }) => template === 'reminder.due')?.params.due,
    );
    expect(dues).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it('asks for the last turn by the deadline, and not twice in its last days', () => {
    const situation = aSituation(['A'], { goal: { deadline: day('2026-03-10') } });
    const planned = new Map<string, unknown>();
    for (let date = day('2026-02-06'); date <= day('2026-03-10'); date = addDays(date, 1)) {
      for (const { key, template, params } of plan(situation, date)) {
        if (template === 'reminder.due') planned.set(key, params.due);
      }
    }
    expect([...planned.values()]).toEqual(['2026-03-10']);
  });
});

describe('the late reminder', () => {
  it('comes once, three days after a turn that went by without a payment', () => {
    expect(keys(aSituation(['A']), '2026-02-07')).toEqual([]);
    expect(keys(aSituation(['A']), '2026-02-08')).toEqual(['late/A']);
    expect(keys(aSituation(['A']), '2026-02-16')).toEqual([]);
  });

  it('comes to nobody who has paid since, and to nobody who was not there', () => {
    expect(keys(aSituation(['A'], { payments: [paid('A', '2026-02-06')] }), '2026-02-09')).toEqual([]);
    expect(keys(aSituation(['A'], { member: { joinedAt: at('2026-02-06') } }), '2026-02-08')).toEqual([]);
  });

  it('makes two reminders a turn at the most, over a whole year without a payment', () => {
    const byMonth = new Map<string, Set<string>>();
    for (let date = day('2026-01-05'); date <= day('2026-12-31'); date = addDays(date, 1)) {
      for (const { key } of plan(aSituation(['A']), date)) {
        const month = key.split('/')[2] ?? '';
        byMonth.set(month, (byMonth.get(month) ?? new Set()).add(key));
      }
    }
    expect([...byMonth.values()].map(({ size }) => size).every((size) => size <= 2)).toBe(true);
    expect(byMonth.size).toBe(11);
  });
});

describe('what paying now changes', () => {
  const effectOf = (collected: bigint, missing: bigint, date: string) =>
    plan(aSituation(['A'], { collected, missing }), date)[0]?.params;

  it('is the day on which the goal is met, where it is behind', () => {
    // A tenth in a quarter: at this pace the goal is met years late; with one part of a ninth more, a little earlier.
    const params = effectOf(300_000_00n, 600_000_00n, '2026-08-02');
    expect(params).toMatchObject({ effect: 'date' });
    expect(String(params?.metBy) < String(params?.metOtherwise)).toBe(true);
    expect(String(params?.metOtherwise) > '2026-12-31').toBe(true);
  });

  it('is the interest to the deadline, where it is on time', () => {
    // 100,000 over 6 turns is 16,667; at 14 % for 151 days of 365 that is 965.31.
    expect(effectOf(800_000_00n, 100_000_00n, '2026-08-02')).toMatchObject({
      effect: 'interest',
      share: 16_667_00n,
      interest: 965_31n,
    });
  });

  it('is not promised where nothing was saved yet', () => {
    expect(effectOf(0n, 900_000_00n, '2026-08-02')?.effect).toBe('interest');
  });
});
