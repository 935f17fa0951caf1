import type {
  GoalRate,
  InterestPosting,
  InterestRepository,
  InterestState,
  PostingMark,
} from '../../src/savings/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { dayToNumber, numberToDay } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type StateRow = {
  readonly computed_from: bigint;
  readonly balance: bigint;
  readonly accrued: string;
  readonly posted: bigint;
  readonly shared_on: bigint;
  readonly read_seq: bigint;
  readonly settled_seq: bigint;
};
type PostingRow = {
  readonly posted_on: bigint;
  readonly due: bigint;
  readonly correction: bigint;
  readonly credited: bigint;
  readonly bank_references: string;
  readonly posted_at: bigint;
};
type RateRow = { readonly holds_from: number; readonly rate_bps: number };

export function createInterest(db: Database, keys: Keys): InterestRepository {
  const state = db.prepare('SELECT * FROM interest_states WHERE goal_id = ?').safeIntegers(true);
  const postings = db
    .prepare('SELECT * FROM interest_postings WHERE goal_id = ? ORDER BY posted_on, id')
    .safeIntegers(true);
  const rates = db.prepare('SELECT * FROM goal_rates WHERE goal_id = ? ORDER BY holds_from');
  const saveRate = db.prepare(
    `INSERT INTO goal_rates (goal_id, holds_from, rate_bps) VALUES (?, ?, ?)
     ON CONFLICT (goal_id, holds_from) DO UPDATE SET rate_bps = excluded.rate_bps`,
  );
  const references = createReferences(db, keys);
  const writer = createWriter(db, keys);
  const found = (goal: GoalId) => {
    const row = state.get(keys.goal(goal) ?? 0) as StateRow | undefined;
    return row === undefined ? [] : [[goal, toState(goal, row)] as const];
  };
  return {
    states: (goals) => Promise.resolve(new Map(goals.flatMap(found))),
    postings: (goals) =>
      Promise.resolve(
        new Map(
          goals.map((goal) => {
            const rows = postings.all(keys.goal(goal) ?? 0) as PostingRow[];
            return [goal, rows.map((row) => toPosting(goal, row))] as const;
          }),
        ),
      ),
    bookedReferences: (marks) => Promise.resolve(references(marks)),
    rates: (goals) =>
      Promise.resolve(
        goals.flatMap((goal) =>
          (rates.all(keys.goal(goal) ?? 0) as RateRow[]).map(
            ({ holds_from, rate_bps }): GoalRate => ({ goal, from: numberToDay(holds_from), rateBps: rate_bps }),
          ),
        ),
      ),
    saveRate: ({ goal, from, rateBps }) => {
      saveRate.run(keys.requireGoal(goal), dayToNumber(from), rateBps);
      return Promise.resolve();
    },
    save: (states, made) => {
      for (const one of states) writer.state(one);
      for (const one of made) writer.posting(one);
      return Promise.resolve();
    },
  };
}

function createReferences(db: Database, keys: Keys) {
  const since = db
    .prepare('SELECT bank_references FROM interest_postings WHERE goal_id = ? AND posted_on >= ?')
    .pluck();
  return (marks: readonly PostingMark[]): ReadonlyMap<GoalId, ReadonlySet<string>> => {
    const booked = new Map<GoalId, ReadonlySet<string>>();
    for (const { goal, from } of marks) {
      const found = since.all(keys.goal(goal) ?? 0, dayToNumber(from)) as string[];
      if (found.length > 0) booked.set(goal, new Set(found.flatMap((text) => JSON.parse(text) as string[])));
    }
    return booked;
  };
}

function createWriter(db: Database, keys: Keys) {
  const upsertState = db.prepare(
    `INSERT INTO interest_states (goal_id, computed_from, balance, accrued, posted, shared_on, read_seq, settled_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (goal_id) DO UPDATE SET computed_from = excluded.computed_from, balance = excluded.balance,
       accrued = excluded.accrued, posted = excluded.posted, shared_on = excluded.shared_on,
       read_seq = excluded.read_seq, settled_seq = excluded.settled_seq`,
  );
  const insertPosting = db.prepare(
    `INSERT INTO interest_postings (goal_id, posted_on, due, correction, credited, bank_references, posted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    state: ({ goal, position, sharedOn, readSeq, settledSeq }: InterestState): void => {
      const { from, balance, accrued, posted } = position;
      const number = keys.requireGoal(goal);
      const [day, sharedDay] = [dayToNumber(from), dayToNumber(sharedOn)];
      upsertState.run(number, day, balance, String(accrued), posted, sharedDay, readSeq, settledSeq);
    },
    posting: ({ goal, on, due, correction, credited, references, postedAt }: InterestPosting): void => {
      const [number, day] = [keys.requireGoal(goal), dayToNumber(on)];
      insertPosting.run(number, day, due, correction, credited, JSON.stringify(references), postedAt.getTime());
    },
  };
}

function toState(goal: GoalId, row: StateRow): InterestState {
  return {
    goal,
    position: {
      from: numberToDay(Number(row.computed_from)),
      balance: row.balance,
      accrued: BigInt(row.accrued),
      posted: row.posted,
    },
    sharedOn: numberToDay(Number(row.shared_on)),
    readSeq: Number(row.read_seq),
    settledSeq: Number(row.settled_seq),
  };
}

function toPosting(goal: GoalId, row: PostingRow): InterestPosting {
  return {
    goal,
    on: numberToDay(Number(row.posted_on)),
    due: row.due,
    correction: row.correction,
    credited: row.credited,
    references: JSON.parse(row.bank_references) as string[],
    postedAt: new Date(Number(row.posted_at)),
  };
}
