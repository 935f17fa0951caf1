import type { InterestPosting, InterestRepository, InterestState, PostingMark } from '../../src/savings/index.js';
import type { CivilDate, GoalId, Money } from '../../src/shared/index.js';
import { inOrder, type Session } from './session.js';
import { instants, listOf, plain, text } from './columns.js';
import { statement } from './statement.js';

type StateRow = {
  readonly goal_id: GoalId;
  readonly computed_from: CivilDate;
  readonly balance: Money;
  readonly accrued: bigint;
  readonly posted: Money;
  readonly shared_on: CivilDate;
  readonly read_seq: bigint;
  readonly settled_seq: bigint;
};
type PostingRow = {
  readonly goal_id: GoalId;
  readonly posted_on: CivilDate;
  readonly due: Money;
  readonly correction: Money;
  readonly credited: Money;
  readonly bank_references: string;
  readonly posted_at: Date;
};
type RateRow = { readonly goal_id: GoalId; readonly holds_from: CivilDate; readonly rate_bps: number };

const STATES = statement('SELECT * FROM interest_states WHERE goal_id = ANY ($1::uuid[])');
const POSTINGS = statement('SELECT * FROM interest_postings WHERE goal_id = ANY ($1::uuid[]) ORDER BY posted_on, id');
const REFERENCES = statement(
  `SELECT postings.goal_id, bank_references FROM unnest($1::uuid[], $2::date[]) AS n (goal_id, holds_from)
   JOIN interest_postings AS postings ON postings.goal_id = n.goal_id AND postings.posted_on >= n.holds_from`,
);
const RATES = statement('SELECT * FROM goal_rates WHERE goal_id = ANY ($1::uuid[]) ORDER BY holds_from');
const SAVE_RATE = statement(
  `INSERT INTO goal_rates (goal_id, holds_from, rate_bps) VALUES ($1, $2, $3)
   ON CONFLICT (goal_id, holds_from) DO UPDATE SET rate_bps = excluded.rate_bps`,
);
const SAVE_STATES = statement(
  `INSERT INTO interest_states (goal_id, computed_from, balance, accrued, posted, shared_on, read_seq, settled_seq)
   SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::numeric[], $5::bigint[], $6::date[], $7::bigint[],
     $8::bigint[])
   ON CONFLICT (goal_id) DO UPDATE SET computed_from = excluded.computed_from, balance = excluded.balance,
     accrued = excluded.accrued, posted = excluded.posted, shared_on = excluded.shared_on, read_seq = excluded.read_seq,
     settled_seq = excluded.settled_seq`,
);
const INSERT_POSTINGS = statement(
  `INSERT INTO interest_postings (goal_id, posted_on, due, correction, credited, bank_references, posted_at)
   SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[], $6::json[], $7::timestamptz[])`,
);

export function createInterest(session: Session): InterestRepository {
  return {
    states: async (goals) => {
      if (goals.length === 0) return new Map();
      session.lockGoals(goals);
      const rows = await session.rows<StateRow>(STATES, listOf(goals));
      return inOrder(goals, new Map(rows.map((row) => [row.goal_id, toState(row)])));
    },
    postings: async (goals) => {
      if (goals.length === 0) return new Map();
      const rows = await session.rows<PostingRow>(POSTINGS, listOf(goals));
      const byGoal = new Map(goals.map((goal) => [goal, [] as InterestPosting[]]));
      for (const row of rows) byGoal.get(row.goal_id)?.push(toPosting(row));
      return byGoal;
    },
    bookedReferences: (marks) => bookedReferences(session, marks),
    rates: async (goals) => {
      if (goals.length === 0) return [];
      const rows = await session.rows<RateRow>(RATES, listOf(goals));
      const rates = rows.map(({ goal_id, holds_from, rate_bps }) => ({
        ...{ goal: goal_id, from: holds_from, rateBps: rate_bps },
      }));
      return goals.flatMap((goal) => rates.filter((rate) => rate.goal === goal));
    },
    saveRate: ({ goal, from, rateBps }) => session.write(SAVE_RATE, goal, from, rateBps),
    save: async (states, postings) => {
      if (states.length > 0) await saveStates(session, states);
      if (postings.length > 0) await insertPostings(session, postings);
    },
  };
}

async function bookedReferences(
  session: Session,
  marks: readonly PostingMark[],
): Promise<ReadonlyMap<GoalId, ReadonlySet<string>>> {
  const booked = new Map<GoalId, Set<string>>();
  if (marks.length === 0) return booked;
  const [goals, from] = [plain(marks, ({ goal }) => goal), plain(marks, (mark) => mark.from)];
  for (const row of await session.rows<Pick<PostingRow, 'goal_id' | 'bank_references'>>(REFERENCES, goals, from)) {
    const found = booked.get(row.goal_id) ?? new Set();
    for (const reference of JSON.parse(row.bank_references) as string[]) found.add(reference);
    booked.set(row.goal_id, found);
  }
  return booked;
}

/** Of a goal whose months are posted one after the other in one transaction the last state counts. */
function saveStates(session: Session, all: readonly InterestState[]): Promise<void> {
  const states = [...new Map(all.map((state) => [state.goal, state])).values()];
  return session.write(
    SAVE_STATES,
    plain(states, ({ goal }) => goal),
    plain(states, ({ position }) => position.from),
    plain(states, ({ position }) => position.balance),
    plain(states, ({ position }) => position.accrued),
    plain(states, ({ position }) => position.posted),
    plain(states, ({ sharedOn }) => sharedOn),
    plain(states, ({ readSeq }) => readSeq),
    plain(states, ({ settledSeq }) => settledSeq),
  );
}

function insertPostings(session: Session, postings: readonly InterestPosting[]): Promise<void> {
  return session.write(
    INSERT_POSTINGS,
    plain(postings, ({ goal }) => goal),
    plain(postings, ({ on }) => on),
    plain(postings, ({ due }) => due),
    plain(postings, ({ correction }) => correction),
    plain(postings, ({ credited }) => credited),
    text(postings, ({ references }) => JSON.stringify(references)),
    instants(postings, ({ postedAt }) => postedAt),
  );
}

function toState(row: StateRow): InterestState {
  const { computed_from: from, balance, accrued, posted } = row;
  return {
    goal: row.goal_id,
    position: { from, balance, accrued, posted },
    sharedOn: row.shared_on,
    readSeq: Number(row.read_seq),
    settledSeq: Number(row.settled_seq),
  };
}

function toPosting(row: PostingRow): InterestPosting {
  return {
    goal: row.goal_id,
    on: row.posted_on,
    due: row.due,
    correction: row.correction,
    credited: row.credited,
    references: JSON.parse(row.bank_references) as string[],
    postedAt: row.posted_at,
  };
}
