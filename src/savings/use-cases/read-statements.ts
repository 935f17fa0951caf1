import { type CivilDate, civilDateOf, DomainError, type GoalId } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { OutflowPorts } from './payouts.js';

/** What the bank has booked on a goal's account since the last posting. */
export type GoalStatement = { readonly goal: GoalId; readonly entries: readonly BankEntry[] };

/** A goal whose bank did not answer, or refused to. */
export type FailedStatement = { readonly goal: GoalId; readonly error: DomainError };

/** Asks the bank for the statements of those goals whose interest is not posted up to a day yet. */
export async function readStatements(
  deps: Pick<OutflowPorts, 'store' | 'bank'>,
  goals: readonly GoalId[],
  until: CivilDate,
): Promise<readonly (GoalStatement | FailedStatement)[]> {
  const accounts = await deps.store.read((tx) => accountsToRead(tx, goals, until));
  return Promise.all(accounts.map((account) => readStatement(deps, account, until)));
}

type AccountToRead = { readonly goal: GoalId; readonly account: string; readonly from: CivilDate };

async function accountsToRead(tx: OutflowTx, ids: readonly GoalId[], until: CivilDate): Promise<AccountToRead[]> {
  const goals = await tx.goals.findMany(ids);
  const states = await tx.interest.states(ids);
  return [...goals.values()].flatMap(({ id: goal, account, status, createdAt }) => {
    const from = states.get(goal)?.position.from ?? civilDateOf(createdAt);
    return status === 'closed' || from >= until ? [] : [{ goal, account, from }];
  });
}

async function readStatement(
  { bank }: Pick<OutflowPorts, 'bank'>,
  { goal, account, from }: AccountToRead,
  until: CivilDate,
): Promise<GoalStatement | FailedStatement> {
  try {
    return { goal, entries: (await bank.statement({ account, from, to: until })).entries };
  } catch (error) {
    if (error instanceof DomainError) return { goal, error };
    throw error;
  }
}
