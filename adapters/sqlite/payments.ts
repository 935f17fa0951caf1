import type { Payment, PaymentRepository } from '../../src/messaging/index.js';
import { contributionStatus, dayToNumber, numberToDay, planStatus } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

/** Read as an array: reminders read all that was paid in half a year. */
type Row = readonly [client: number, valueDate: number];

const ACTIVE = planStatus.toNumber('active');
const REFUSED = contributionStatus.toNumber('refused');
/** More than ten members pay in half a year, even if each pays every other day; a longer history is not read through. */
const LATEST = 1_000;

export function createPayments(db: Database, keys: Keys): PaymentRepository {
  const latest = db
    .prepare(
      `SELECT client_id, value_date FROM
         (SELECT * FROM contributions WHERE goal_id = ? ORDER BY public_id DESC LIMIT ${LATEST})
       WHERE value_date >= ? AND status <> ${REFUSED}`,
    )
    .raw();
  const saving = db.prepare(`SELECT DISTINCT client_id FROM plans WHERE goal_id = ? AND status = ${ACTIVE}`).pluck();
  const read = ([client, valueDate]: Row): Payment => ({ client: keys.clientId(client), on: numberToDay(valueDate) });
  return {
    since: (goals, from) => {
      const found = goals.map(
        (goal) => [goal, (latest.all(keys.goal(goal) ?? 0, dayToNumber(from)) as Row[]).map(read)] as const,
      );
      return Promise.resolve(new Map(found));
    },
    byPlan: (goals) =>
      Promise.resolve(
        new Map(
          goals.map((goal) => [
            goal,
            new Set((saving.all(keys.goal(goal) ?? 0) as number[]).map((client) => keys.clientId(client))),
          ]),
        ),
      ),
  };
}
