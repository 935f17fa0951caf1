import type { Member, MemberRepository } from '../../src/savings/index.js';
import type { ClientId, GoalId } from '../../src/shared/index.js';
import { instants, listOf, plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly goal_id: GoalId;
  readonly client_id: ClientId;
  readonly role: Member['role'];
  readonly status: Member['status'];
  readonly share_amounts: boolean;
  readonly share_with_advisor: boolean;
  readonly joined_at: Date;
};

const OF_GOALS = statement('SELECT * FROM members WHERE goal_id = ANY ($1::uuid[]) ORDER BY joined_at, client_number');
const FIND = statement(
  `SELECT members.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS n (goal_id, client_id, place)
   JOIN members ON members.goal_id = n.goal_id AND members.client_id = n.client_id ORDER BY place`,
);
// A client who does not exist has no number, and is refused.
const UPSERT = statement(
  `INSERT INTO members (goal_id, client_id, client_number, role, status, share_amounts, share_with_advisor, joined_at)
   SELECT n.goal_id, n.client_id, clients.number, n.role, n.status, n.share_amounts, n.share_with_advisor, n.joined_at
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::timestamptz[])
     AS n (goal_id, client_id, role, status, share_amounts, share_with_advisor, joined_at)
   LEFT JOIN clients ON clients.id = n.client_id
   ON CONFLICT (goal_id, client_id) DO UPDATE SET role = excluded.role, status = excluded.status,
     share_amounts = excluded.share_amounts, share_with_advisor = excluded.share_with_advisor,
     joined_at = excluded.joined_at`,
);

/** Of rows of members and goals: the member is in it, or was when it was closed. */
export const HAS_PLACE = `(members.status IN ('active', 'leaving')
  OR (members.status = 'left' AND goals.status = 'closed'))`;

export function createMembers(session: Session): MemberRepository {
  return {
    ofGoals: async (goals) => {
      if (goals.length === 0) return [];
      const rows = await session.rows<Row>(OF_GOALS, listOf(goals));
      const members = rows.map(toMember);
      return goals.length === 1 ? members : goals.flatMap((goal) => members.filter((member) => member.goal === goal));
    },
    findMany: async (wanted) => {
      if (wanted.length === 0) return [];
      const clients = text(wanted, ({ client }) => client);
      return (
        await session.rows<Row>(
          FIND,
          plain(wanted, ({ goal }) => goal),
          clients,
        )
      ).map(toMember);
    },
    saveMany: async (members) => {
      if (members.length === 0) return;
      await session.write(
        UPSERT,
        plain(members, ({ goal }) => goal),
        text(members, ({ client }) => client),
        plain(members, ({ role }) => role),
        plain(members, ({ status }) => status),
        plain(members, ({ shareAmounts }) => String(shareAmounts)),
        plain(members, ({ shareWithAdvisor }) => String(shareWithAdvisor)),
        instants(members, ({ joinedAt }) => joinedAt),
      );
    },
  };
}

function toMember(row: Row): Member {
  return {
    goal: row.goal_id,
    client: row.client_id,
    role: row.role,
    status: row.status,
    shareAmounts: row.share_amounts,
    shareWithAdvisor: row.share_with_advisor,
    joinedAt: row.joined_at,
  };
}
