import type { Payment, PaymentRepository } from '../../src/messaging/index.js';
import type { ClientId, GoalId } from '../../src/shared/index.js';
import { listOf } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = Payment & { readonly goal: GoalId };

/** More than ten members pay in half a year, even if each pays every other day; a longer history is not read through. */
const LATEST = 1_000;
const SINCE = statement(
  `SELECT latest.goal_id AS goal, client_id AS client, value_date AS "on" FROM unnest($1::uuid[]) AS n (goal_id)
   CROSS JOIN LATERAL (
     SELECT * FROM contributions WHERE contributions.goal_id = n.goal_id ORDER BY id DESC LIMIT ${LATEST}) AS latest
   WHERE value_date >= $2 AND status <> 'refused' ORDER BY latest.goal_id, latest.id DESC`,
);

const BY_PLAN = statement(
  `SELECT DISTINCT goal_id AS goal, client_id AS client FROM plans
   WHERE goal_id = ANY ($1::uuid[]) AND status = 'active' ORDER BY goal_id, client_id`,
);

export function createPayments(session: Session): PaymentRepository {
  return {
    since: async (goals, from) => {
      const found = new Map(goals.map((goal) => [goal, [] as Payment[]]));
      if (goals.length === 0) return found;
      for (const { goal, ...payment } of await session.rows<Row>(SINCE, listOf(goals), from)) {
        found.get(goal)?.push(payment);
      }
      return found;
    },
    byPlan: async (goals) => {
      const found = new Map(goals.map((goal) => [goal, new Set<ClientId>()]));
      if (goals.length === 0) return found;
      for (const { goal, client } of await session.rows<Pick<Row, 'goal' | 'client'>>(BY_PLAN, listOf(goals))) {
        found.get(goal)?.add(client);
      }
      return found;
    },
  };
}
