import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoalId } from '../../../../src/shared/index.js';
import { type FilesWorld, openFilesWorld } from '../../../support/files-world.js';
import { client, damageIn, refusalOf, staff, sumsOf, tenge } from '../../../support/savings-world.js';

const OPERATIONS = staff('operations');
const NOTHING = { completed: 0, refused: 0, known: 0, interest: 0, otherAccounts: 0, notBooked: 0, noted: 0 };

let world: FilesWorld;
let goal: GoalId;
let account: string;
let folder: string;

beforeEach(async () => {
  world = await openFilesWorld();
  ({ goal, account, folder } = world);
});
afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.close();
});

const pay = (amount: number, kind?: 'timeout-before-debit' | 'timeout-after-debit') =>
  world.sandbox
    .clearFaults()
    .then(() => kind && world.sandbox.injectFault({ on: 'transfer', kind }))
    .then(() => world.jinaq.goals.contribute(client('bolat'), { goal, amount }));
const importFile = (file: string) => world.jinaq.statements.import(OPERATIONS, { file });
const importXml = (...lines: readonly string[]) => {
  const file = join(folder, 'camt.xml');
  writeFileSync(file, statementOf(lines));
  return importFile(file);
};
const statusOf = async (id: string) =>
  (await world.jinaq.transfers.list(OPERATIONS, { goal })).find((one) => one.id === id)?.status;
const show = () => world.jinaq.goals.show(OPERATIONS, { goal });

let statements = 0;
/** What the sandbox bank has on the accounts of goals, as a file. */
const bankStatement = async () => {
  const out = join(folder, `bank-${(statements += 1)}.xml`);
  await world.jinaq.bank.statement(OPERATIONS, { out, from: '2026-01-01', to: '2026-12-31' });
  return out;
};

type Line = { key?: string; amount?: string; way?: 'CRDT' | 'DBIT'; back?: string; status?: string; date?: string };

function line({ key, amount = '100.00', way = 'CRDT', back, status = 'BOOK', date = '2026-01-07' }: Line): string {
  const reason = back === undefined ? '' : `<RtrInf><Rsn><Cd>${back}</Cd></Rsn></RtrInf>`;
  const id = key?.replaceAll('-', '') ?? 'NOTPROVIDED';
  return `<Ntry><Amt Ccy="KZT">${amount}</Amt><CdtDbtInd>${way}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts>
    ${date === '' ? '' : `<ValDt><Dt>${date}</Dt></ValDt>`}<AcctSvcrRef>R</AcctSvcrRef><BkTxCd></BkTxCd>
    <NtryDtls><TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${reason}</TxDtls></NtryDtls></Ntry>`;
}

function statementOf(lines: readonly string[], of = account): string {
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr></GrpHdr><Stmt><Id>S</Id>
    <Acct><Id><IBAN>${of}</IBAN></Id></Acct>${lines.join('')}</Stmt></BkToCstmrStmt></Document>`;
}

describe('the import of a statement', () => {
  it('finishes what the bank has carried out, with the bank’s value date, and the second time finds it known', async () => {
    await pay(50);
    const { id } = await pay(100, 'timeout-after-debit');
    const file = await bankStatement();
    expect(await importFile(file)).toMatchObject({ ...NOTHING, lines: 2, completed: 1, known: 1 });
    expect(await statusOf(id)).toBe('completed');
    expect(await importFile(file)).toMatchObject({ ...NOTHING, lines: 2, known: 2 });
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(150), owed: tenge(150), bank: tenge(150) });
    const history = await world.jinaq.goals.history(OPERATIONS, { goal });
    expect(history.filter(({ type }) => type === 'contribution.completed')).toHaveLength(2);
    expect(await world.jinaq.transfers.settle(OPERATIONS)).toMatchObject({ completed: 0, unanswered: 0 });
  });

  it('books a contribution on the day that the bank says, not on the day it was ordered', async () => {
    const { id } = await pay(100, 'timeout-after-debit');
    await importXml(line({ key: id, date: '2026-01-09' }));
    const entries = await world.jinaq.ledger.statement(OPERATIONS, { goal });
    expect(entries.at(-1)).toMatchObject({ phase: 'post', date: '2026-01-09', amount: tenge(100) });
  });

  it('finishes refunds as well, and the member has left', async () => {
    await pay(100);
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
    await world.jinaq.goals.leave(client('bolat'), { goal });
    expect(await importFile(await bankStatement())).toMatchObject({ ...NOTHING, completed: 1, known: 1 });
    expect(await world.jinaq.refunds.list(OPERATIONS, { goal })).toMatchObject([{ status: 'completed' }]);
    expect((await show()).members).toMatchObject([{}, { client: 'bolat', status: 'left', principal: 0n }]);
  });

  it('refuses what the bank has taken back within the file, by the bank’s reason, whichever line comes first', async () => {
    for (const [first, second] of [
      [undefined, 'AC04'],
      ['AC04', undefined],
    ]) {
      const { id } = await pay(100, 'timeout-before-debit');
      const way = (back: string | undefined) => (back === undefined ? 'CRDT' : 'DBIT');
      const lines = [first, second].map((back) => line({ key: id, way: way(back), ...(back && { back }) }));
      expect(await importXml(...lines)).toMatchObject({ ...NOTHING, lines: 2, refused: 1, known: 1 });
      expect(await world.jinaq.transfers.list(OPERATIONS, { goal, status: 'refused' })).toContainEqual(
        expect.objectContaining({ id, reason: 'bank.account-closed' }),
      );
      expect(await importXml(...lines)).toMatchObject({ ...NOTHING, known: 2 });
    }
    expect((await show()).collected).toBe(0n);
  });

  it('touches nothing that does not agree to the tiyn, and lists it', async () => {
    const { id } = await pay(100, 'timeout-before-debit');
    const refused = await pay(2_000_000).catch(() => undefined);
    expect(refused).toBeUndefined();
    const problems = async (...lines: Line[]) => {
      const report = await importXml(...lines.map(line));
      expect(report.noted).toBe(report.firstNoted.length);
      return report.firstNoted.map(({ problem }) => problem);
    };
    expect(await problems({ key: id, amount: '100.01' })).toEqual(['amount-differs']);
    expect(await problems({ key: id, way: 'DBIT' })).toEqual(['amount-differs']);
    expect(await problems({ key: id, date: '' })).toEqual(['undated']);
    expect(await problems({ key: '0198a1b2-c3d4-7e5f-8a9b-000000000001' }, {}, { key: 'not one of ours' })).toEqual([
      ...['unknown', 'unknown', 'unknown'],
    ]);
    expect(await statusOf(id)).toBe('pending');
    expect(await importXml(line({ key: id, status: 'PDNG' }))).toMatchObject({ ...NOTHING, notBooked: 1 });
    expect(await statusOf(id)).toBe('pending');
  });

  it('lists what the bank has booked although it was refused, and what it took back after it was booked', async () => {
    await world.sandbox.injectFault({ on: 'transfer', kind: 'refuse' });
    const refused = await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 100 });
    const booked = await pay(100);
    const report = await importXml(
      line({ key: refused.id }),
      line({ key: booked.id }),
      line({ key: booked.id, way: 'DBIT', back: 'NARR' }),
    );
    expect(report.firstNoted.map(({ problem }) => problem)).toEqual(['refused-before', 'returned', 'returned']);
    expect((await show()).collected).toBe(tenge(100));
  });

  it('passes over the accounts of others, and over interest, which is posted by itself', async () => {
    await world.sandbox.creditInterest(account, 5n, undefined);
    const file = await bankStatement();
    expect(await importFile(file)).toMatchObject({ ...NOTHING, interest: 1 });
    const { account: main } = await world.sandbox.show('bolat');
    writeFileSync(join(folder, 'main.xml'), statementOf([line({})], main));
    expect(await importFile(join(folder, 'main.xml'))).toMatchObject({ ...NOTHING, otherAccounts: 1 });
  });

  it('takes nothing from a file that breaks off, does not add up, or is not there', async () => {
    const { id } = await pay(100, 'timeout-before-debit');
    const good = statementOf([line({ key: id })]);
    const balance = (code: string, amount: string) =>
      `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="KZT">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-07</Dt></Dt></Bal>`;
    const unbalanced = good.replace('</Acct>', `</Acct>${balance('OPBD', '0.00')}${balance('CLBD', '99.99')}`);
    for (const text of [good.slice(0, -20), unbalanced]) {
      writeFileSync(join(folder, 'bad.xml'), text);
      expect((await refusalOf(importFile(join(folder, 'bad.xml')))).code).toBe('input.invalid');
    }
    expect((await refusalOf(importFile(join(folder, 'missing.xml')))).message).toContain('ENOENT');
    expect(await statusOf(id)).toBe('pending');
  });

  it('is for operations alone', async () => {
    const file = join(folder, 'x.xml');
    writeFileSync(file, statementOf([line({})]));
    for (const actor of [client('aigerim'), staff('admin'), staff('advisor')]) {
      expect((await refusalOf(world.jinaq.statements.import(actor, { file }))).code).toBe('access.denied');
    }
  });
});
