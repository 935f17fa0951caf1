import { describe, expect, it } from 'vitest';
import type { BankStatement } from '../../../../src/savings/index.js';
import { parseInstant } from '../../../../src/shared/index.js';
import { client, damageIn, openGoal, openSavingsWorld, staff, sumsOf } from '../../../support/savings-world.js';

type Break = (statement: BankStatement) => BankStatement;

const whole: Break = (statement) => statement;
const withoutLastEntry: Break = (statement) => ({ ...statement, entries: statement.entries.slice(0, -1) });
const withLastEntryTwice: Break = (statement) => ({
  ...statement,
  entries: [...statement.entries, ...statement.entries.slice(-1)],
});
/** As above, with sums that fit: only the reference tells. */
const withLastEntryTwiceInItsSums: Break = (statement) => ({
  ...withLastEntryTwice(statement),
  closing: statement.closing + (statement.entries.at(-1)?.amount ?? 0n),
});

/** A goal with a month's interest on its account, at a bank whose statements arrive as `breaking` says. */
async function openMonth(breaking: { how: Break }) {
  const world = await openSavingsWorld({
    decorate: ({ store, bank }) => ({
      store,
      bank: { ...bank, statement: async (range) => breaking.how(await bank.statement(range)) },
    }),
  });
  const goal = await openGoal(world, ['aigerim']);
  await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: '100000', key: 'first' });
  world.clock.set(parseInstant('2026-02-01T00:30:00+05:00'));
  await world.sandbox.runInterest('2026-02-01' as never);
  return { world, goal };
}

describe('a statement of the bank', () => {
  it.each([
    ['lacks an entry', withoutLastEntry],
    ['has an entry twice', withLastEntryTwice],
    ['has an entry twice and counts it twice', withLastEntryTwiceInItsSums],
  ])('that %s is not booked from; the next one that is whole is', async (_name, how) => {
    const breaking = { how };
    const { world, goal } = await openMonth(breaking);
    const post = () => world.jinaq.interest.post(staff('operations'), { month: '2026-01' });
    const refused = await post();
    expect(refused.failed.map(({ error }) => ({ ...error }))).toMatchObject([{ code: 'bank.statement-broken' }]);
    expect(refused.posted).toHaveLength(0);

    breaking.how = whole;
    expect((await post()).posted).toHaveLength(1);
    const { held, bank } = await sumsOf(world, goal);
    expect(held).toBe(bank);
    expect(await damageIn(world)).toHaveLength(0);
    await world.jinaq.close();
  });

  it('that is broken lets the closing of a goal wait for one that is whole', async () => {
    const breaking = { how: withLastEntryTwice };
    const { world, goal } = await openMonth(breaking);
    const cancel = () => world.jinaq.goals.cancel(client('aigerim'), { goal });
    expect((await cancel()).state).toBe('waiting-for-bank');
    breaking.how = whole;
    await world.jinaq.goals.advance(staff('operations'));
    expect(await sumsOf(world, goal)).toMatchObject({ held: 0n, bank: 0n });
    await world.jinaq.close();
  });
});
