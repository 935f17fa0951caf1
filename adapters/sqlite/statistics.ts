import { countsByStatus, type GroupTotals, type StatisticsRepository } from '../../src/savings/index.js';
import { firstUuidOf, MAX_NAMED_AMOUNT } from '../../src/shared/index.js';
import { contributionStatus, goalKind, goalStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import { HAS_PLACE } from './members.js';

type Row = {
  readonly kind: bigint;
  readonly status: bigint;
  readonly goals: bigint;
  readonly clients: bigint;
  readonly target: bigint;
  readonly collected: bigint;
};

const BY_KIND_AND_STATUS = `
WITH collected AS (
  -- What the bank holds less what is unallocated: a debit of the one, a credit of the other.
  SELECT goal_id, sum(debits_posted - credits_posted) AS amount
  FROM accounts WHERE kind IN (1, 4) GROUP BY goal_id
), places AS (
  SELECT goals.kind, goals.status, count(DISTINCT members.client_id) AS clients
  FROM goals JOIN members ON members.goal_id = goals.id WHERE ${HAS_PLACE} GROUP BY goals.kind, goals.status
)
SELECT goals.kind, goals.status, count(*) AS goals, coalesce(places.clients, 0) AS clients,
  -- A target from before there was a limit counts as the limit: the sum would overflow.
  sum(min(goals.target, ${MAX_NAMED_AMOUNT})) AS target,
  coalesce(sum(collected.amount), 0) AS collected
FROM goals
LEFT JOIN places ON places.kind = goals.kind AND places.status = goals.status
LEFT JOIN collected ON collected.goal_id = goals.id
GROUP BY goals.kind, goals.status ORDER BY goals.kind, goals.status`;

export function createStatistics(db: Database): StatisticsRepository {
  const byKindAndStatus = db.prepare(BY_KIND_AND_STATUS).safeIntegers(true);
  // By its id, which begins with the time: no index of its own is needed.
  const since = db.prepare('SELECT status, count(*) AS n FROM contributions WHERE public_id >= ? GROUP BY status');
  return {
    byKindAndStatus: () => Promise.resolve((byKindAndStatus.all() as Row[]).map(toTotals)),
    contributionsSince: (from) => {
      const rows = since.all(uuidToBlob(firstUuidOf(from))) as { readonly status: number; readonly n: number }[];
      return Promise.resolve(
        countsByStatus(rows.map(({ status, n: count }) => ({ status: contributionStatus.toWord(status), count }))),
      );
    },
  };
}

function toTotals({ kind, status, goals, clients, target, collected }: Row): GroupTotals {
  return {
    kind: goalKind.toWord(Number(kind)),
    status: goalStatus.toWord(Number(status)),
    goals: Number(goals),
    clients: Number(clients),
    target,
    collected,
  };
}
