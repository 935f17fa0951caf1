import type { Dispute, DisputeRepository } from '../../src/savings/index.js';
import { fromDocument, toDocument } from '../../src/shared/index.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = { readonly document: string };

const FIND = statement('SELECT document FROM disputes WHERE id = $1');
const LOCK = statement(
  'SELECT id FROM goals WHERE id = (SELECT goal_id FROM disputes WHERE id = $1) FOR NO KEY UPDATE',
);
const OF_GOAL = statement('SELECT document FROM disputes WHERE goal_id = $1 ORDER BY id');
const UPSERT = statement(
  `INSERT INTO disputes (id, goal_id, status, document) VALUES ($1, $2, $3, $4)
   ON CONFLICT (id) DO UPDATE SET status = excluded.status, document = excluded.document`,
);

export function createDisputes(session: Session): DisputeRepository {
  return {
    find: async (id) => {
      session.lockGoalsOf(LOCK, id);
      return (await session.rows<Row>(FIND, id)).map(toDispute)[0];
    },
    ofGoal: async (goal) => {
      session.lockGoals([goal]);
      return (await session.rows<Row>(OF_GOAL, goal)).map(toDispute);
    },
    save: (dispute) => session.write(UPSERT, dispute.id, dispute.goal, dispute.status, toDocument(dispute)),
  };
}

function toDispute({ document }: Row): Dispute {
  return fromDocument<Dispute>(document);
}
