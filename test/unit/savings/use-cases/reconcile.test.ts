import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bank, BankEntry } from '../../../../src/savings/index.js';
import { type GoalId, type Money, parseCivilDate, sumMoney } from '../../../../src/shared/index.js';
import { type FilesWorld, openFilesWorld } from '../../../support/files-world.js';
import { client, openGoal, refusalOf, staff, sumsOf, tenge } from '../../../support/savings-world.js';

const OPERATIONS = staff('operations');

let world: FilesWorld;
let goal: GoalId;
let account: string;
let folder: string;
/** Changes what the bank says: its entries, and its word about a key. */
let lie: (entries: readonly BankEntry[]) => readonly BankEntry[];
let unseen: Set<string>;
let whileAsked: () => Promise<void>;

beforeEach(async () => {
  lie = (entries) => entries;
  unseen = new Set();
  whileAsked = () => Promise.resolve();
  world = await openFilesWorld({ decorate: ({ store, bank }) => ({ store, bank: lying(bank) }) });
  ({ goal, account, folder } = world);
});
afterEach(async () => {
  // Whatever is corrected: the chains hold, and what is at the bank by the books is what is owed.
  expect(await world.jinaq.ledger.verify(OPERATIONS)).toMatchObject({ ok: true, problems: [] });
  await world.close();
});

/** A bank whose statements of the goal's account say something else than it has booked. */
function lying(bank: Bank): Bank {
  return {
    ...bank,
    transferStatus: async (key) => {
      await whileAsked();
      return unseen.has(key) ? { status: 'unseen' } : bank.transferStatus(key);
    },
    statement: async (range) => {
      const honest = await bank.statement(range);
      return { ...honest, entries: range.account === account ? lie(honest.entries) : honest.entries };
    },
    balance: async (number) => {
      if (number !== account) return bank.balance(number);
      const all = { account, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2026-12-31') };
      return sumMoney(lie((await bank.statement(all)).entries).map(({ amount }) => amount));
    },
  };
}

const fault = (kind: 'timeout-before-debit' | 'timeout-after-debit' | 'refuse') =>
  world.sandbox.injectFault({ on: 'transfer', kind });
const pay = (amount: number, who = 'bolat') => world.jinaq.goals.contribute(client(who), { goal, amount });
const run = () => world.jinaq.reconcile.run(OPERATIONS, { goal });
const apply = (reason?: string) => world.jinaq.reconcile.apply(OPERATIONS, { goal, ...(reason && { reason }) });
const principalOf = async (who: string) =>
  (await world.jinaq.goals.show(OPERATIONS, { goal })).members.find((member) => member.client === who)?.principal;
const without = (key: string) => () => (entries: readonly BankEntry[]) => entries.filter((entry) => entry.key !== key);
const changed = (key: string, change: Partial<BankEntry>) => (entries: readonly BankEntry[]) =>
  entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
const extra = (entry: Partial<BankEntry> & { readonly amount: Money }) => (entries: readonly BankEntry[]) => [
  ...entries,
  { reference: 'X1', kind: 'other' as const, valueDate: parseCivilDate('2026-01-05'), bookedAt: new Date(0), ...entry },
];
const historyOf = async (type: string) =>
  (await world.jinaq.goals.history(OPERATIONS, { goal })).filter((event) => event.type === type);

describe('books that agree with the bank', () => {
  it('are matched entry by entry, and there is nothing to apply', async () => {
    await pay(100);
    await pay(200, 'aigerim');
    expect(await run()).toEqual({ ok: true, goals: 1, matched: 2, differences: [], otherAccounts: 0 });
    expect(await apply()).toEqual({ ok: true, goal, applied: [], failed: [], left: [] });
  });
});

describe('what is only at the bank', () => {
  it('and pending in the books is settled with the bank’s day', async () => {
    await fault('timeout-after-debit');
    const { id } = await pay(100);
    expect((await run()).differences).toMatchObject([
      { kind: 'only-at-bank', action: 'settle', reference: id, atBank: tenge(100), inBooks: 0n },
    ]);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ reference: id }], left: [] });
    expect(await principalOf('bolat')).toBe(tenge(100));
    expect(await apply()).toMatchObject({ ok: true, applied: [] });
  });

  it('although it was refused is booked to the member who paid it, with a reason, and told to that member', async () => {
    await fault('refuse');
    const { id } = await pay(100);
    lie = extra({ key: id, amount: tenge(100), kind: 'transfer' });
    expect((await run()).differences).toMatchObject([{ kind: 'only-at-bank', action: 'book', reference: id }]);
    expect(await apply('the bank wrote on 6 January')).toMatchObject({ ok: true, left: [] });
    expect(await principalOf('bolat')).toBe(tenge(100));
    const entries = await world.jinaq.ledger.statement(OPERATIONS, { goal });
    expect(entries.at(-1)).toMatchObject({
      ...{ code: 'correction', client: 'bolat', amount: tenge(100), date: '2026-01-05' },
      reason: 'reconciled: only-at-bank; the bank wrote on 6 January',
    });
    expect(await historyOf('books.corrected')).toMatchObject([
      { actor: 'staff:operations', client: 'bolat', data: { action: 'book', amount: '100.00', reference: id } },
    ]);
    expect(await apply()).toMatchObject({ ok: true, applied: [] });
  });

  it('and nobody’s goes to nobody: the bank is asked, whatever is applied', async () => {
    await pay(100);
    for (const kind of ['other', 'transfer', 'salary'] as const) {
      lie = extra({
        amount: tenge(77),
        kind,
        key: kind === 'transfer' ? '0198a1b2-c3d4-7e5f-8a9b-000000000001' : undefined,
      });
      const left = [{ kind: 'only-at-bank', action: 'ask-bank', atBank: tenge(77) }];
      expect(await apply()).toMatchObject({ ok: false, applied: [], failed: [], left });
      expect((await run()).differences).toMatchObject(left);
    }
    expect(await principalOf('bolat')).toBe(tenge(100));
  });

  it('and another member’s contribution of another goal is nobody’s here', async () => {
    const other = await openGoal(world, ['aigerim']);
    const { id } = await world.jinaq.goals.contribute(client('aigerim'), { goal: other, amount: 50 });
    lie = extra({ key: id, amount: tenge(50), kind: 'transfer' });
    expect((await run()).differences).toMatchObject([{ kind: 'only-at-bank', action: 'ask-bank' }]);
  });

  it('and interest waits for its month, where the account still earns', async () => {
    await pay(100);
    await world.sandbox.creditInterest(account, 5n);
    expect(await apply()).toMatchObject({ ok: false, applied: [], left: [{ action: 'post-interest', atBank: 5n }] });
  });

  it('and interest of a closed account is kept for a decision, shared out to nobody', async () => {
    await pay(100);
    await world.jinaq.proposals
      .open(client('aigerim'), { goal, kind: 'cancel' })
      .then(({ id }) =>
        Promise.all(
          ['aigerim', 'bolat'].map((who) =>
            world.jinaq.proposals.vote(client(who), { proposal: id, yes: true }).catch(() => undefined),
          ),
        ),
      );
    expect((await world.jinaq.goals.show(OPERATIONS, { goal })).status).toBe('closed');
    lie = extra({ reference: 'LATE', amount: 7n, kind: 'interest' });
    expect((await run()).differences).toMatchObject([{ action: 'book-interest', reference: 'LATE' }]);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ action: 'book-interest' }], left: [] });
    const { held, owed } = await sumsOf(world, goal);
    expect({ held, owed }).toEqual({ held: 7n, owed: 7n });
    const { members } = await world.jinaq.goals.show(OPERATIONS, { goal });
    expect(members).toMatchObject([
      { interest: 0n, principal: 0n },
      { interest: 0n, principal: 0n },
    ]);
  });
});

describe('what is only in the books', () => {
  it('is taken back when the bank has never seen it', async () => {
    await pay(300, 'aigerim');
    const { id } = await pay(100);
    lie = without(id)();
    unseen.add(id);
    expect((await run()).differences).toMatchObject([
      { kind: 'only-in-books', action: 'reverse', reference: id, atBank: 0n, inBooks: tenge(100) },
    ]);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ action: 'reverse' }] });
    expect(await principalOf('bolat')).toBe(0n);
    expect(await principalOf('aigerim')).toBe(tenge(300));
    expect(await run()).toMatchObject({ ok: true, matched: 1 });
  });

  it('stays when the bank itself says that it was carried out', async () => {
    const { id } = await pay(100);
    lie = without(id)();
    expect((await run()).differences).toMatchObject([{ kind: 'only-in-books', action: 'ask-bank' }]);
    expect(await apply()).toMatchObject({ ok: false, applied: [] });
    expect(await principalOf('bolat')).toBe(tenge(100));
  });

  it('stays, and is listed as failed, when the member has taken the money out since', async () => {
    await pay(300, 'aigerim');
    const { id } = await pay(100);
    await world.jinaq.goals.leave(client('bolat'), { goal });
    lie = without(id)();
    unseen.add(id);
    expect(await apply()).toMatchObject({
      ok: false,
      applied: [],
      failed: [{ reference: id, code: 'ledger.overdrawn' }],
      left: [{ reference: id, action: 'reverse' }],
    });
  });

  it('of a refund gives the member back what the bank did not pay, and the refund can be tried again', async () => {
    await pay(100);
    await world.jinaq.goals.leave(client('bolat'), { goal });
    const [payout] = await world.jinaq.ports.store.read((tx) => tx.payouts.page({ goal }, null, 10));
    const key = payout?.bankKey ?? '';
    lie = without(key)();
    unseen.add(key);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ action: 'reverse', reference: key }] });
    expect(await principalOf('bolat')).toBe(tenge(100));
    const [refund] = await world.jinaq.refunds.list(OPERATIONS, { goal });
    expect(refund).toMatchObject({ status: 'unclaimed', reason: 'returned' });
  });
});

describe('a sum that differs', () => {
  it('is corrected to the member whose transfer it is, up and down', async () => {
    const { id } = await pay(100);
    lie = changed(id, { amount: tenge(130) });
    expect((await run()).differences).toMatchObject([
      { kind: 'amount-differs', action: 'correct-amount', atBank: tenge(130), inBooks: tenge(100) },
    ]);
    expect(await apply()).toMatchObject({ ok: true });
    expect(await principalOf('bolat')).toBe(tenge(130));
    lie = changed(id, { amount: tenge(90) });
    expect(await apply()).toMatchObject({ ok: true });
    expect(await principalOf('bolat')).toBe(tenge(90));
  });

  it('that came twice is found, though each entry is right', async () => {
    const { id } = await pay(100);
    lie = extra({ key: id, amount: tenge(100), kind: 'transfer', reference: 'X2' });
    expect((await run()).differences).toMatchObject([
      { kind: 'amount-differs', atBank: tenge(200), inBooks: tenge(100) },
    ]);
  });

  it('of a contribution that the bank gave back takes it back, on the day it went', async () => {
    const { id } = await pay(100);
    lie = extra({ key: id, amount: -tenge(100), kind: 'transfer', valueDate: parseCivilDate('2026-01-09') });
    expect((await run()).differences).toMatchObject([{ kind: 'amount-differs', action: 'reverse', atBank: 0n }]);
    expect(await apply()).toMatchObject({ ok: true });
    expect(await principalOf('bolat')).toBe(0n);
    expect((await world.jinaq.ledger.statement(OPERATIONS, { goal })).at(-1)).toMatchObject({
      ...{ code: 'reversal', date: '2026-01-09' },
    });
  });

  it('of a refund is the bank’s to explain', async () => {
    await pay(100);
    await world.jinaq.goals.leave(client('bolat'), { goal });
    const [payout] = await world.jinaq.ports.store.read((tx) => tx.payouts.page({ goal }, null, 10));
    lie = changed(payout?.bankKey ?? '', { amount: -tenge(99) });
    expect(await apply()).toMatchObject({ ok: false, applied: [], left: [{ action: 'ask-bank' }] });
  });
});

describe('a day that differs', () => {
  it('is corrected: the money stays, and counts from the bank’s day', async () => {
    const { id } = await pay(100);
    lie = changed(id, { valueDate: parseCivilDate('2026-01-08') });
    expect((await run()).differences).toMatchObject([
      { kind: 'date-differs', action: 'correct-date', date: '2026-01-08', dateInBooks: '2026-01-05' },
    ]);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ kind: 'date-differs' }] });
    expect(await principalOf('bolat')).toBe(tenge(100));
    const days = (await world.jinaq.ledger.statement(OPERATIONS, { goal })).filter(({ phase }) => phase === 'posted');
    expect(days.map(({ code, date }) => [code, date])).toEqual([
      ['correction', '2026-01-08'],
      ['reversal', '2026-01-05'],
    ]);
    // And once more: the correction itself is corrected.
    lie = changed(id, { valueDate: parseCivilDate('2026-01-07') });
    expect(await apply()).toMatchObject({ ok: true });
    expect(await run()).toMatchObject({ ok: true, matched: 1 });
  });

  it('of a refund is corrected though the account is empty by then', async () => {
    await pay(100);
    await world.jinaq.goals.leave(client('bolat'), { goal });
    const [payout] = await world.jinaq.ports.store.read((tx) => tx.payouts.page({ goal }, null, 10));
    lie = changed(payout?.bankKey ?? '', { valueDate: parseCivilDate('2026-01-06') });
    expect(await apply()).toMatchObject({ ok: true, applied: [{ action: 'correct-date' }], failed: [] });
    expect(await principalOf('bolat')).toBe(0n);
  });
});

describe('corrections', () => {
  it('are refused when the books have moved on since they were compared', async () => {
    const { id } = await pay(100);
    lie = without(id)();
    unseen.add(id);
    // Somebody pays while the bank's word is waited for, the second time it is asked: just before the correction.
    let asked = 0;
    whileAsked = async () => {
      asked += 1;
      if (asked === 2) await pay(10, 'aigerim');
    };
    expect((await refusalOf(apply())).code).toBe('conflict');
    expect(await principalOf('bolat')).toBe(tenge(100));
    expect(await historyOf('books.corrected')).toEqual([]);
    expect(await apply()).toMatchObject({ ok: true, applied: [{ action: 'reverse' }] });
    expect(await principalOf('bolat')).toBe(0n);
  });

  it('are made once when two apply them at the same time', async () => {
    const { id } = await pay(100);
    lie = changed(id, { amount: tenge(130) });
    const results = await Promise.allSettled([apply(), apply()]);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(refused).toEqual(refused.map(() => 'conflict'));
    expect(await principalOf('bolat')).toBe(tenge(130));
    expect(await historyOf('books.corrected')).toHaveLength(1);
  });

  it('are for operations alone; looking is for the admin as well', async () => {
    for (const actor of [client('aigerim'), staff('admin'), staff('advisor')]) {
      expect((await refusalOf(world.jinaq.reconcile.apply(actor, { goal }))).code).toBe('access.denied');
    }
    expect(await world.jinaq.reconcile.run(staff('admin'), { goal })).toMatchObject({ ok: true });
    expect((await refusalOf(world.jinaq.reconcile.run(client('aigerim'), { goal }))).code).toBe('access.denied');
  });

  it('of one member show the others no sum', async () => {
    await fault('refuse');
    const { id } = await pay(100);
    lie = extra({ key: id, amount: tenge(100), kind: 'transfer' });
    await apply('a secret of bolat');
    const seen = await world.jinaq.goals.history(client('aigerim'), { goal });
    expect(JSON.stringify(seen.filter(({ type }) => type === 'books.corrected').map(({ data }) => data))).not.toMatch(
      /100|secret/,
    );
  });
});

describe('a file of statements', () => {
  const file = async (from = '2026-01-01', to = '2026-01-31') => {
    const out = join(folder, `${from}.xml`);
    await world.jinaq.bank.statement(OPERATIONS, { out, from, to });
    return out;
  };

  it('is compared instead of the bank: what it has, what it lacks, and whose account it is', async () => {
    await fault('timeout-after-debit');
    const pending = await pay(100);
    const booked = await pay(50);
    const statement = await file();
    expect(await world.jinaq.reconcile.run(OPERATIONS, { statement })).toMatchObject({
      ...{ ok: false, goals: 1, matched: 1, otherAccounts: 0 },
      differences: [{ kind: 'only-at-bank', reference: pending.id, action: 'settle' }],
    });
    const text = readFileSync(statement, 'utf8');
    const cut = text
      .replace(/<Bal>.*<\/Bal>\n/g, '')
      .replace(/<Ntry>(?:(?!<\/Ntry>).)*<\/Ntry>\n/g, (entry) =>
        entry.includes(booked.id.replaceAll('-', '')) ? '' : entry,
      );
    writeFileSync(statement, cut);
    // The bank says that it was carried out: another statement has it.
    expect((await world.jinaq.reconcile.run(OPERATIONS, { statement })).differences).toHaveLength(1);
    unseen.add(booked.id);
    expect((await world.jinaq.reconcile.run(OPERATIONS, { statement })).differences).toMatchObject([
      { kind: 'only-at-bank' },
      { kind: 'only-in-books', reference: booked.id, action: 'reverse' },
    ]);
    expect(await world.jinaq.reconcile.apply(OPERATIONS, { goal, statement })).toMatchObject({ ok: true, left: [] });
    expect(await principalOf('bolat')).toBe(tenge(100));
  });

  it('of some days says nothing of the others', async () => {
    const { id } = await pay(100);
    unseen.add(id);
    const statement = await file('2026-02-01', '2026-02-28');
    expect(await world.jinaq.reconcile.run(OPERATIONS, { statement })).toMatchObject({
      ok: true,
      goals: 1,
      matched: 0,
    });
  });

  it('of other accounts is counted, and applied to no goal', async () => {
    const out = join(folder, 'main.xml');
    await world.jinaq.bank.statement(OPERATIONS, { out, from: '2026-01-01', to: '2026-01-31', account: 'bolat' });
    expect(await world.jinaq.reconcile.run(OPERATIONS, { statement: out })).toMatchObject({
      goals: 0,
      otherAccounts: 1,
    });
    const refusal = await refusalOf(world.jinaq.reconcile.apply(OPERATIONS, { goal, statement: out }));
    expect(refusal).toMatchObject({ code: 'input.invalid' });
  });
});
