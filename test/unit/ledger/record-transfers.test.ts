import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BANK,
  type Instruction,
  principalOf,
  type RecordTransfers,
  type ReverseTransfer,
  type Transfer,
} from '../../../src/ledger/index.js';
import { asGoalId, type GoalId } from '../../../src/shared/index.js';
import {
  client,
  damageIn,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
  sumsOf,
} from '../../support/savings-world.js';
import { AIGERIM, BOLAT, hold, only, putIn, takeOut, TODAY, transferId } from './family-books.js';

let world: SavingsWorld;
let goal: GoalId;
let books: RecordTransfers;
let mistakes: ReverseTransfer;

beforeEach(async () => {
  world = await openSavingsWorld();
  goal = await openGoal(world, ['aigerim', 'bolat']);
  books = world.jinaq.context.useCases.recordTransfers;
  mistakes = world.jinaq.context.useCases.reverseTransfer;
});
afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.jinaq.close();
});

const record = (...instructions: readonly Instruction[]) => books.execute({ goal, instructions });
const owed = async () => (await sumsOf(world, goal)).owed;
const post = (n: number, pending: Transfer): Instruction => ({
  ...{ do: 'post-pending', id: transferId(n), pending, valueDate: TODAY },
});

describe('transfers with ids that were recorded before', () => {
  it('give the earlier result when they say the same, whatever the books have become', async () => {
    const money = await record(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 50n));
    const taken = await record(takeOut(3, AIGERIM, 100n));
    expect(await record(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 50n))).toEqual(money);
    expect(await record(takeOut(3, AIGERIM, 100n))).toEqual(taken);
    expect(await owed()).toBe(50n);
  });

  it('give the earlier result also when they resolved a pending one', async () => {
    const pending = only(await record(hold(1, AIGERIM, 100n)));
    const posted = await record(post(2, pending));
    expect(await record(post(2, pending))).toEqual(posted);
    expect(await owed()).toBe(100n);
  });

  it.each([
    ['amount', { amount: 101n }],
    ['code', { code: 'correction' }],
    ['credit', { credit: principalOf(BOLAT) }],
    ['subject', { subject: 'refund-1' }],
    ['reason', { reason: 'because' }],
  ] as const)('are refused when they have another %s', async (field, change) => {
    await record(putIn(1, AIGERIM, 100n));
    expect(await refusalOf(record({ ...putIn(1, AIGERIM, 100n), ...change }))).toMatchObject({
      code: 'idempotency.key-reused',
      details: { key: transferId(1), field },
    });
  });

  it('are refused when only some of those that were linked are known', async () => {
    await record(putIn(1, AIGERIM, 100n));
    expect((await refusalOf(record(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 5n)))).code).toBe('idempotency.key-reused');
    expect(await owed()).toBe(100n);
  });

  it('sent many times at once are recorded once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => record(putIn(1, AIGERIM, 100n))));
    expect(new Set(results.map((transfers) => only(transfers).hash)).size).toBe(1);
    expect(await owed()).toBe(100n);
  });
});

describe('linked transfers', () => {
  it('are kept all or not at all', async () => {
    await record(putIn(1, AIGERIM, 100n));
    expect((await refusalOf(record(takeOut(2, AIGERIM, 100n), takeOut(3, BOLAT, 1n)))).code).toBe('ledger.overdrawn');
    expect(await owed()).toBe(100n);
    expect(await record(takeOut(2, AIGERIM, 100n))).toMatchObject([{ seq: 2 }]);
  });

  it('need a goal', async () => {
    const elsewhere = { goal: asGoalId('0194a1b2-0000-7000-8000-0000000000ff'), instructions: [putIn(1, AIGERIM, 1n)] };
    expect((await refusalOf(books.execute(elsewhere))).code).toBe('not-found');
  });
});

describe('a pending transfer', () => {
  it('is resolved once, by a post or a void', async () => {
    const pending = only(await record(hold(1, AIGERIM, 100n)));
    await record({ do: 'void-pending', id: transferId(2), pending });
    for (const again of [post(3, pending), { do: 'void-pending', id: transferId(4), pending } as const]) {
      expect(await refusalOf(record(again))).toMatchObject({
        code: 'ledger.pending-resolved',
        details: { transfer: pending.id },
      });
    }
    expect(await owed()).toBe(0n);
  });

  it('is resolved once also when other money of the member is on its way', async () => {
    const [pending] = await record(hold(1, AIGERIM, 100n), hold(2, AIGERIM, 100n));
    await record(post(3, pending as Transfer));
    expect((await refusalOf(record(post(4, pending as Transfer)))).code).toBe('ledger.pending-resolved');
    expect(await owed()).toBe(100n);
  });

  it('posted and voided at once is one of both', async () => {
    const pending = only(await record(hold(1, AIGERIM, 100n)));
    const race = await Promise.allSettled([
      record(post(2, pending)),
      record({ do: 'void-pending', id: transferId(3), pending }),
    ]);
    expect(race.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('reversing a transfer', () => {
  const paid = async () => {
    const { id } = await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 100 });
    const history = await world.jinaq.ports.store.read((tx) => tx.transfers.history(goal, { afterSeq: 0, limit: 9 }));
    const posted = history.find(({ phase, refersTo }) => phase === 'post' && refersTo === (id as string));
    return { pending: history[0] as Transfer, posted: posted as Transfer };
  };

  it('takes it back by a new one that names it and says why', async () => {
    const { posted } = await paid();
    const reversal = await world.jinaq.ledger.reverse(staff('operations'), {
      transfer: posted.id,
      reason: 'booked twice',
    });
    expect(reversal).toMatchObject({
      ...{ code: 'reversal', phase: 'posted', refersTo: posted.id, reason: 'booked twice', amount: 100_00n },
      ...{ debit: principalOf(BOLAT), credit: BANK },
    });
    expect(await owed()).toBe(0n);
  });

  it('happens once', async () => {
    const { posted } = await paid();
    const reverse = () => mistakes.execute({ transfer: posted.id, reason: 'booked twice' });
    const race = await Promise.allSettled([reverse(), reverse()]);
    expect(race.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await refusalOf(reverse())).code).toBe('ledger.pending-resolved');
    expect(await owed()).toBe(0n);
  });

  it('needs a reason, a transfer that exists and one that moved something', async () => {
    const { pending, posted } = await paid();
    expect((await refusalOf(mistakes.execute({ transfer: posted.id, reason: ' ' }))).code).toBe('input.invalid');
    expect((await refusalOf(mistakes.execute({ transfer: transferId(9), reason: 'x' }))).code).toBe('not-found');
    expect((await refusalOf(mistakes.execute({ transfer: pending.id, reason: 'x' }))).code).toBe('input.invalid');
  });

  it('is operations’ to do', async () => {
    const { posted } = await paid();
    for (const actor of [client('bolat'), staff('admin'), staff('advisor')]) {
      const work = world.jinaq.ledger.reverse(actor, { transfer: posted.id, reason: 'x' });
      expect((await refusalOf(work)).code).toBe('access.denied');
    }
  });
});
