import type { Books } from '../../ledger/index.js';
import type { Goal } from '../domain/goal.js';
import type { Member } from '../domain/member.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { availableShare, parkedClients } from './close-goal.js';
import { mainAccounts } from './load.js';
import { openPayouts, type PayoutDeps } from './payouts.js';
import type { Cause } from './tell.js';

/**
 * Opens refunds for those who have left and to whom interest of their days was shared out since. A frozen goal waits; what the
 * bank has refused before stays parked.
 */
export async function refundLeavers(
  tx: OutflowTx,
  deps: PayoutDeps,
  goal: Goal,
  members: readonly Member[],
  books: Books,
  cause: Cause,
): Promise<readonly PayoutId[]> {
  if (goal.frozen || goal.status === 'closed' || goal.status === 'cancelling') return [];
  const gone = members.filter(({ status }) => status !== 'active');
  const shares = gone.map(({ client }) => availableShare(books, client)).filter(({ amount }) => amount > 0n);
  if (shares.length === 0) return [];
  const parked = await parkedClients(tx, goal.id, books);
  const accountOf = await mainAccounts(
    tx,
    shares.map(({ client }) => client),
  );
  const orders = shares
    .filter(({ client }) => !parked.has(client))
    .map((share) => ({ purpose: 'rest' as const, to: accountOf(share.client), shares: [share] }));
  return (await openPayouts(tx, goal, orders, deps, cause)).map((payout) => payout.id);
}
