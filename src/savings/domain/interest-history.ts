import type { TransferMove } from '../../ledger/index.js';
import type { CivilDate, ClientId } from '../../shared/index.js';
import type { Movement } from './accrual.js';
import type { InterestPosition } from './interest.js';

/** How far the interest of a goal was booked and shared out; with it no posting reads the whole history again. */
export type InterestMark = {
  readonly position: InterestPosition;
  /** The day of the last sharing, or of opening: earlier than the position as long as nothing came to be shared. */
  readonly sharedOn: CivilDate;
  /** Transfers up to this one counted in the last sharing, except those with a value date from its day on. */
  readonly readSeq: number;
  /** Transfers up to this one count neither in the next posting nor in the next sharing. */
  readonly settledSeq: number;
};

/** What has moved the savings account since the last posting. */
export type NewMovements = {
  /** Without interest, before `until`. */
  readonly account: readonly Movement[];
  /** No transfer up to this one has a value date from `until` on. */
  readonly settledSeq: number;
};

/** What has moved the members' claims since the last sharing. */
export type ClaimMovements = {
  /** Up to and with `until`. */
  readonly members: ReadonlyMap<ClientId, readonly Movement[]>;
  /** What each claim has changed by, later value dates included. */
  readonly changes: ReadonlyMap<ClientId, bigint>;
};

/**
 * Sorts out the transfers after `mark.settledSeq`: what counts now, what came late, and what belongs to the next time.
 * Up to `computedSeq`, which is never less than `readSeq`, the account's movements before the position are computed.
 */
export function newMovements(
  mark: Pick<InterestMark, 'position' | 'settledSeq'> & { readonly computedSeq: number },
  transfers: readonly TransferMove[],
  openedOn: CivilDate,
  until: CivilDate,
): NewMovements {
  const { from } = mark.position;
  const account: Movement[] = [];
  let settledSeq = transfers.at(-1)?.seq ?? mark.settledSeq;
  for (const transfer of transfers) {
    if (!movesMoney(transfer)) continue;
    const date = countsFrom(transfer, openedOn);
    if (date >= until) settledSeq = Math.min(settledSeq, transfer.seq - 1);
    if (date >= until || (date < from && transfer.seq <= mark.computedSeq)) continue;
    const movement = accountMovement(transfer, date);
    if (movement !== undefined) account.push(movement);
  }
  return { account, settledSeq };
}

/** Sorts out the transfers after `mark.settledSeq` by the members whose claims they have moved since the last sharing. */
export function claimMovements(
  mark: Pick<InterestMark, 'sharedOn' | 'readSeq'>,
  transfers: readonly TransferMove[],
  openedOn: CivilDate,
  until: CivilDate,
): ClaimMovements {
  const members = new Map<ClientId, Movement[]>();
  const changes = new Map<ClientId, bigint>();
  for (const transfer of transfers) {
    if (!movesMoney(transfer)) continue;
    const date = countsFrom(transfer, openedOn);
    if (transfer.seq <= mark.readSeq && date < mark.sharedOn) continue;
    for (const [client, amount] of claimsMoved(transfer)) {
      changes.set(client, (changes.get(client) ?? 0n) + amount);
      const list = members.get(client) ?? [];
      if (date <= until) list.push({ date, amount });
      members.set(client, list);
    }
  }
  return { members, changes };
}

/**
 * True when a movement of the account became known late, or was computed and not shared out since: only the history from
 * the beginning tells what is due then.
 */
export function hasLateMovement(mark: InterestMark, transfers: readonly TransferMove[], openedOn: CivilDate): boolean {
  return transfers.some((transfer) => {
    const date = countsFrom(transfer, openedOn);
    const isNew = transfer.seq > mark.readSeq && date < mark.position.from;
    return isNew && movesMoney(transfer) && accountMovement(transfer, date) !== undefined;
  });
}

/** All movements of the savings account without interest, for a computation from the beginning. */
export function accountMovements(
  transfers: readonly TransferMove[],
  openedOn: CivilDate,
  until: CivilDate,
): Movement[] {
  return transfers.flatMap((transfer) => {
    const date = countsFrom(transfer, openedOn);
    return movesMoney(transfer) && date < until ? (accountMovement(transfer, date) ?? []) : [];
  });
}

/** Money that was imported with an earlier date than the account's counts from the first day. */
function countsFrom({ valueDate }: TransferMove, openedOn: CivilDate): CivilDate {
  return valueDate < openedOn ? openedOn : valueDate;
}

function movesMoney({ phase }: TransferMove): boolean {
  return phase === 'posted' || phase === 'post';
}

function accountMovement({ debit, credit, code, amount }: TransferMove, date: CivilDate): Movement | undefined {
  if (code === 'interest' || code === 'interest-correction') return undefined;
  if (debit.kind === 'bank') return { date, amount };
  return credit.kind === 'bank' ? { date, amount: -amount } : undefined;
}

function claimsMoved({ debit, credit, amount }: TransferMove): readonly (readonly [ClientId, bigint])[] {
  return [
    ...('client' in credit ? [[credit.client, amount] as const] : []),
    ...('client' in debit ? [[debit.client, -amount] as const] : []),
  ];
}
