import type { Proposal, ProposalRepository } from '../../src/savings/index.js';
import { fromDocument, toDocument } from '../../src/shared/index.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = { readonly document: string };

const FIND = statement('SELECT document FROM proposals WHERE id = $1');
const LOCK = statement(
  'SELECT id FROM goals WHERE id = (SELECT goal_id FROM proposals WHERE id = $1) FOR NO KEY UPDATE',
);
const OF_GOAL = statement('SELECT document FROM proposals WHERE goal_id = $1 ORDER BY id');
const DUE = statement(
  `SELECT document FROM proposals WHERE NOT is_done AND (status = 'passed' OR closes_at <= $1)
   ORDER BY closes_at, id LIMIT $2`,
);
const UPSERT = statement(
  `INSERT INTO proposals (id, goal_id, status, closes_at, is_done, document) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (id) DO UPDATE SET status = excluded.status, is_done = excluded.is_done, document = excluded.document`,
);

export function createProposals(session: Session): ProposalRepository {
  return {
    find: async (id) => {
      session.lockGoalsOf(LOCK, id);
      return (await session.rows<Row>(FIND, id)).map(toProposal)[0];
    },
    ofGoal: async (goal) => {
      session.lockGoals([goal]);
      return (await session.rows<Row>(OF_GOAL, goal)).map(toProposal);
    },
    due: async (now, limit) => (await session.rows<Row>(DUE, now.toISOString(), limit)).map(toProposal),
    save: (proposal) => {
      const { id, goal, status, closesAt } = proposal;
      const document = toDocument(proposal);
      return session.write(UPSERT, id, goal, status, closesAt.toISOString(), isDone(proposal), document);
    },
  };
}

function toProposal({ document }: Row): Proposal {
  return fromDocument<Proposal>(document);
}

/** Nothing is left to be done for it by the passing of time. */
function isDone(proposal: Proposal): boolean {
  return proposal.status === 'passed' ? proposal.executedAt !== null : proposal.status !== 'open';
}
