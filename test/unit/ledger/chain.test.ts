import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Digest as digest } from '../../../adapters/system/index.js';
import { canonicalTransfer, chainNext, chainStart, record, type TransferBody } from '../../../src/ledger/index.js';
import { asClientId, asGoalId, asTransferId, parseCivilDate } from '../../../src/shared/index.js';
import { AIGERIM, context, emptyBooks, GOAL, putIn, transferId } from './family-books.js';

/** By Node alone, as somebody would who checks the chain with a program of their own. */
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

const BODY: TransferBody = {
  id: asTransferId('0194a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'),
  goal: GOAL,
  phase: 'void',
  debit: { kind: 'bank' },
  credit: { kind: 'principal', client: AIGERIM },
  amount: 1_234_56n,
  code: 'contribution',
  refersTo: asTransferId('0194a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5a'),
  subject: null,
  reason: 'счёт "закрыт"\nявно',
  valueDate: parseCivilDate('2026-01-05'),
  recordedAt: new Date('2026-01-05T04:00:00.250Z'),
};

describe('the canonical form of a transfer', () => {
  // Once there are receipts in the world this text can never change: a new form needs a new number after `jinaq-transfer=`.
  it('is this text, and this is its hash', () => {
    const text = [
      'jinaq-transfer=1',
      'id=0194a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
      'goal=0194a1b2-0000-7000-8000-000000000001',
      'phase=void',
      'debit=bank:0194a1b2-0000-7000-8000-000000000001',
      'credit=principal:0194a1b2-0000-7000-8000-000000000001:aigerim',
      'amount=1234.56',
      'code=contribution',
      'refersTo=0194a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5a',
      'subject=',
      'reason="счёт \\"закрыт\\"\\nявно"',
      'valueDate=2026-01-05',
      'recordedAt=2026-01-05T09:00:00.250+05:00',
      '',
    ].join('\n');
    expect(canonicalTransfer(BODY)).toBe(text);
    expect(digest.sha256(canonicalTransfer(BODY))).toBe(
      '565bf85eb7a88af2f5cddb6837787284aba7b246f97bc4f1e6e6e15cbb3f8e76',
    );
  });

  it.each([
    ['id', { id: transferId(2) }],
    ['goal', { goal: asGoalId('0194a1b2-0000-7000-8000-000000000002') }],
    ['phase', { phase: 'post' }],
    ['debit', { debit: { kind: 'unallocated' } }],
    ['credited member', { credit: { kind: 'principal', client: asClientId('bolat') } }],
    ['credited kind', { credit: { kind: 'interest', client: AIGERIM } }],
    ['amount', { amount: 1_234_57n }],
    ['code', { code: 'automatic' }],
    ['refersTo', { refersTo: null }],
    ['subject', { subject: 'refund-1' }],
    ['reason', { reason: null }],
    ['value date', { valueDate: parseCivilDate('2026-01-06') }],
    ['recorded instant', { recordedAt: new Date('2026-01-05T04:00:00.251Z') }],
  ] as const)('is another one when the %s is another one', (_name, change) => {
    expect(canonicalTransfer({ ...BODY, ...change })).not.toBe(canonicalTransfer(BODY));
  });

  it('stays on one line per field whatever a reason contains', () => {
    const forged = canonicalTransfer({ ...BODY, reason: 'x\nvalueDate=2020-01-01\u2028' });
    expect(forged.split('\n')).toHaveLength(14);
  });
});

describe('the chain of a goal', () => {
  it('begins with a hash that binds it to the goal', () => {
    expect(chainStart(GOAL, digest)).toEqual({ seq: 0, hash: sha256(`jinaq-chain=1\ngoal=${GOAL}\n`) });
    expect(chainStart(asGoalId('another'), digest).hash).not.toBe(chainStart(GOAL, digest).hash);
  });

  it('seals each transfer with its place and everything before it', () => {
    const start = chainStart(GOAL, digest);
    const { transfers } = record(emptyBooks(), [putIn(1, AIGERIM, 100n), putIn(2, AIGERIM, 100n)], context);
    const hashes = transfers.map((transfer) => sha256(canonicalTransfer(transfer)));
    const first = sha256(`${start.hash}:1:${hashes[0]}`);
    expect(transfers.map(({ seq, bodyHash, hash }) => ({ seq, bodyHash, hash }))).toEqual([
      { seq: 1, bodyHash: hashes[0], hash: first },
      { seq: 2, bodyHash: hashes[1], hash: sha256(`${first}:2:${hashes[1]}`) },
    ]);
  });

  it('differs when the same transfer stands at another place', () => {
    const start = chainStart(GOAL, digest);
    const { hash } = chainNext(start, 'a'.repeat(64), digest);
    expect(chainNext({ seq: 1, hash: start.hash }, 'a'.repeat(64), digest).hash).not.toBe(hash);
  });
});
