import { pages } from '../../shared/index.js';
import type { ContributionId } from '../../shared/index.js';
import type { Contribution, Payout, PayoutId } from '../../savings/index.js';
import { type HealthCheck, MAX_PENDING_MS } from '../domain/health.js';
import type { OperatingPorts } from '../ports/index.js';

const PAGE = 1_000;
/** Past this many the number says nothing more. */
const MAX_COUNTED = 10_000;

/** Counts what has been pending for more than an hour. Ids are in the order of time: the first that is younger ends it. */
export async function countLate({ store, clock }: OperatingPorts): Promise<Pick<HealthCheck, 'ok' | 'found'>> {
  const before = new Date(clock.now().getTime() - MAX_PENDING_MS);
  const contributions = await countUntil(
    pages<Contribution, ContributionId>(
      (after) => store.read((tx) => tx.contributions.page({ status: 'pending' }, after, PAGE)),
      ({ id }) => id,
    ),
    ({ createdAt }) => createdAt < before,
  );
  const payouts = await countUntil(
    pages<Payout, PayoutId>(
      (after) => store.read((tx) => tx.payouts.page({ status: 'pending' }, after, PAGE)),
      ({ id }) => id,
    ),
    ({ openedAt }) => openedAt < before,
  );
  if (contributions + payouts === 0) return { ok: true, found: 'No transfer has been pending for more than an hour.' };
  const counts = `${atMost(contributions)} contributions and ${atMost(payouts)} payouts`;
  return { ok: false, found: `${counts} have been pending for more than an hour: run transfers settle, ask the bank.` };
}

async function countUntil<Item>(
  items: AsyncIterable<readonly Item[]>,
  isLate: (item: Item) => boolean,
): Promise<number> {
  let count = 0;
  for await (const page of items) {
    const late = page.filter(isLate).length;
    count += late;
    if (late < page.length || count >= MAX_COUNTED) break;
  }
  return count;
}

function atMost(count: number): string {
  return count >= MAX_COUNTED ? `${MAX_COUNTED} or more` : String(count);
}
