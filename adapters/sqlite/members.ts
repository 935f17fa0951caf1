import type { Member, MemberRepository } from '../../src/savings/index.js';
import { goalStatus, memberRole, memberStatus } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

/** Read as an array: a batch reads the place of each payer. */
type Row = readonly [
  goal: number,
  client: number,
  role: number,
  status: number,
  shareAmounts: number,
  shareWithAdvisor: number,
  joinedAt: number,
];

const SELECT = 'SELECT goal_id, client_id, role, status, share_amounts, share_with_advisor, joined_at FROM members';

const numberOf = (status: Member['status']) => memberStatus.toNumber(status);
/** Of rows of members and goals: the member is in it, or was when it was closed. */
export const HAS_PLACE = `(members.status IN (${numberOf('active')}, ${numberOf('leaving')})
  OR (members.status = ${numberOf('left')} AND goals.status = ${goalStatus.toNumber('closed')}))`;

export function createMembers(db: Database, keys: Keys): MemberRepository {
  const ofGoal = db.prepare(`${SELECT} WHERE goal_id = ? ORDER BY joined_at, client_id`).raw();
  const one = db.prepare(`${SELECT} WHERE goal_id = ? AND client_id = ?`).raw();
  const upsert = db.prepare(
    `INSERT INTO members (goal_id, client_id, role, status, share_amounts, share_with_advisor, joined_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (goal_id, client_id) DO UPDATE SET role = excluded.role, status = excluded.status,
       share_amounts = excluded.share_amounts, share_with_advisor = excluded.share_with_advisor,
       joined_at = excluded.joined_at`,
  );
  const toMember = ([goal, client, role, status, shareAmounts, shareWithAdvisor, joinedAt]: Row): Member => ({
    goal: keys.goalId(goal),
    client: keys.clientId(client),
    role: memberRole.toWord(role),
    status: memberStatus.toWord(status),
    shareAmounts: shareAmounts === 1,
    shareWithAdvisor: shareWithAdvisor === 1,
    joinedAt: new Date(joinedAt),
  });
  return {
    ofGoals: (goals) =>
      Promise.resolve(goals.flatMap((goal) => (ofGoal.all(keys.goal(goal) ?? 0) as Row[]).map(toMember))),
    findMany: (wanted) =>
      Promise.resolve(
        wanted.flatMap(({ goal, client }) => {
          const row = one.get(keys.goal(goal) ?? 0, keys.client(client) ?? 0) as Row | undefined;
          return row === undefined ? [] : [toMember(row)];
        }),
      ),
    saveMany: (members) => {
      for (const { goal, client, role, status, shareAmounts, shareWithAdvisor, joinedAt } of members) {
        upsert.run(
          keys.requireGoal(goal),
          keys.requireClient(client),
          memberRole.toNumber(role),
          memberStatus.toNumber(status),
          shareAmounts ? 1 : 0,
          shareWithAdvisor ? 1 : 0,
          joinedAt.getTime(),
        );
      }
      return Promise.resolve();
    },
  };
}
