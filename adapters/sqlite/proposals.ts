import type { Proposal, ProposalRepository } from '../../src/savings/index.js';
import { fromDocument, toDocument } from '../../src/shared/index.js';
import { uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

export function createProposals(db: Database, keys: Keys): ProposalRepository {
  const one = db.prepare('SELECT document FROM proposals WHERE public_id = ?').pluck();
  const ofGoal = db.prepare('SELECT document FROM proposals WHERE goal_id = ? ORDER BY public_id').pluck();
  const due = db
    .prepare(
      `SELECT document FROM proposals WHERE is_done = 0 AND (status = 'passed' OR closes_at <= ?)
       ORDER BY closes_at, public_id LIMIT ?`,
    )
    .pluck();
  const upsert = db.prepare(
    `INSERT INTO proposals (public_id, goal_id, status, closes_at, is_done, document) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (public_id) DO UPDATE SET status = excluded.status, is_done = excluded.is_done,
       document = excluded.document`,
  );
  const read = (texts: unknown) => (texts as string[]).map((text) => fromDocument<Proposal>(text));
  return {
    find: (id) => {
      const text = one.get(uuidToBlob(id)) as string | undefined;
      return Promise.resolve(text === undefined ? undefined : fromDocument<Proposal>(text));
    },
    ofGoal: (goal) => Promise.resolve(read(ofGoal.all(keys.goal(goal) ?? 0))),
    due: (now, limit) => Promise.resolve(read(due.all(now.getTime(), limit))),
    save: (proposal) => {
      const { id, goal, status, closesAt } = proposal;
      const document = toDocument(proposal);
      upsert.run(
        uuidToBlob(id),
        keys.requireGoal(goal),
        status,
        closesAt.getTime(),
        isDone(proposal) ? 1 : 0,
        document,
      );
      return Promise.resolve();
    },
  };
}

/** Nothing is left to be done for it by the passing of time. */
function isDone(proposal: Proposal): boolean {
  return proposal.status === 'passed' ? proposal.executedAt !== null : proposal.status !== 'open';
}
