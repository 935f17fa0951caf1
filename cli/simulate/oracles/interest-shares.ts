import type { Transfer } from '../../../src/ledger/index.js';
import {
  type CivilDate,
  civilDateOf,
  daysBetween,
  formatTenge,
  type Money,
  sumMoney,
} from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

type Move = { readonly client: string; readonly on: CivilDate; readonly amount: Money };

/**
 * Who had twice as much in, or twice as long, gets twice the interest: to the tiyn, by end-of-day balances of what the
 * bank has moved. Sharings in which something became known late are left to the laws of the core.
 */
export const interestSharesOracle: GoalOracle = {
  name: 'interest is shared by what each member had in, and how long',
  find: (audit) => {
    const sharings = sharingsOf(audit.transfers);
    const moves = movesOf(audit);
    return sharings.flatMap((sharing, index) => {
      const from = sharings[index - 1]?.on ?? civilDateOf(audit.goal.createdAt);
      const since = sharings[index - 1]?.seq ?? 0;
      if (sharing.on <= from || hasLateMove(audit.transfers, { ...sharing, from, since })) return [];
      return findWrongShares(sharing, from, moves);
    });
  },
};

type Sharing = {
  readonly on: CivilDate;
  /** The place of its first transfer in the chain. */
  readonly seq: number;
  readonly shares: ReadonlyMap<string, Money>;
};

function findWrongShares({ on, shares }: Sharing, from: CivilDate, moves: readonly Move[]): string[] {
  const weights = new Map<string, bigint>();
  for (const { client, on: movedOn, amount } of moves) {
    if (movedOn >= on) continue;
    const days = daysBetween(movedOn > from ? movedOn : from, on);
    weights.set(client, (weights.get(client) ?? 0n) + amount * BigInt(days));
  }
  const total = sumMoney([...shares.values()]);
  const all = [...weights.values()].filter((weight) => weight > 0n).reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return [];
  return [...new Set([...weights.keys(), ...shares.keys()])].flatMap((client) => {
    const weight = weights.get(client) ?? 0n;
    const share = shares.get(client) ?? 0n;
    // The exact part, to less than a tiyn up or down: total * weight / all.
    const error = share * all - total * (weight > 0n ? weight : 0n);
    const isExact = error < all && error > -all;
    return isExact ? [] : [`${client} got ${formatTenge(share)} of the ${formatTenge(total)} shared out on ${on}`];
  });
}

function sharingsOf(transfers: readonly Transfer[]): readonly Sharing[] {
  const found = new Map<CivilDate, { seq: number; shares: Map<string, Money> }>();
  for (const { code, seq, valueDate, credit, amount } of transfers) {
    if (code !== 'allocation' || !('client' in credit)) continue;
    const { shares } = found.get(valueDate) ?? { shares: new Map<string, Money>() };
    if (!found.has(valueDate)) found.set(valueDate, { seq, shares });
    shares.set(credit.client, (shares.get(credit.client) ?? 0n) + amount);
  }
  return [...found].map(([on, sharing]) => ({ on, ...sharing })).sort((a, b) => a.seq - b.seq);
}

/**
 * Money of each member: what the bank moved, by its value date, as far as Jinaq has heard of it, and the interest that
 * was shared out.
 */
function movesOf(audit: GoalAudit): readonly Move[] {
  const payouts = new Map(audit.payouts.map((payout) => [payout.bankKey, payout]));
  const booked = new Set(audit.contributions.flatMap(({ id, status }) => (status === 'completed' ? [String(id)] : [])));
  const atBank = audit.entries.flatMap(({ kind, key = '', valueDate: on, amount, counterparty = '' }): Move[] => {
    if (kind !== 'transfer') return [];
    if (amount > 0n && !booked.has(key)) return [];
    if (amount > 0n) return [{ client: audit.ownerOf(counterparty).client ?? counterparty, on, amount }];
    const payout = payouts.get(key);
    const lines = payout?.status === 'completed' ? payout.lines : [];
    return lines.map(({ client, principal, interest }) => ({ client, on, amount: -principal - interest }));
  });
  const shared = audit.transfers.flatMap(({ code, credit, valueDate: on, amount }): Move[] =>
    code === 'allocation' && 'client' in credit ? [{ client: credit.client, on, amount }] : [],
  );
  return [...atBank, ...shared];
}

/** Something of before this sharing was booked after it, or of before the one before it only in time for this one. */
function hasLateMove(
  transfers: readonly Transfer[],
  { on, seq, from, since }: Sharing & { readonly from: CivilDate; readonly since: number },
): boolean {
  return transfers.some(
    (transfer) =>
      transfer.phase === 'post' &&
      ((transfer.valueDate < on && transfer.seq > seq) ||
        (transfer.valueDate < from && transfer.seq > since && since > 0)),
  );
}
