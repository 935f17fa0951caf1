import { describe, expect, it } from 'vitest';
import { decideDue, type DueFacts, MAX_ATTEMPTS } from '../../../../src/savings/domain/automatic-transfer.js';
import type { Plan } from '../../../../src/savings/domain/plan.js';
import { DEFAULT_RULES } from '../../../../src/savings/index.js';
import { addDays } from '../../../../src/shared/index.js';
import { aGoal, aMember } from '../fixtures.js';
import { aClient, aPlan, day, facts, LADDER, ROUND_UP, SHARE, tenge, TODAY } from './fixtures.js';

const decide = (plan: Partial<Plan>, changes: Partial<DueFacts> = {}) => decideDue(aPlan(plan), facts(changes));
const pays = (whole: number) => ({ do: 'pay', amount: tenge(whole) });
const skips = (reason: string) => ({ do: 'skip', reason });
const NO_MONEY = 'bank.insufficient-funds';

describe('a date of a plan', () => {
  it('is paid when nothing stands in the way', () => {
    expect(decide({})).toEqual(pays(10_000));
  });

  it('takes what was collected along', () => {
    expect(decide({ collected: tenge(300) })).toEqual(pays(10_300));
  });

  it('of a plan without dates is none', () => {
    expect(decide({ due: null })).toEqual({ do: 'pass' });
  });
});

describe('the floor', () => {
  it.each([
    [15_000_00n, pays(10_000)],
    [14_999_99n, { do: 'postpone', reason: NO_MONEY }],
    [10_000_00n, { do: 'postpone', reason: NO_MONEY }],
    [0n, { do: 'postpone', reason: NO_MONEY }],
  ])('is never crossed, to the tiyn: %s on the account', (balance, decision) => {
    expect(decide({}, { balance })).toEqual(decision);
  });

  it('is what the client chose', () => {
    expect(decide({ floor: tenge(50_000) }, { balance: tenge(60_000) })).toEqual(pays(10_000));
    expect(decide({ floor: tenge(50_000) }, { balance: tenge(60_000) - 1n })).toMatchObject({ do: 'postpone' });
  });

  it('is never below the rule, though the plan was made under a lower one', () => {
    const rules = { ...DEFAULT_RULES, minFloor: tenge(20_000) };
    expect(decide({}, { rules, balance: tenge(30_000) - 1n })).toMatchObject({ do: 'postpone' });
    expect(decide({}, { rules, balance: tenge(30_000) })).toEqual(pays(10_000));
  });

  it('has three attempts in all, then the date is skipped', () => {
    expect(MAX_ATTEMPTS).toBe(3);
    const outcomes = [0, 1, 2].map((attempts) => decide({ attempts }, { balance: 0n }));
    const postponed = { do: 'postpone', reason: NO_MONEY };
    expect(outcomes).toEqual([postponed, postponed, skips(NO_MONEY)]);
  });
});

describe('the least that is moved', () => {
  it.each([
    [1_000_00n, { do: 'pay', amount: 1_000_00n }],
    [999_99n, { do: 'collect' }],
    [1n, { do: 'collect' }],
    [0n, { do: 'pass' }],
  ])('is waited for by what is gathered: %s', (collected, decision) => {
    expect(decide({ rule: ROUND_UP, collected })).toEqual(decision);
    expect(decide({ rule: SHARE, collected })).toEqual(decision);
  });

  it('lets the first steps of a ladder be collected and moved together', () => {
    expect(decide({ rule: LADDER })).toEqual({ do: 'collect' });
    const due = { number: 4, on: TODAY };
    expect(decide({ rule: LADDER, due, collected: tenge(600) })).toEqual(pays(1_000));
  });

  it('leaves a fixed amount out that the rules have outgrown', () => {
    const rules = { ...DEFAULT_RULES, minAutomaticTransfer: tenge(20_000) };
    expect(decide({}, { rules })).toEqual(skips('savings.transfer-too-small'));
  });

  it('is the organiser’s minimum when that is higher, except for the last of the goal', () => {
    const goal = aGoal({ minContribution: tenge(20_000) });
    expect(decide({}, { goal })).toEqual(skips('savings.below-min-contribution'));
    expect(decide({ rule: ROUND_UP, collected: tenge(19_999) }, { goal })).toEqual({ do: 'collect' });
    expect(decide({ rule: ROUND_UP, collected: tenge(20_000) }, { goal })).toEqual(pays(20_000));
    expect(decide({}, { goal, missing: tenge(10_000) })).toEqual(pays(10_000));
    expect(decide({}, { goal, missing: tenge(7_000) })).toEqual(pays(7_000));
  });
});

describe('what the goal still takes', () => {
  it.each([
    ['all of it', 10_000_00n, pays(10_000)],
    ['less than the amount: trimmed', 4_000_00n, pays(4_000)],
    ['just the least that is moved', 1_000_00n, pays(1_000)],
    ['less than that', 999_99n, skips('savings.transfer-too-small')],
    ['nothing: the rest is on its way', 0n, skips('savings.over-target')],
  ])('%s', (_, missing, decision) => {
    expect(decide({}, { missing })).toEqual(decision);
  });

  it.each([
    ['a rest that can be moved is left alone', 11_000_00n, 10_000_00n],
    ['of a rest that never could be, 1,000 are left for one more', 10_999_99n, 9_999_99n],
    ['and of the smallest rest', 10_000_01n, 9_000_01n],
  ])('leaves room so that the last transfer can still be made: %s', (_, missing, amount) => {
    expect(decide({}, { missing })).toEqual({ do: 'pay', amount });
    const rest = missing - amount;
    expect(rest).toBeGreaterThanOrEqual(DEFAULT_RULES.minAutomaticTransfer);
  });

  it('does not go below the least, or the organiser’s minimum, to leave room', () => {
    const small = { kind: 'fixed', amount: tenge(1_200), every: 'month', on: 2, growth: null } as const;
    expect(decide({ rule: small }, { missing: tenge(1_500) })).toEqual(pays(1_200));
    const goal = aGoal({ minContribution: tenge(10_000) });
    expect(decide({}, { goal, missing: tenge(10_500) })).toEqual(pays(10_000));
  });
});

describe('the limit of the client', () => {
  const limit = DEFAULT_RULES.clientLimit;

  it.each([
    ['room for all', 10_000_00n, pays(10_000)],
    ['trimmed to what it leaves', 4_000_00n, pays(4_000)],
    ['too little left to be moved', 999_99n, skips('savings.client-limit')],
    ['nothing left', 0n, skips('savings.client-limit')],
    ['passed long ago, by a lower limit', -1_000_00n, skips('savings.client-limit')],
  ])('%s', (_, room, decision) => {
    expect(decide({}, { clientTotal: limit - room })).toEqual(decision);
  });
});

describe('nothing is moved', () => {
  it.each<[string, Partial<DueFacts>, unknown]>([
    ['for who has left', { member: aMember('A', 'participant', { status: 'left' }) }, 'savings.not-a-member'],
    ['for who never was a member', { member: undefined }, 'savings.not-a-member'],
    ['into a closed goal', { goal: aGoal({ status: 'closed' }) }, 'savings.goal-not-active'],
    ['into a goal that is being cancelled', { goal: aGoal({ status: 'cancelling' }) }, 'savings.goal-not-active'],
  ])('%s, and the plan stops', (_, changes, reason) => {
    expect(decide({}, changes)).toEqual({ do: 'end', status: 'stopped', reason });
  });

  it('into a goal that is met, and the plan has done its work', () => {
    const end = { do: 'end', status: 'finished', reason: 'savings.goal-not-active' };
    expect(decide({}, { goal: aGoal({ status: 'reached' }) })).toEqual(end);
  });

  it.each<[string, Partial<DueFacts>, string]>([
    ['for a blocked client', { client: aClient({ status: 'blocked' }) }, 'clients.blocked'],
    ['without a main account', { client: aClient({ account: null }) }, 'savings.account-missing'],
    ['into a frozen goal', { goal: aGoal({ frozen: true }) }, 'savings.goal-frozen'],
    ['into an expired goal', { goal: aGoal({ status: 'expired' }) }, 'savings.deadline-passed'],
    ['after the deadline', { goal: aGoal({ deadline: addDays(TODAY, -1) }) }, 'savings.deadline-passed'],
  ])('%s: the date is skipped, the plan goes on', (_, changes, reason) => {
    expect(decide({}, changes)).toEqual(skips(reason));
    expect(decide({ rule: ROUND_UP, collected: tenge(1_000) }, changes)).toEqual(skips(reason));
    // Nobody is told every day of what could not be moved anyway.
    expect(decide({ rule: ROUND_UP, collected: tenge(999) }, changes)).toEqual({ do: 'collect' });
    expect(decide({ rule: ROUND_UP }, changes)).toEqual({ do: 'pass' });
  });

  it('on the day of the deadline something is', () => {
    expect(decide({}, { goal: aGoal({ deadline: TODAY }) })).toEqual(pays(10_000));
  });

  it('for several reasons at once: what ends the plan comes first, then what stops everything', () => {
    const all: Partial<DueFacts> = {
      ...{ goal: aGoal({ frozen: true, status: 'expired' }), client: aClient({ status: 'blocked' }) },
      ...{ balance: 0n, missing: 0n, clientTotal: DEFAULT_RULES.clientLimit },
    };
    expect(decide({}, { ...all, member: undefined })).toMatchObject({ do: 'end' });
    expect(decide({}, all)).toEqual(skips('clients.blocked'));
    expect(decide({}, { ...all, client: aClient() })).toEqual(skips('savings.goal-frozen'));
    expect(decide({}, { ...all, client: aClient(), goal: aGoal() })).toEqual(skips('savings.over-target'));
  });
});

describe('what was missed', () => {
  const behind = { catchUp: true, missed: tenge(20_000) };

  it('is caught up with the present date by choice, and not otherwise', () => {
    expect(decide(behind)).toEqual(pays(30_000));
    expect(decide({ ...behind, catchUp: false })).toEqual(pays(10_000));
  });

  it('never keeps the present date from being paid', () => {
    expect(decide(behind, { balance: tenge(35_000) })).toEqual(pays(30_000));
    expect(decide(behind, { balance: tenge(35_000) - 1n })).toEqual(pays(10_000));
    expect(decide(behind, { balance: tenge(15_000) - 1n })).toEqual({ do: 'postpone', reason: NO_MONEY });
  });

  it('is trimmed like everything else', () => {
    expect(decide(behind, { missing: tenge(25_000) })).toEqual(pays(25_000));
    expect(decide(behind, { clientTotal: DEFAULT_RULES.clientLimit - tenge(12_000) })).toEqual(pays(12_000));
  });

  it('is not moved by itself on a day on which nothing is due', () => {
    expect(decide({ ...behind, rule: ROUND_UP })).toEqual({ do: 'pass' });
    expect(decide({ ...behind, rule: ROUND_UP, collected: tenge(1) })).toEqual({ do: 'pay', amount: tenge(20_001) });
    expect(decide({ ...behind, rule: ROUND_UP, collected: tenge(1) }, { balance: 0n })).toEqual({ do: 'collect' });
  });
});

it('a date is decided on the day it is run, whatever day it was due', () => {
  const plan = { due: { number: 1, on: day('2026-01-02') } };
  expect(decide(plan)).toEqual(pays(10_000));
});
