import {
  type ContributionStatus,
  countsByStatus,
  type GroupTotals,
  type StatisticsRepository,
} from '../../src/savings/index.js';
import { firstUuidOf, MAX_NAMED_AMOUNT } from '../../src/shared/index.js';
import { HAS_PLACE } from './members.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly kind: string;
  readonly status: string;
  readonly goals: bigint;
  readonly clients: bigint;
  readonly target: bigint;
  readonly collected: bigint;
};

const BY_KIND_AND_STATUS = statement(`
WITH collected AS (
  -- What the bank holds less what is unallocated: a debit of the one, a credit of the other.
  SELECT goal_id, sum(debits_posted - credits_posted) AS amount
  FROM accounts WHERE kind IN ('bank', 'unallocated') GROUP BY goal_id
), places AS (
  SELECT goals.kind, goals.status, count(DISTINCT members.client_id) AS clients
  FROM goals JOIN members ON members.goal_id = goals.id WHERE ${HAS_PLACE} GROUP BY goals.kind, goals.status
)
SELECT goals.kind, goals.status, count(*) AS goals, coalesce(places.clients, 0) AS clients,
  -- A target from before there was a limit counts as the limit: the sum would overflow.
  sum(least(goals.target, ${MAX_NAMED_AMOUNT})) AS target,
  coalesce(sum(collected.amount), 0) AS collected
FROM goals
LEFT JOIN places ON places.kind = goals.kind AND places.status = goals.status
LEFT JOIN collected ON collected.goal_id = goals.id
GROUP BY goals.kind, goals.status, places.clients ORDER BY goals.kind, goals.status`);

type CountRow = { readonly status: ContributionStatus; readonly n: bigint };

// By its id, which begins with the time: no index of its own is needed.
const SINCE = statement('SELECT status, count(*) AS n FROM contributions WHERE id >= $1 GROUP BY status');

export function createStatistics(session: Session): StatisticsRepository {
  return {
    byKindAndStatus: async () => (await session.rows<Row>(BY_KIND_AND_STATUS)).map(toTotals),
    contributionsSince: async (from) => {
      const rows = await session.rows<CountRow>(SINCE, firstUuidOf(from));
      return countsByStatus(rows.map(({ status, n }) => ({ status, count: Number(n) })));
    },
  };
}

function toTotals({ goals, clients, ...row }: Row): GroupTotals {
  return { ...row, goals: Number(goals), clients: Number(clients) };
}
