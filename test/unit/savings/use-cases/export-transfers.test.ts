import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../../../../adapters/bank-files/index.js';
import { type GoalId, isIban, parseInstant, parseMoney } from '../../../../src/shared/index.js';
import { type FilesWorld, openFilesWorld } from '../../../support/files-world.js';
import { client, damageIn, refusalOf, staff, sumsOf, tenge } from '../../../support/savings-world.js';

const OPERATIONS = staff('operations');
const DAY = '2026-01-05';
const NOTHING_LEFT = {
  ...{ exported: 0, recent: 0, 'at-bank': 0, unanswered: 0, unfit: 0, frozen: 0, 'below-floor': 0 },
};

let world: FilesWorld;
let goal: GoalId;
let account: string;
let out: string;

beforeEach(async () => {
  world = await openFilesWorld();
  ({ goal, account, folder: out } = world);
});
afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.close();
});

const at = (time: string) => world.clock.set(parseInstant(`2026-01-05T${time}:00+05:00`));
const fault = (kind: 'timeout-before-debit' | 'timeout-after-debit') =>
  world.sandbox.injectFault({ on: 'transfer', kind });
/** A contribution that never arrived at the bank. */
const lost = async (who: string, amount: number) => {
  await fault('timeout-before-debit');
  return world.jinaq.goals.contribute(client(who), { goal, amount });
};
type Options = Partial<Parameters<FilesWorld['jinaq']['transfers']['export']>[1]>;
const exportDay = (options: Options = {}) => world.jinaq.transfers.export(OPERATIONS, { date: DAY, out, ...options });
const settle = () => world.jinaq.transfers.settle(OPERATIONS);
const statusOf = async (id: string) =>
  (await world.jinaq.transfers.list(OPERATIONS, { goal })).find((one) => one.id === id)?.status;

type Paid = { readonly key: string; readonly from: string; readonly to: string; readonly amount: bigint };

/** The payments of all files in a folder. */
function paymentsIn(folder: string): Paid[] {
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return text.split('<PmtInf>').flatMap((block) => {
      const from = /<DbtrAcct><Id><IBAN>(\w+)/.exec(block)?.[1] ?? '';
      return [...block.matchAll(/<EndToEndId>([^<]+)<.*?<InstdAmt[^>]*>([^<]+)<.*?<CdtrAcct><Id><IBAN>(\w+)/gs)].map(
        ([, id = '', amount = '', to = '']) => ({ key: keyOf(id), from, to, amount: parseMoney(amount) }),
      );
    });
  });
}

/** The bank carries out what is in the files. */
async function carryOut(): Promise<void> {
  for (const payment of paymentsIn(out)) await world.sandbox.transfer(payment);
}

describe('the export of a day', () => {
  it('has what the bank has not seen, from main to savings account, under our keys, with control sums', async () => {
    const [one, two] = [await lost('bolat', 100), await lost('aigerim', 250)];
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 7 });
    at('10:00');
    const report = await exportDay();
    expect(report).toMatchObject({ date: DAY, count: 2, total: tenge(350), left: NOTHING_LEFT });
    const accountOf = async (who: string) => (await world.sandbox.show(who)).account;
    expect(paymentsIn(out)).toEqual([
      { key: one.id, from: await accountOf('bolat'), to: account, amount: tenge(100) },
      { key: two.id, from: await accountOf('aigerim'), to: account, amount: tenge(250) },
    ]);
    expect(paymentsIn(out).every(({ from, to }) => isIban(from) && isIban(to))).toBe(true);
    const [file] = report.files;
    const text = readFileSync(file?.file ?? '', 'utf8');
    expect(text).toContain('<NbOfTxs>2</NbOfTxs><CtrlSum>350.00</CtrlSum>');
    expect(text).toContain('pain.001.001.09');
    expect(text).toContain(`<MsgId>${file?.id.replaceAll('-', '')}</MsgId>`);
    expect(text).toContain('<Dbtr><Nm>bolat</Nm></Dbtr>');
  });

  it('is done once: the second time there is nothing, and another day has nothing', async () => {
    await lost('bolat', 100);
    at('10:00');
    await exportDay();
    expect(await exportDay()).toMatchObject({ files: [], count: 0, left: { ...NOTHING_LEFT, exported: 1 } });
    expect(await exportDay({ date: '2026-01-04' })).toMatchObject({ files: [], left: NOTHING_LEFT });
    expect(readdirSync(out)).toHaveLength(1);
  });

  it('may be written in the older version, and for a bank by its BIC', async () => {
    await lost('bolat', 100);
    at('10:00');
    await exportDay({ version: '03', bic: 'HSBKKZKX', initiator: 'Bank savings' });
    const text = readFileSync(join(out, readdirSync(out)[0] ?? ''), 'utf8');
    for (const part of ['pain.001.001.03', 'HSBKKZKX', 'Bank savings']) expect(text).toContain(part);
  });

  it('leaves out what a call may still bring to the bank, what the bank knows, and what it does not answer about', async () => {
    await lost('bolat', 100);
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, recent: 1 } });
    await fault('timeout-after-debit');
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 50 });
    at('10:00');
    await world.sandbox.down();
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, unanswered: 2 } });
    await world.sandbox.up();
    expect(await exportDay()).toMatchObject({ count: 1, left: { ...NOTHING_LEFT, 'at-bank': 1 } });
    expect(paymentsIn(out)).toMatchObject([{ amount: tenge(100) }]);
  });

  it('leaves to calls what settling has just sent', async () => {
    await lost('bolat', 100);
    at('10:00');
    await fault('timeout-before-debit');
    expect(await settle()).toMatchObject({ unanswered: 1 });
    at('10:29');
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, recent: 1 } });
    at('10:30');
    expect(await exportDay()).toMatchObject({ count: 1 });
  });

  it('takes refunds as well, but none out of a goal that a dispute has frozen', async () => {
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 100 });
    await fault('timeout-before-debit');
    await world.jinaq.goals.leave(client('bolat'), { goal });
    at('10:00');
    const dispute = await world.jinaq.disputes.open(client('aigerim'), { goal, text: 'Not agreed' });
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, frozen: 1 } });
    await world.jinaq.disputes.withdraw(client('aigerim'), { dispute: dispute.id });
    expect(await exportDay()).toMatchObject({ count: 1, total: tenge(100) });
    const { account: main } = await world.sandbox.show('bolat');
    expect(paymentsIn(out)).toMatchObject([{ from: account, to: main, amount: tenge(100) }]);
  });

  it('looks at the floor of a plan, which a file cannot tell the bank', async () => {
    const plan = { goal, every: 'month', on: 5, amount: 2_000, floor: 900_000, consent: true } as const;
    await world.jinaq.plans.start(client('bolat'), plan);
    await fault('timeout-before-debit');
    await world.jinaq.transfers.run(OPERATIONS, {});
    const pending = await world.jinaq.transfers.list(OPERATIONS, { goal, status: 'pending' });
    expect(pending).toMatchObject([{ amount: tenge(2_000) }]);
    at('10:00');
    await world.sandbox.cardPurchase('bolat', tenge(98_001));
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, 'below-floor': 1 } });
    await world.sandbox.fund('bolat', tenge(1));
    expect(await exportDay()).toMatchObject({ count: 1 });
  });

  it('is for operations alone', async () => {
    for (const actor of [client('aigerim'), staff('admin'), staff('analyst')]) {
      const refusal = await refusalOf(world.jinaq.transfers.export(actor, { date: DAY, out }));
      expect(refusal.code).toBe('access.denied');
    }
  });
});

describe('a transfer that was exported', () => {
  it('is never sent by a call again, and is finished by the statement', async () => {
    const { id } = await lost('bolat', 100);
    at('10:00');
    await exportDay();
    expect(await settle()).toMatchObject({ completed: 0, unanswered: 1, failed: [] });
    expect((await sumsOf(world, goal)).bank).toBe(0n);
    await carryOut();
    const statement = join(out, 'camt.xml');
    await world.jinaq.bank.statement(OPERATIONS, { out: statement, from: DAY, to: '2026-01-31' });
    expect(await world.jinaq.statements.import(OPERATIONS, { file: statement })).toMatchObject({
      completed: 1,
      noted: 0,
    });
    expect(await statusOf(id)).toBe('completed');
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
  });

  it('is finished by settling as well, when the bank knows its key', async () => {
    const { id } = await lost('bolat', 100);
    at('10:00');
    await exportDay();
    await carryOut();
    expect(await settle()).toMatchObject({ completed: 1 });
    expect(await statusOf(id)).toBe('completed');
    expect((await sumsOf(world, goal)).bank).toBe(tenge(100));
  });

  it('does not keep a payout from being asked for, and no call sends that either', async () => {
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 100 });
    await fault('timeout-before-debit');
    await world.jinaq.goals.leave(client('bolat'), { goal });
    at('10:00');
    await exportDay();
    expect(await settle()).toMatchObject({ unanswered: 1 });
    expect((await sumsOf(world, goal)).bank).toBe(tenge(100));
    await carryOut();
    expect(await settle()).toMatchObject({ completed: 1 });
    expect((await sumsOf(world, goal)).bank).toBe(0n);
  });
});

describe('a payment file', () => {
  it('is written again on demand: the same file, also when its transfers are finished by then', async () => {
    await lost('bolat', 100);
    at('10:00');
    const { files } = await exportDay();
    const [{ id = '', file = '' } = {}] = files;
    const text = readFileSync(file, 'utf8');
    await carryOut();
    await settle();
    const elsewhere = join(out, 'again');
    at('11:00');
    const again = await exportDay({ again: id, out: elsewhere });
    expect(readFileSync(again.files[0]?.file ?? '', 'utf8')).toBe(text);
    expect((await refusalOf(exportDay({ again: goal }))).code).toBe('not-found');
    expect((await refusalOf(exportDay({ again: id, date: '2026-01-04' }))).code).toBe('not-found');
  });

  it('takes the place of no other file', async () => {
    await lost('bolat', 100);
    at('10:00');
    const [{ id = '', file = '' } = {}] = (await exportDay()).files;
    writeFileSync(file, 'changed by hand');
    expect((await refusalOf(exportDay({ again: id }))).code).toBe('conflict');
    expect(readFileSync(file, 'utf8')).toBe('changed by hand');
  });

  it('that could not be written is written by the next run, before what has come since', async () => {
    const first = await lost('bolat', 100);
    at('10:00');
    const blocked = join(out, 'blocked');
    writeFileSync(blocked, '');
    expect((await refusalOf(exportDay({ out: join(blocked, 'x') }))).code).toBe('input.invalid');
    rmSync(blocked);
    const second = await lost('aigerim', 50);
    at('11:00');
    const report = await exportDay();
    expect(report.files.map(({ count }) => count)).toEqual([1, 1]);
    expect(paymentsIn(out).map(({ key }) => key)).toEqual([first.id, second.id]);
    expect(await exportDay()).toMatchObject({ files: [], left: { ...NOTHING_LEFT, exported: 2 } });
  });

  it('is one of several at most in which a transfer is, however many runs there are at once', async () => {
    for (let index = 0; index < 20; index += 1) await lost(index % 2 === 0 ? 'bolat' : 'aigerim', 100 + index);
    at('10:00');
    await Promise.all(Array.from({ length: 4 }, () => exportDay()));
    const keys = paymentsIn(out).map(({ key }) => key);
    expect(keys).toHaveLength(20);
    expect(new Set(keys).size).toBe(20);
  });
});
