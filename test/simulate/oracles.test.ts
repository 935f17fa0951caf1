import { describe, expect, it } from 'vitest';
import { CELEBRATIONS, findInCelebrations } from '../../cli/simulate/oracles/celebrations.js';
import { GOAL_ORACLES, PAYER_ORACLES } from '../../cli/simulate/oracles/examination.js';
import { createCapWatch, findInQuietHours } from '../../cli/simulate/oracles/messages.js';
import { createToldEvents } from '../../cli/simulate/oracles/told-events.js';
import type { GoalAudit, PayerAudit } from '../../cli/simulate/oracles/audit.js';
import type { Sending } from '../../src/messaging/index.js';
import { publishEvent } from '../../src/outbox/index.js';
import { asProposalId, parseCivilDate, parseInstant } from '../../src/shared/index.js';
import {
  accounts,
  AIGERIM,
  allocation,
  audit,
  BOLAT,
  contribution,
  credit,
  dispute,
  entry,
  event,
  goalIn,
  member,
  paidOrder,
  passedPayout,
  payer,
  payout,
  plan,
} from './audit-fixture.js';

const date = parseCivilDate;
const [aigerims, bolats] = [{ counterparty: 'main aigerim' }, { counterparty: 'main bolat' }];
const c1 = entry('c1', 100_00n, aigerims);
const c2 = entry('c2', 200_00n, bolats);
const outOf = (client: typeof BOLAT, amount: bigint, counterparty: string) => ({
  ...audit({
    payouts: [payout('o1', client, amount, { to: counterparty })],
    entries: [c1, c2, entry('o1', -amount, { counterparty })],
  }),
});

/** What is wrong with each of these; the first line of each names the oracle that has to see it. */
const BROKEN: Readonly<Record<string, readonly (readonly [string, Partial<GoalAudit>])[]>> = {
  'every movement at the bank has its order': [
    ['money moved without an order', { entries: [c1, c2, entry('c1 again', 100_00n, aigerims)] }],
    ['an order moved nothing', { entries: [c2] }],
    ['more moved than was ordered', { entries: [c1, { ...c2, amount: 200_01n }] }],
    [
      'a refused contribution moved money',
      {
        contributions: [
          contribution('c1', AIGERIM, 100_00n, { status: 'refused' }),
          contribution('c2', BOLAT, 200_00n),
        ],
      },
    ],
    ['a payout moved nothing', { payouts: [payout('o1', BOLAT, 50_00n)] }],
    [
      'something never ended',
      {
        contributions: [
          contribution('c1', AIGERIM, 100_00n),
          contribution('c2', BOLAT, 200_00n),
          contribution('c3', BOLAT, 1n, { status: 'pending' }),
        ],
      },
    ],
  ],
  'each member owns what they put in and earned, no less and no more': [
    [
      'one tiyn went to the other member',
      {
        accounts: accounts(
          [{ kind: 'principal', client: AIGERIM }, 99_99n],
          [{ kind: 'principal', client: BOLAT }, 200_01n],
        ),
      },
    ],
    [
      'interest came from nowhere',
      {
        accounts: accounts(
          [{ kind: 'principal', client: AIGERIM }, 100_00n],
          [{ kind: 'principal', client: BOLAT }, 200_00n],
          [{ kind: 'interest', client: BOLAT }, 1n],
        ),
      },
    ],
    ['a refund was not taken off', outOf(BOLAT, 50_00n, 'main bolat')],
  ],
  'interest in the books is what the bank has credited': [
    [
      'it was booked twice',
      {
        entries: [c1, c2, entry(undefined, 3_00n, { kind: 'interest' })],
        transfers: [credit(3_00n, '2026-01-31', 1), credit(3_00n, '2026-01-31', 2)],
      },
    ],
    [
      'it was never booked',
      {
        now: parseInstant('2026-03-20T12:00:00+05:00'),
        entries: [c1, c2, entry(undefined, 3_00n, { kind: 'interest', valueDate: date('2026-02-01') })],
      },
    ],
    [
      'a tiyn of it got lost',
      {
        entries: [c1, c2, entry(undefined, 3_00n, { kind: 'interest' })],
        transfers: [credit(3_00n, '2026-01-31', 1), allocation(AIGERIM, 2_99n, '2026-01-31', 2)],
      },
    ],
  ],
  'interest is shared by what each member had in, and how long': [
    ['one got it all', { transfers: [allocation(AIGERIM, 3_00n, '2026-02-01', 5)] }],
    [
      'two tiyn went to the other one',
      { transfers: [allocation(AIGERIM, 1_02n, '2026-02-01', 5), allocation(BOLAT, 1_98n, '2026-02-01', 6)] },
    ],
  ],
  'money goes out only to its owner or to whom a passed vote names': [
    ['another member got it', outOf(BOLAT, 50_00n, 'main aigerim')],
    [
      'a vote was for another one',
      { ...outOf(BOLAT, 50_00n, 'main aigerim'), proposals: [passedPayout({ client: BOLAT }, [AIGERIM, BOLAT])] },
    ],
    [
      'half of the heads are no majority',
      {
        ...outOf(BOLAT, 50_00n, 'main aigerim'),
        payouts: [payout('o1', BOLAT, 50_00n, { to: 'main aigerim', proposal: asProposalId('p1') })],
        proposals: [passedPayout({ client: AIGERIM }, [AIGERIM])],
      },
    ],
  ],
  'a frozen goal lets nothing out': [
    [
      'money left during a dispute',
      {
        ...outOf(BOLAT, 50_00n, 'main bolat'),
        disputes: [dispute('2026-01-10T09:00:00+05:00', '2026-01-12T09:00:00+05:00')],
      },
    ],
  ],
  'each date of a plan is paid once, or it is told why not': [
    [
      'a date was paid twice',
      {
        plans: [plan()],
        contributions: ['c1', 'c2'].map((id) =>
          contribution(id, AIGERIM, 1n, { plan: { id: plan().id, on: date('2026-01-10') } }),
        ),
      },
    ],
    ['a date passed without a word', { plans: [plan()] }],
    [
      'a day was paid that is no date',
      {
        plans: [plan()],
        contributions: ['2026-01-10', '2026-01-11'].map((on) =>
          contribution(on, AIGERIM, 1n, { plan: { id: plan().id, on: date(on) } }),
        ),
      },
    ],
    ['nobody came', { plans: [plan({ lastOn: null, runOn: date('2026-01-05') })] }],
  ],
  'the history tells what happened, once': [
    ['nothing was told', { events: [] }],
    ['a payout was told to nobody', outOf(BOLAT, 50_00n, 'main bolat')],
    ['a goal closed in silence', { goal: goalIn({ status: 'closed' }) }],
  ],
  'every goal ends in a state that can be explained': [
    ['money is left in a closed goal', { goal: goalIn({ status: 'closed' }) }],
    ['it goes on after its deadline', { goal: goalIn({ deadline: date('2026-01-15') }) }],
    ['nobody refunds what has expired', { goal: goalIn({ status: 'expired' }) }],
    ['it is closing and waits for nothing', { goal: goalIn({ status: 'cancelling' }) }],
  ],
  'no goal takes more than its target': [['a tiyn too much was taken', { goal: goalIn({ target: 299_99n }) }]],
};

describe('the oracles about goals', () => {
  it('find nothing in a goal in which nothing is wrong', () => {
    expect(GOAL_ORACLES.flatMap(({ find }) => find(audit({ isAtRest: true })))).toEqual([]);
  });

  it.each(GOAL_ORACLES)('can be broken: $name', ({ name, find }) => {
    const cases = BROKEN[name] ?? [];
    expect(cases).not.toEqual([]);
    for (const [what, changes] of cases) expect(find(audit(changes)), what).not.toEqual([]);
  });

  it('let a passed vote send the money of all to one', () => {
    const voted = payout('o1', BOLAT, 50_00n, { to: 'main aigerim', proposal: asProposalId('p1') });
    const changes = { payouts: [voted], proposals: [passedPayout({ client: AIGERIM }, [AIGERIM, BOLAT])] };
    const recipients = GOAL_ORACLES.find(({ name }) => name.startsWith('money goes out'));
    expect(recipients?.find({ ...outOf(BOLAT, 50_00n, 'main aigerim'), ...changes })).toEqual([]);
  });

  it('share by days: half the money for twice as long is as much', () => {
    const early = entry('c1', 100_00n, { ...aigerims, valueDate: date('2026-01-12') });
    const late = entry('c2', 200_00n, { ...bolats, valueDate: date('2026-01-22') });
    const transfers = [allocation(AIGERIM, 1_50n, '2026-02-01', 5), allocation(BOLAT, 1_50n, '2026-02-01', 6)];
    const shares = GOAL_ORACLES.find(({ name }) => name.startsWith('interest is shared'));
    expect(shares?.find(audit({ entries: [early, late], transfers }))).toEqual([]);
  });
});

describe('the oracles about payers', () => {
  const cases: Readonly<Record<string, readonly (readonly [string, Partial<PayerAudit>])[]>> = {
    'no client moves another’s money': [
      ['nobody ordered it', { orderOf: () => undefined }],
      ['another client ordered it', { orderOf: () => paidOrder({ contribution: contribution('c1', BOLAT, 100_00n) }) }],
      ['it went into a goal of others', { orderOf: () => paidOrder({ members: [member(BOLAT)] }) }],
      ['it was the plan of another', { orderOf: () => paidOrder({ plan: plan({ client: BOLAT }) }) }],
    ],
    'nobody is below their floor by our doing': [
      ['too little was left', { entries: [entry(undefined, 149_99n, { kind: 'salary' }), entry('c1', -100_00n)] }],
    ],
  };

  it('find nothing where nothing is wrong', () => {
    expect(PAYER_ORACLES.flatMap(({ find }) => find(payer()))).toEqual([]);
  });

  it.each(PAYER_ORACLES)('can be broken: $name', ({ name, find }) => {
    expect(cases[name] ?? []).not.toEqual([]);
    for (const [what, changes] of cases[name] ?? []) expect(find(payer(changes)), what).not.toEqual([]);
  });

  it('let clients spend what they like', () => {
    const spent = entry(undefined, -99_00n, { kind: 'card' });
    const { entries } = payer();
    expect(PAYER_ORACLES.flatMap(({ find }) => find(payer({ entries: [...entries, spent] })))).toEqual([]);
  });
});

describe('the oracles about messages', () => {
  const sent = (at: string, key: string, changes: Partial<Sending> = {}): Sending => ({
    ...{ id: 1, key, client: AIGERIM, goal: audit().goal.id, template: 'reminder.due', messageClass: 'reminder' },
    ...{ leftAt: parseInstant(at), channel: 'push', status: 'delivered', reference: key, at: parseInstant(at) },
    ...changes,
  });

  it.each(['2026-01-10T22:00:00+05:00', '2026-01-10T03:00:00+05:00'])('see what leaves in the night: %s', (at) => {
    expect(findInQuietHours(sent(at, 'a'))).not.toEqual([]);
    expect(findInQuietHours(sent(at, 'a', { channel: 'inbox' }))).toEqual([]);
    expect(findInQuietHours(sent('2026-01-10T12:00:00+05:00', 'a'))).toEqual([]);
  });

  it('see the second message of a day, and the third of a month about one goal', () => {
    const find = createCapWatch();
    expect(find(sent('2026-01-10T12:00:00+05:00', 'a'))).toEqual([]);
    expect(find(sent('2026-01-10T15:00:00+05:00', 'a'))).toEqual([]);
    expect(find(sent('2026-01-10T15:00:00+05:00', 'b'))).toHaveLength(1);
    expect(find(sent('2026-01-11T15:00:00+05:00', 'c'))).toHaveLength(1);
    expect(find(sent('2026-02-01T15:00:00+05:00', 'd'))).toEqual([]);
  });

  it(`see a second celebration, and one that was forgotten: ${CELEBRATIONS}`, () => {
    const { goal, members } = audit();
    const facts = { goal, members, isAtRest: true, events: [event(1, 'goal.reached')] };
    const to = (client: typeof BOLAT, key: string) => ({
      client,
      key,
      goal: goal.id,
      template: 'goal.reached' as const,
    });
    const all = [to(AIGERIM, 'a'), to(BOLAT, 'b')];
    expect(findInCelebrations(facts, all, () => true)).toEqual([]);
    expect(findInCelebrations(facts, [...all, to(BOLAT, 'c')], () => true)).toHaveLength(1);
    expect(findInCelebrations(facts, [to(AIGERIM, 'a')], () => true)).toHaveLength(1);
    expect(findInCelebrations(facts, [to(AIGERIM, 'a')], (client) => client !== BOLAT)).toEqual([]);
  });
});

describe('the oracle about events', () => {
  const events = [event(3, 'goal.created'), event(5, 'goal.edited'), event(9, 'goal.closed')];
  const findAfter = async (...positions: readonly number[]) => {
    const told = createToldEvents();
    for (const position of positions) await told.subscriber.handle(publishEvent({ ...event(position, 'goal.edited') }));
    return told.findUntold(audit().goal.id, events);
  };

  it('lets events come twice, and in their order', async () => {
    expect(await findAfter(3, 5, 3, 5, 9)).toEqual([]);
  });

  it.each([[[3, 9]], [[3, 9, 5]], [[3, 5]], [[]]])('sees that one was lost or came too late: %j', async (positions) => {
    expect(await findAfter(...positions)).toHaveLength(1);
  });
});
