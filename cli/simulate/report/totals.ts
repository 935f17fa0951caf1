import { CONTRIBUTION_STATUSES, GOAL_STATUSES } from '../../../src/savings/index.js';
import { formatTenge, type Money } from '../../../src/shared/index.js';
import type { Databases } from './databases.js';

/** What came of the goals. */
export type GoalTotals = {
  readonly opened: number;
  /** Reached their target at least once. */
  readonly met: number;
  /** Can not be met any more: past their deadline, on their way to the end, or closed without having been met. */
  readonly failed: number;
  /** Still being saved for. */
  readonly open: number;
  /** Of those that are decided, the share that was met, from 0 to 1; null while none is. */
  readonly metShare: number | null;
  readonly byStatus: Readonly<Record<string, number>>;
};

/** Payments into goals by who began them, how they ended, and why when they were refused. Money is tenge. */
export type ContributionTotal = {
  readonly by: 'member' | 'plan';
  readonly status: string;
  readonly reason: string | null;
  readonly count: number;
  readonly amount: string;
};

/** Who saves, and how much: all together, and each on average. Money is tenge. */
export type MemberTotals = {
  readonly places: number;
  readonly clients: number;
  readonly saved: string;
  readonly savedPerMember: string;
};

/** Plans that are running or were, and what became of their dates, with the reason of what was not paid. */
export type PlanTotals = {
  readonly started: number;
  readonly unpaid: readonly { readonly outcome: string; readonly reason: string; readonly count: number }[];
};

/** How many messages of a template came so far, and why those that did not leave stayed. */
export type MessageTotal = {
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly count: number;
};

export type Totals = {
  readonly goals: GoalTotals;
  readonly members: MemberTotals;
  readonly contributions: readonly ContributionTotal[];
  readonly plans: PlanTotals;
  readonly messages: readonly MessageTotal[];
};

/** Reads the sums of a run. */
export function readTotals(databases: Databases): Totals {
  const contributions = contributionsIn(databases);
  return {
    goals: goalsIn(databases),
    members: membersIn(databases),
    contributions,
    plans: plansIn(databases),
    messages: messagesIn(databases),
  };
}

function goalsIn({ books }: Databases): GoalTotals {
  type Row = { readonly status: bigint; readonly isMet: bigint; readonly count: bigint };
  const rows = books
    .prepare<[], Row>(
      `SELECT status, id IN (SELECT goal_id FROM events WHERE type = 'goal.reached') AS isMet, count(*) AS count
       FROM goals GROUP BY 1, 2`,
    )
    .all();
  const sum = (wanted: (row: Row) => boolean) =>
    rows.filter(wanted).reduce((total, { count }) => total + Number(count), 0);
  const isOpen = ({ status, isMet }: Row) => isMet === 0n && wordOf(GOAL_STATUSES, status) === 'active';
  const [opened, met, open] = [sum(() => true), sum(({ isMet }) => isMet === 1n), sum(isOpen)];
  const byStatus = GOAL_STATUSES.map((word): [string, number] => [
    word,
    sum(({ status }) => wordOf(GOAL_STATUSES, status) === word),
  ]);
  return {
    ...{ opened, met, failed: opened - open - met, open },
    metShare: metShareOf({ opened, open, met }),
    byStatus: Object.fromEntries(byStatus),
  };
}

function membersIn({ books }: Databases): MemberTotals {
  const row = books
    .prepare<[], { readonly places: bigint; readonly clients: bigint; readonly saved: bigint }>(
      `SELECT count(*) AS places, count(DISTINCT client_id) AS clients,
         (SELECT coalesce(sum(amount), 0) FROM contributions WHERE status = 2) AS saved FROM members`,
    )
    .get();
  const { places = 0n, clients = 0n, saved = 0n } = row ?? {};
  return memberTotals({ places: Number(places), clients: Number(clients), saved });
}

/** The same with the average, which is rounded down to the tiyn. */
export function memberTotals(sums: {
  readonly places: number;
  readonly clients: number;
  readonly saved: Money;
}): MemberTotals {
  const { places, clients, saved } = sums;
  const each = clients === 0 ? 0n : saved / BigInt(clients);
  return { places, clients, saved: formatTenge(saved), savedPerMember: formatTenge(each) };
}

/** The share that was met, of the goals of which it is decided. */
export function metShareOf({ opened, open, met }: Pick<GoalTotals, 'opened' | 'open' | 'met'>): number | null {
  return opened === open ? null : met / (opened - open);
}

function contributionsIn({ books }: Databases): readonly ContributionTotal[] {
  type Row = {
    readonly isPlan: bigint;
    readonly status: bigint;
    readonly reason: string | null;
    readonly count: bigint;
    readonly amount: bigint;
  };
  const rows = books
    .prepare<[], Row>(
      `SELECT plan_id IS NOT NULL AS isPlan, status, reason, count(*) AS count, sum(amount) AS amount
       FROM contributions GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .all();
  return rows.map(({ isPlan, status, reason, count, amount }) => ({
    by: isPlan === 1n ? 'plan' : 'member',
    status: wordOf(CONTRIBUTION_STATUSES, status),
    reason,
    count: Number(count),
    amount: formatTenge(amount),
  }));
}

function plansIn({ books }: Databases): PlanTotals {
  type Row = { readonly outcome: string; readonly reason: string; readonly count: bigint };
  const started = books.prepare<[], bigint>('SELECT count(*) FROM plans').pluck().get() ?? 0n;
  const unpaid = books
    .prepare<[], Row>(
      `SELECT substr(type, 6) AS outcome, coalesce(data ->> '$.reason', '') AS reason, count(*) AS count
       FROM events WHERE type IN ('plan.postponed', 'plan.skipped') GROUP BY 1, 2 ORDER BY 1, 2`,
    )
    .all();
  return { started: Number(started), unpaid: unpaid.map((row) => ({ ...row, count: Number(row.count) })) };
}

function messagesIn({ books }: Databases): readonly MessageTotal[] {
  type Row = Omit<MessageTotal, 'count'> & { readonly count: bigint };
  const rows = books
    .prepare<[], Row>(
      `SELECT template, delivery ->> '$.status' AS status, delivery ->> '$.reason' AS reason, count(*) AS count
       FROM messages GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .all();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Words of a fixed list are stored as their place in it, from 1 on. */
function wordOf<Word extends string>(words: readonly Word[], number: bigint): Word {
  const word = words[Number(number) - 1];
  if (word === undefined)
    throw new Error(`the database has the number ${number}, which is none of ${words.join(', ')}`);
  return word;
}
