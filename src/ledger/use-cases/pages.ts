import { type GoalId, pages, type Store } from '../../shared/index.js';
import type { Transfer } from '../domain/transfer.js';
import type { LedgerTx } from '../ports/ledger-tx.js';

/** Enough to make a read worth its while, little enough to hold. */
const TRANSFERS_PAGE = 5_000;

/** One goal's transfers in the order of their chain, page by page within the running transaction. */
export async function* transferPages(
  tx: Pick<LedgerTx, 'transfers'>,
  goal: GoalId,
  afterSeq = 0,
): AsyncGenerator<readonly Transfer[]> {
  for (let after = afterSeq; ; ) {
    const page = await tx.transfers.history(goal, { afterSeq: after, limit: TRANSFERS_PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    // A page that is not full is the last: a short history costs one read.
    if (page.length < TRANSFERS_PAGE) return;
    after = last.seq;
  }
}

/** All goals that have books, page by page, each page read in a transaction of its own. */
export function goalPages<Tx extends Pick<LedgerTx, 'goalIds'>>(
  store: Store<Tx>,
  limit: number,
): AsyncGenerator<readonly GoalId[]> {
  return pages<GoalId, GoalId>(
    (after) => store.read((tx) => tx.goalIds.page(after, limit)),
    (goal) => goal,
    limit,
  );
}
