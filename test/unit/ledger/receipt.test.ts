import { describe, expect, it } from 'vitest';
import { createSigner, sha256Digest as digest, verifySignature } from '../../../adapters/system/index.js';
import {
  canonicalTransfer,
  chainNext,
  chainStart,
  type Receipt,
  type ReceiptLink,
  receiptLink,
  type Transfer,
  VerifyReceipt,
} from '../../../src/ledger/index.js';
import { type ClientId, formatTenge } from '../../../src/shared/index.js';
import { AIGERIM, BOLAT, GOAL } from './family-books.js';

import { bank, receiptFor, sign, TRANSFERS } from './family-receipt.js';

const verify = new VerifyReceipt({ digest, verifySignature });
const check = (receipt: Receipt, key = bank.publicKey) => verify.execute(receipt, key);

const RECEIPT = receiptFor(AIGERIM);

const withLink = (seq: number, change: (link: ReceiptLink) => ReceiptLink): Receipt => ({
  ...RECEIPT,
  links: RECEIPT.links.map((link) => (link.seq === seq ? change(link) : link)),
});
const withText = (seq: number, change: Partial<NonNullable<ReceiptLink['transfer']>>): Receipt =>
  withLink(seq, (link) => ({
    ...link,
    transfer: { ...(link.transfer as NonNullable<typeof link.transfer>), ...change },
  }));

describe('a receipt', () => {
  it('is right as the bank issued it, for every member', () => {
    expect(check(RECEIPT)).toEqual({ ok: true, problems: [] });
    expect(check(receiptFor(BOLAT))).toEqual({ ok: true, problems: [] });
    expect(RECEIPT).toMatchObject({ principal: '54000.10', interest: '600.02', head: { seq: 8 } });
  });

  it('is right after it was written to a file and read again', () => {
    expect(check(JSON.parse(JSON.stringify(RECEIPT)) as Receipt).ok).toBe(true);
  });

  it('of a member without entries says zero', () => {
    const nobody = receiptFor('dana' as ClientId);
    expect(nobody).toMatchObject({ principal: '0.00', interest: '0.00' });
    expect(check(nobody).ok).toBe(true);
  });

  it('has the sums, names and ids of others nowhere in its text', () => {
    const text = JSON.stringify(RECEIPT);
    const others = TRANSFERS.filter(({ seq }) => [2, 5, 7].includes(seq));
    expect(others).toHaveLength(3);
    for (const { amount, id } of others) {
      expect(text).not.toContain(formatTenge(amount));
      expect(text).not.toContain(String(amount));
      expect(text).not.toContain(id);
    }
    expect(text).not.toContain(BOLAT);
    expect(text).toContain(formatTenge(70_000_11n));
  });
});

describe('verifying a receipt notices', () => {
  it('a changed amount', () => {
    expect(check(withText(1, { amount: '70000.12' })).problems).toEqual([
      'entry 1 was changed: it does not match its hash',
      'the principal is not what the entries add up to',
    ]);
  });

  it('a changed amount whose hash was made to fit', () => {
    const generous = { ...(TRANSFERS[0] as Transfer), amount: 70_000_12n };
    const bodyHash = digest.sha256(canonicalTransfer(generous));
    const { problems } = check(withLink(1, () => receiptLink({ ...generous, bodyHash }, AIGERIM)));
    expect(problems).toEqual([
      'the entries do not lead to the signed hash',
      'the principal is not what the entries add up to',
    ]);
  });

  it.each([
    ['day', { valueDate: '2026-01-06' }],
    ['member', { credit: `principal:${GOAL}:dana` }],
    ['reason', { reason: '"gift"' }],
    ['kind', { phase: 'void' }],
  ])('a changed %s', (_name, change) => {
    expect(check(withText(1, change)).problems).toContain('entry 1 was changed: it does not match its hash');
  });

  it.each(['1e9', '', '0x10', '12,00', '-5.00', 'NaN', '1.5', `${'9'.repeat(40)}.00`])(
    'an amount that is none: %j',
    (amount) => {
      expect(check(withText(1, { amount })).problems).toContain('entry 1 was changed: it does not match its hash');
    },
  );

  it('a removed entry, the member’s own or somebody else’s', () => {
    for (const removed of [1, 2, 6]) {
      const { problems } = check({ ...RECEIPT, links: RECEIPT.links.filter(({ seq }) => seq !== removed) });
      expect(problems).toContain(`entry ${removed + 1} stands where ${removed} belongs: an entry was removed or moved`);
    }
  });

  it('a removed entry when the rest was numbered anew', () => {
    const links = RECEIPT.links.filter(({ seq }) => seq !== 2).map((link, index) => ({ ...link, seq: index + 1 }));
    const { problems } = check({ ...RECEIPT, links });
    expect(problems).toEqual(['the last 1 entries are missing', 'the entries do not lead to the signed hash']);
  });

  it('an own entry that was blackened', () => {
    const { problems } = check(withLink(4, ({ seq, bodyHash }) => ({ seq, bodyHash })));
    expect(problems).toEqual(['the principal is not what the entries add up to']);
  });

  it('two entries in another order', () => {
    const [one, two, ...rest] = RECEIPT.links as [ReceiptLink, ReceiptLink, ...ReceiptLink[]];
    expect(check({ ...RECEIPT, links: [two, one, ...rest] }).problems).toContain(
      'entry 2 stands where 1 belongs: an entry was removed or moved',
    );
    const renumbered = [{ ...two, seq: 1 }, { ...one, seq: 2 }, ...rest];
    expect(check({ ...RECEIPT, links: renumbered }).problems).toEqual(['the entries do not lead to the signed hash']);
  });

  it('a truncated tail', () => {
    expect(check({ ...RECEIPT, links: RECEIPT.links.slice(0, -1) }).problems).toContain(
      'the last 1 entries are missing',
    );
  });

  it('a truncated tail whose head was cut to fit', () => {
    const links = RECEIPT.links.slice(0, -1);
    let head = chainStart(GOAL, digest);
    for (const { bodyHash } of links) head = chainNext(head, bodyHash, digest);
    const { problems } = check({ ...RECEIPT, links, head, principal: '50000.10' });
    expect(problems).toEqual(['the signature is not the bank’s for these sums and this hash']);
  });

  it('an entry too many', () => {
    const link = { seq: 9, bodyHash: '0'.repeat(64) };
    expect(check({ ...RECEIPT, links: [...RECEIPT.links, link] }).problems).toContain('there are 1 entries too many');
  });

  it('a changed head', () => {
    const { problems } = check({ ...RECEIPT, head: { seq: 8, hash: '0'.repeat(64) } });
    expect(problems).toEqual([
      'the entries do not lead to the signed hash',
      'the signature is not the bank’s for these sums and this hash',
    ]);
  });

  it.each([
    ['principal', { principal: '54000.11' }],
    ['interest', { interest: '600.03' }],
    ['date of issue', { issuedAt: '2026-01-06T09:00:00+05:00' }],
    ['owner', { client: BOLAT }],
    ['goal', { goal: 'another' as Receipt['goal'] }],
  ])('another %s than was signed', (_name, change) => {
    const { problems } = check({ ...RECEIPT, ...change });
    expect(problems).toContain('the signature is not the bank’s for these sums and this hash');
  });

  it('sums that the entries do not have, though the bank’s key signed them', () => {
    expect(check(sign({ ...RECEIPT, principal: '99999.99' })).problems).toEqual([
      'the principal is not what the entries add up to',
    ]);
  });

  it('a signature by another key, one that is none, and a key that is none', () => {
    const forged = 'the signature is not the bank’s for these sums and this hash';
    expect(check(sign(RECEIPT, createSigner())).problems).toEqual([forged]);
    expect(check({ ...RECEIPT, signature: '' }).problems).toEqual([forged]);
    expect(check({ ...RECEIPT, signature: 'not base64 at all' }).problems).toEqual([forged]);
    expect(check(RECEIPT, 'not a key').problems).toEqual([forged]);
  });
});
