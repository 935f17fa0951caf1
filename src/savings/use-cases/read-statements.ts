import { type CivilDate, createGate, type GoalId, pages } from '../../shared/index.js';
import type { PageRange } from '../domain/shared-run.js';
import type { Goal } from '../domain/goal.js';
import type { BankEntry } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { askForStatement } from './ask-statement.js';
import { openStates } from './interest-desk.js';
import type { OutflowPorts } from './payouts.js';

/** What the bank has booked on a goal's account since the last posting. */
export type GoalStatement = { readonly goal: GoalId; readonly entries: readonly BankEntry[] };

/** A goal that could not be posted, and why: its bank did not answer, or its books refuse. */
export type FailedGoal = { readonly goal: GoalId; readonly error: Error };

/** A goal, and the day from which the bank is asked; null when its interest is posted already. */
export type AccountToRead = { readonly goal: GoalId; readonly account: string; readonly from: CivilDate | null };

/** More would not be quicker: the bank's own limits are not far above. */
const STATEMENTS_AT_ONCE = 32;

/** Goals page by page, all of them or a range, with what is to be asked of the bank to post their interest up to a day. */
export function accountPages(
  store: OutflowPorts['store'],
  until: CivilDate,
  limit: number,
  { after: first, upTo }: PageRange<GoalId> = { after: null, upTo: null },
): AsyncGenerator<readonly AccountToRead[]> {
  const read = (after: GoalId | null) =>
    store.read(async (tx) => {
      const goals = await tx.goals.page({}, after ?? first, limit);
      const within = upTo === null ? goals : goals.filter(({ id }) => id <= upTo);
      return accountsToRead(tx, within, until);
    });
  return pages<AccountToRead, GoalId>(read, ({ goal }) => goal, limit);
}

async function accountsToRead(
  tx: OutflowTx,
  goals: readonly Goal[],
  until: CivilDate,
): Promise<readonly AccountToRead[]> {
  const states = await openStates(tx, goals);
  return goals.map(({ id: goal, account, status }, index) => {
    const from = states[index]?.position.from ?? until;
    return { goal, account, from: status === 'closed' || from >= until ? null : from };
  });
}

/** Asks the bank for the statements of those goals whose interest is not posted up to a day yet. */
export async function readStatements(
  bank: OutflowPorts['bank'],
  accounts: readonly AccountToRead[],
  until: CivilDate,
): Promise<readonly (GoalStatement | FailedGoal)[]> {
  const unposted = accounts.flatMap(({ goal, account, from }) => (from === null ? [] : [{ goal, account, from }]));
  const gate = createGate(STATEMENTS_AT_ONCE);
  const read = async ({ goal, account, from }: (typeof unposted)[number]): Promise<GoalStatement | FailedGoal> => {
    try {
      const { entries } = await gate(() => askForStatement(bank, { account, from, to: until }));
      return { goal, entries };
    } catch (error) {
      if (error instanceof Error) return { goal, error };
      throw error;
    }
  };
  return Promise.all(unposted.map(read));
}
