import type { Transfer } from '../../ledger/index.js';
import type { CivilDate, ClientId } from '../../shared/index.js';
import type { Movement } from './accrual.js';
import type { InterestPosition } from './interest.js';

/** How far the interest of a goal was booked and shared out; with it no posting reads the whole history again. */
export type InterestMark = {
  readonly position: InterestPosition;
  /** Transfers up to this one were taken into account, except those with a value date from the position on. */
  readonly readSeq: number;
  /** No transfer up to this one has a value date from the position on. */
  readonly settledSeq: number;
};

/** What has moved since the last posting. */
export type NewMovements = {
  /** Of the savings account, without interest, before `until`. */
  readonly account: readonly Movement[];
  /** True when a movement became known late: its value date lies before the position. */
  readonly hasLate: boolean;
  /** Of each member's claim, up to and with `until`. */
  readonly members: ReadonlyMap<ClientId, readonly Movement[]>;
  /** What each member's claim has changed by, later value dates included. */
  readonly changes: ReadonlyMap<ClientId, bigint>;
  /** The next mark's `settledSeq`, as far as these transfers go. */
  readonly settledSeq: number;
};

/** Sorts out the transfers after `mark.settledSeq`: what counts now, what came late, and what belongs to the next time. */
export function newMovements(
  mark: InterestMark,
  transfers: readonly Transfer[],
  openedOn: CivilDate,
  until: CivilDate,
): NewMovements {
  const { from } = mark.position;
  const account: Movement[] = [];
  const members = new Map<ClientId, Movement[]>();
  const changes = new Map<ClientId, bigint>();
  let hasLate = false;
  let settledSeq = transfers.at(-1)?.seq ?? mark.settledSeq;
  for (const transfer of transfers) {
    if (!movesMoney(transfer)) continue;
    // Money that was imported with an earlier date than the account's counts from the first day.
    const date = transfer.valueDate < openedOn ? openedOn : transfer.valueDate;
    if (date >= until) settledSeq = Math.min(settledSeq, transfer.seq - 1);
    if (date < from && transfer.seq <= mark.readSeq) continue;
    const movement = accountMovement(transfer, date);
    if (movement !== undefined && date < until) {
      account.push(movement);
      hasLate ||= date < from;
    }
    for (const [client, amount] of claimMovements(transfer)) {
      changes.set(client, (changes.get(client) ?? 0n) + amount);
      const list = members.get(client) ?? [];
      if (date <= until) list.push({ date, amount });
      members.set(client, list);
    }
  }
  return { account, hasLate, members, changes, settledSeq };
}

/** All movements of the savings account without interest, for a computation from the beginning. */
export function accountMovements(transfers: readonly Transfer[], openedOn: CivilDate, until: CivilDate): Movement[] {
  return transfers.flatMap((transfer) => {
    const date = transfer.valueDate < openedOn ? openedOn : transfer.valueDate;
    return movesMoney(transfer) && date < until ? (accountMovement(transfer, date) ?? []) : [];
  });
}

function movesMoney({ phase }: Transfer): boolean {
  return phase === 'posted' || phase === 'post';
}

function accountMovement({ debit, credit, code, amount }: Transfer, date: CivilDate): Movement | undefined {
  if (code === 'interest' || code === 'interest-correction') return undefined;
  if (debit.kind === 'bank') return { date, amount };
  return credit.kind === 'bank' ? { date, amount: -amount } : undefined;
}

function claimMovements({ debit, credit, amount }: Transfer): readonly (readonly [ClientId, bigint])[] {
  return [
    ...('client' in credit ? [[credit.client, amount] as const] : []),
    ...('client' in debit ? [[debit.client, -amount] as const] : []),
  ];
}
