import { describe, expect, it } from 'vitest';
import { payoutShares, refundOf, splitProRata } from '../../../src/savings/domain/payout.js';
import { asClientId, parseMoney } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';

const JOINED = new Date('2026-01-01T09:00:00+05:00');
const member = (client: string, principal: string | number, interest: string | number) => ({
  client: asClientId(client),
  joinedAt: JOINED,
  principal: parseMoney(principal),
  interest: parseMoney(interest),
});

describe('splitProRata', () => {
  it('takes principal and interest in proportion, to the tiyn', () => {
    expect(splitProRata(parseMoney(1_000), { principal: parseMoney(9_000), interest: parseMoney(1_000) })).toEqual({
      principal: parseMoney(900),
      interest: parseMoney(100),
    });
    expect(splitProRata(1n, { principal: 1n, interest: 1n })).toEqual({ principal: 1n, interest: 0n });
  });

  it('takes everything when everything is asked for, and nothing when nothing is', () => {
    const claim = { principal: 12_345n, interest: 67n };
    expect(splitProRata(12_412n, claim)).toEqual(claim);
    expect(splitProRata(0n, claim)).toEqual({ principal: 0n, interest: 0n });
    expect(splitProRata(0n, { principal: 0n, interest: 0n })).toEqual({ principal: 0n, interest: 0n });
  });

  it('refuses more than there is', () => {
    expect(refusal(() => splitProRata(11n, { principal: 9n, interest: 1n }))).toMatchObject({
      code: 'ledger.overdrawn',
      details: { amount: 11n, available: 10n, lacking: 1n },
    });
  });
});

describe('payoutShares', () => {
  const members = [member('B', 60_000, '600.00'), member('A', 30_000, '300.00'), member('C', 0, 0)];

  it('takes from each exactly what is theirs when everything is paid out', () => {
    expect(payoutShares(members).map(({ client, amount }) => [client, amount])).toEqual([
      ['B', parseMoney(60_600)],
      ['A', parseMoney(30_300)],
      ['C', 0n],
    ]);
  });

  it('takes a part in proportion to what is theirs', () => {
    expect(payoutShares(members, parseMoney(303))).toEqual([
      { client: 'B', amount: parseMoney(202), principal: parseMoney(200), interest: parseMoney(2) },
      { client: 'A', amount: parseMoney(101), principal: parseMoney(100), interest: parseMoney(1) },
      { client: 'C', amount: 0n, principal: 0n, interest: 0n },
    ]);
  });

  it('refuses more than the members have, and takes nothing from an empty goal', () => {
    expect(refusal(() => payoutShares(members, parseMoney(90_901))).code).toBe('ledger.overdrawn');
    expect(payoutShares([member('A', 0, 0)])).toEqual([{ client: 'A', amount: 0n, principal: 0n, interest: 0n }]);
  });
});

describe('refundOf', () => {
  it('gives back exactly what the member put in and earned', () => {
    expect(refundOf(member('A', 100_000, '3771.24'))).toEqual({
      client: 'A',
      amount: parseMoney('103771.24'),
      principal: parseMoney(100_000),
      interest: parseMoney('3771.24'),
    });
  });
});
