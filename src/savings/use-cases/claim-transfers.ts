import {
  asContributionId,
  type CivilDate,
  civilDateOf,
  type ContributionId,
  DomainError,
  type Money,
  pages,
  sumMoney,
} from '../../shared/index.js';
import type { PayoutId } from '../domain/payout-order.js';
import {
  asExportId,
  type CandidateState,
  type ExportCandidate,
  type ExportGap,
  type ExportId,
  gapOf,
  type TransferExport,
} from '../domain/transfer-export.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { askBank, frozenAmong } from './ask-bank.js';
import type { PayoutDeps } from './payouts.js';
import { PENDING_PAGE, pendingOrders } from './pending-orders.js';
import { bankOrder } from './send-payouts.js';

export type ClaimDeps = Pick<PayoutDeps, 'store' | 'bank' | 'clock' | 'ids'>;

/** What is claimed for one export, and what of the day is not. */
export type Claim = {
  readonly date: CivilDate;
  /** The export that takes more; none before the first transfer is claimed. */
  open: ExportId | undefined;
  readonly gaps: Map<ExportGap, number>;
  /** What this export already takes from main accounts that have a floor, in tiyn. */
  readonly taken: Map<string, Money>;
  readonly onClaimed: (count: number) => void;
  readonly isInterrupted: () => boolean;
};

/**
 * Claims the pending transfers of a day for an export, page by page: first it asks the bank, then each page is claimed in a
 * transaction. From then on no call sends them, and no other file has them.
 */
export async function claimTransfers(deps: ClaimDeps, claim: Claim): Promise<void> {
  for await (const candidates of candidatesOf(deps, claim.date)) {
    if (claim.isInterrupted()) return;
    const free = await freeOf(deps, claim, candidates);
    if (free.length === 0) continue;
    const { open, claimed, gaps } = await deps.store.transact((tx) => claimIn(tx, deps, claim, free));
    for (const gap of gaps) count(claim, gap);
    claim.open = open;
    claim.onClaimed(claimed);
  }
}

/** Contributions and payouts of the day that the bank has not decided. */
async function* candidatesOf({ store, clock }: ClaimDeps, date: CivilDate): AsyncGenerator<readonly ExportCandidate[]> {
  const now = clock.now();
  const orders = (after: ContributionId | null) => store.read((tx) => pendingOrders(tx, after, now));
  for await (const page of pages(orders, ({ contribution }) => contribution.id)) {
    yield page
      .filter(({ contribution }) => contribution.valueDate === date)
      .map(({ order: { key, from, to, amount, keepAtLeast: floor = null }, contribution, frozenWith }) => ({
        ...{ key, from, to, amount, floor, frozenWith, orderedAt: contribution.createdAt },
      }));
  }
  const payouts = (after: PayoutId | null) =>
    store.read((tx) => tx.payouts.page({ status: 'pending' }, after, PENDING_PAGE));
  for await (const page of pages(payouts, ({ id }) => id)) {
    const ofDay = page.filter(({ openedAt }) => civilDateOf(openedAt) === date);
    const goals = await store.read((tx) => tx.goals.findMany([...new Set(ofDay.map(({ goal }) => goal))]));
    yield ofDay.map((payout) => {
      const goal = goals.get(payout.goal);
      const { key, from, to, amount } = bankOrder(payout, goal?.account ?? '');
      return { key, from, to, amount, floor: null, frozenWith: payout.goal, orderedAt: payout.openedAt };
    });
  }
}

/** Those of which neither we nor the bank know a reason against. */
async function freeOf(
  deps: ClaimDeps,
  claim: Claim,
  candidates: readonly ExportCandidate[],
): Promise<readonly ExportCandidate[]> {
  const known = await deps.store.read((tx) => stateOf(tx, candidates));
  const now = deps.clock.now();
  const found = await Promise.all(
    candidates.map(async (candidate): Promise<ExportGap | 'mine' | null> => {
      const state = known(candidate);
      if (state.dispatch?.export !== undefined && state.dispatch.export === claim.open) return 'mine';
      return gapOf(candidate, state, now) ?? (await gapAtBank(deps, candidate));
    }),
  );
  const unknown = candidates.filter((_, index) => found[index] === null);
  for (const gap of found) if (gap !== null && gap !== 'mine') count(claim, gap);
  const free: ExportCandidate[] = [];
  // One after the other: what one takes from an account, the next one must leave.
  for (const candidate of unknown) if (await isAffordable(deps, claim, candidate)) free.push(candidate);
  return free;
}

/** What else is known of candidates, as it stands in the running transaction. */
async function stateOf(
  tx: OutflowTx,
  candidates: readonly ExportCandidate[],
): Promise<(candidate: ExportCandidate) => CandidateState> {
  const frozen = await frozenAmong(tx, candidates);
  const dispatches = await tx.exports.dispatches(candidates.map(({ key }) => key));
  return ({ key, frozenWith }) => ({
    dispatch: dispatches.get(key),
    isFrozen: frozenWith !== null && frozen.has(frozenWith),
  });
}

async function gapAtBank({ bank }: ClaimDeps, { key }: ExportCandidate): Promise<ExportGap | null> {
  const { status, error } = await askBank(bank, key);
  if (error !== undefined) return 'unanswered';
  return status === 'unseen' ? null : 'at-bank';
}

/** A file cannot tell the bank what must stay on the account: it is looked at just before. */
async function isAffordable({ bank }: ClaimDeps, claim: Claim, candidate: ExportCandidate): Promise<boolean> {
  const { from, amount, floor } = candidate;
  if (floor === null) return true;
  const taken = (claim.taken.get(from) ?? 0n) + amount;
  try {
    if ((await bank.balance(from)) - taken >= floor) {
      claim.taken.set(from, taken);
      return true;
    }
    count(claim, 'below-floor');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    count(claim, 'unanswered');
  }
  return false;
}

async function claimIn(
  tx: OutflowTx,
  { clock, ids }: ClaimDeps,
  claim: Pick<Claim, 'date' | 'open'>,
  candidates: readonly ExportCandidate[],
): Promise<{ readonly open: ExportId | undefined; readonly claimed: number; readonly gaps: readonly ExportGap[] }> {
  const now = clock.now();
  // Again, now that nobody else can claim, finish or freeze them.
  const known = await stateOf(tx, candidates);
  const pending = await pendingAmong(
    tx,
    candidates.map(({ key }) => key),
  );
  const found = candidates.map((candidate) =>
    pending.has(candidate.key) ? gapOf(candidate, known(candidate), now) : 'at-bank',
  );
  const gaps = found.flatMap((gap) => gap ?? []);
  const mine = candidates.filter((_, index) => found[index] === null);
  if (mine.length === 0) return { open: claim.open, claimed: 0, gaps };
  const open = claim.open === undefined ? undefined : await tx.exports.find(claim.open);
  const to: TransferExport =
    open?.status === 'open'
      ? open
      : { id: asExportId(ids.next()), date: claim.date, status: 'open', count: 0, total: 0n, createdAt: now };
  await tx.exports.save({
    ...to,
    count: to.count + mine.length,
    total: to.total + sumMoney(mine.map(({ amount }) => amount)),
  });
  await tx.exports.dispatch(mine.map(({ key }) => ({ key, export: to.id, at: now })));
  return { open: to.id, claimed: mine.length, gaps };
}

async function pendingAmong(tx: OutflowTx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const contributions = [...(await tx.contributions.findMany(keys.map(asContributionId))).values()];
  const payouts = await tx.payouts.findByBankKeys(keys);
  return new Set([
    ...contributions.flatMap(({ id, status }) => (status === 'pending' ? [id] : [])),
    ...payouts.flatMap(({ bankKey, status }) => (status === 'pending' ? [bankKey] : [])),
  ]);
}

function count({ gaps }: Claim, gap: ExportGap): void {
  gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
}
