import type { DueCursor, DuePlans, Plan, PlanFilter, PlanRepository, PlanRule } from '../../src/savings/index.js';
import { asContributionId, asPlanId, Conflict, fromDocument, type PlanId, toDocument } from '../../src/shared/index.js';
import { blobToUuid, dayToNumber, numberToDay, planStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly id: bigint;
  readonly public_id: Buffer;
  readonly goal_id: bigint;
  readonly client_id: bigint;
  readonly rule: string;
  readonly status: bigint;
  readonly floor: bigint;
  readonly catch_up: bigint;
  readonly consent_at: bigint;
  readonly consent_by: string;
  readonly consent_reference: string | null;
  readonly started_on: bigint;
  readonly due_number: bigint | null;
  readonly due_on: bigint | null;
  readonly run_on: bigint | null;
  readonly attempts: bigint;
  readonly sending: Buffer | null;
  readonly collected: bigint;
  readonly missed: bigint;
  readonly rises: bigint;
  readonly income: bigint | null;
  readonly read_to: bigint;
  readonly last_on: bigint | null;
  readonly created_at: bigint;
};

const DUE = 'FROM plans WHERE status = 1 AND sending IS NULL AND run_on <= ?';
const POSTPONED = 'FROM plans WHERE status = 1 AND sending IS NULL AND attempts > 0';

export function createPlans(db: Database, keys: Keys): PlanRepository {
  const byId = db.prepare('SELECT * FROM plans WHERE public_id = ?').safeIntegers(true);
  const page = createPage(db, keys);
  const due = createDue(db);
  const { insert, update } = writeStatements(db);
  return {
    findMany: (ids) => {
      const rows = [...new Set(ids)].flatMap((id) => (byId.get(uuidToBlob(id)) as Row | undefined) ?? []);
      return Promise.resolve(new Map(rows.map((row) => planFrom(row, keys)).map((plan) => [plan.id, plan])));
    },
    insertMany: (plans) => {
      for (const plan of plans) {
        insert.run(
          uuidToBlob(plan.id),
          keys.requireGoal(plan.goal),
          keys.requireClient(plan.client),
          plan.createdAt.getTime(),
          ...stateColumns(plan),
        );
      }
      return Promise.resolve();
    },
    saveMany: (plans) => {
      for (const plan of plans) {
        const { changes } = update.run(...stateColumns(plan), uuidToBlob(plan.id));
        if (changes !== 1) throw new Conflict('conflict', `Plan ${plan.id} is gone.`);
      }
      return Promise.resolve();
    },
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map((row) => planFrom(row, keys))),
    due: (wanted, after, limit) => Promise.resolve(due.page(wanted, after, limit).map((row) => planFrom(row, keys))),
    countDue: (wanted) => Promise.resolve(due.count(wanted)),
  };
}

/** The narrowest filter finds the rows; the others are looked at on the way. */
function createPage(db: Database, keys: Keys) {
  const prepare = (where: string) =>
    db
      .prepare(
        `SELECT * FROM plans WHERE ${where} AND public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?`,
      )
      .safeIntegers(true);
  const all = prepare('TRUE');
  const ofClient = prepare('client_id = ?');
  const ofGoal = prepare('goal_id = ?');
  const ofMember = prepare('goal_id = ? AND client_id = ?');
  return ({ goal, client, status }: PlanFilter, after: PlanId | null, limit: number): readonly Row[] => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const wanted = status === undefined ? null : planStatus.toNumber(status);
    const rest = [from, wanted, wanted, limit] as const;
    if (goal !== undefined && client !== undefined) {
      return ofMember.all(keys.goal(goal) ?? 0, keys.client(client) ?? 0, ...rest) as Row[];
    }
    if (goal !== undefined) return ofGoal.all(keys.goal(goal) ?? 0, ...rest) as Row[];
    if (client !== undefined) return ofClient.all(keys.client(client) ?? 0, ...rest) as Row[];
    return all.all(...rest) as Row[];
  };
}

function createDue(db: Database) {
  const page = db
    .prepare(`SELECT * ${DUE} AND (run_on, public_id) > (?, ?) ORDER BY run_on, public_id LIMIT ?`)
    .safeIntegers(true);
  const postponed = db.prepare(`SELECT * ${POSTPONED} AND public_id > ? ORDER BY public_id LIMIT ?`).safeIntegers(true);
  const count = db.prepare(`SELECT count(*) ${DUE}`).pluck();
  const countPostponed = db.prepare(`SELECT count(*) ${POSTPONED}`).pluck();
  return {
    page: ({ on, isPostponed }: DuePlans, after: DueCursor | null, limit: number): readonly Row[] => {
      const from = after === null ? Buffer.alloc(0) : uuidToBlob(after.id);
      if (isPostponed) return postponed.all(from, limit) as Row[];
      const fromDay = after === null || after.runOn === null ? 0 : dayToNumber(after.runOn);
      return page.all(dayToNumber(on), fromDay, from, limit) as Row[];
    },
    count: ({ on, isPostponed }: DuePlans): number =>
      (isPostponed ? countPostponed.get() : count.get(dayToNumber(on))) as number,
  };
}

const STATE = [
  'rule',
  'status',
  'floor',
  'catch_up',
  'consent_at',
  'consent_by',
  'consent_reference',
  'started_on',
  'due_number',
  'due_on',
  'run_on',
  'attempts',
  'sending',
  'collected',
  'missed',
  'rises',
  'income',
  'read_to',
  'last_on',
] as const;

function writeStatements(db: Database) {
  const insert = db.prepare(
    `INSERT INTO plans (public_id, goal_id, client_id, created_at, ${STATE.join(', ')})
     VALUES (?, ?, ?, ?, ${STATE.map(() => '?').join(', ')})`,
  );
  const update = db.prepare(`UPDATE plans SET ${STATE.map((name) => `${name} = ?`).join(', ')} WHERE public_id = ?`);
  return { insert, update };
}

function stateColumns(plan: Plan) {
  return [
    toDocument(plan.rule),
    planStatus.toNumber(plan.status),
    plan.floor,
    plan.catchUp ? 1 : 0,
    plan.consent.givenAt.getTime(),
    plan.consent.givenBy,
    plan.consent.reference,
    dayToNumber(plan.startedOn),
    plan.due?.number ?? null,
    plan.due === null ? null : dayToNumber(plan.due.on),
    plan.runOn === null ? null : dayToNumber(plan.runOn),
    plan.attempts,
    plan.sending === null ? null : uuidToBlob(plan.sending),
    plan.collected,
    plan.missed,
    plan.rises,
    plan.income,
    dayToNumber(plan.readTo),
    plan.lastOn === null ? null : dayToNumber(plan.lastOn),
  ];
}

function planFrom(row: Row, keys: Keys): Plan {
  const day = (number: bigint | null) => (number === null ? null : numberToDay(Number(number)));
  const dueOn = day(row.due_on);
  return {
    id: asPlanId(blobToUuid(row.public_id)),
    goal: keys.goalId(Number(row.goal_id)),
    client: keys.clientId(Number(row.client_id)),
    rule: fromDocument<PlanRule>(row.rule),
    status: planStatus.toWord(Number(row.status)),
    floor: row.floor,
    catchUp: row.catch_up === 1n,
    consent: {
      givenAt: new Date(Number(row.consent_at)),
      givenBy: row.consent_by,
      reference: row.consent_reference,
    },
    startedOn: numberToDay(Number(row.started_on)),
    due: dueOn === null ? null : { number: Number(row.due_number), on: dueOn },
    runOn: day(row.run_on),
    attempts: Number(row.attempts),
    sending: row.sending === null ? null : asContributionId(blobToUuid(row.sending)),
    collected: row.collected,
    missed: row.missed,
    rises: Number(row.rises),
    income: row.income,
    readTo: numberToDay(Number(row.read_to)),
    lastOn: day(row.last_on),
    createdAt: new Date(Number(row.created_at)),
  };
}
