import type { Dispute, DisputeRepository } from '../../src/savings/index.js';
import { fromDocument, toDocument } from '../../src/shared/index.js';
import { uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

export function createDisputes(db: Database, keys: Keys): DisputeRepository {
  const one = db.prepare('SELECT document FROM disputes WHERE public_id = ?').pluck();
  const ofGoal = db.prepare('SELECT document FROM disputes WHERE goal_id = ? ORDER BY public_id').pluck();
  const upsert = db.prepare(
    `INSERT INTO disputes (public_id, goal_id, status, document) VALUES (?, ?, ?, ?)
     ON CONFLICT (public_id) DO UPDATE SET status = excluded.status, document = excluded.document`,
  );
  return {
    find: (id) => {
      const text = one.get(uuidToBlob(id)) as string | undefined;
      return Promise.resolve(text === undefined ? undefined : fromDocument<Dispute>(text));
    },
    ofGoal: (goal) => {
      const texts = ofGoal.all(keys.goal(goal) ?? 0) as string[];
      return Promise.resolve(texts.map((text) => fromDocument<Dispute>(text)));
    },
    save: (dispute) => {
      upsert.run(uuidToBlob(dispute.id), keys.requireGoal(dispute.goal), dispute.status, toDocument(dispute));
      return Promise.resolve();
    },
  };
}
