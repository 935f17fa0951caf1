import type { Goal } from '../../src/savings/index.js';
import { asGoalId, type GoalId } from '../../src/shared/index.js';
import {
  capitalisation,
  decisionRule,
  goalKind,
  goalStatus,
  hexToUuid,
  moneyColumn,
  type MoneyValue,
  numberToDay,
  toMoney,
} from './codecs.js';
import type { Keys } from './keys.js';

/** Read as an array, since a batch reads each of its goals. */
export type Row = readonly [
  id: number,
  title: string,
  kind: number,
  status: number,
  statusSince: number,
  frozen: number,
  target: MoneyValue,
  deadline: number,
  minContribution: MoneyValue | null,
  organiser: number,
  deputy: number | null,
  decision: number,
  account: string,
  rateBps: number,
  capitalisation: number,
  createdAt: number,
  /** Not read of those that are asked for by it. */
  publicId?: string,
];

export const COLUMNS = `goals.id, title, kind, goals.status, status_since, frozen, ${moneyColumn('target')}, deadline,
  ${moneyColumn('min_contribution')}, organiser_id, deputy_id, decision, account, rate_bps, capitalisation, created_at`;
/** Where a row has its public id. */
const PUBLIC_ID = 16;

/** The goal of a row, whose number is known from now on; its id where the row has none. */
export function goalFrom(row: Row, keys: Keys, known?: GoalId): Goal {
  const id = known ?? asGoalId(hexToUuid(row[PUBLIC_ID] ?? ''));
  keys.learnGoal(id, row[0]);
  return read(row, id, keys);
}

function read(row: Row, id: GoalId, keys: Keys): Goal {
  const [
    ,
    title,
    kind,
    status,
    statusSince,
    frozen,
    target,
    deadline,
    minContribution,
    organiser,
    deputy,
    decision,
    account,
    rateBps,
    capitalised,
    createdAt,
  ] = row;
  return {
    id,
    title,
    kind: goalKind.toWord(kind),
    status: goalStatus.toWord(status),
    statusSince: new Date(statusSince),
    frozen: frozen === 1,
    target: toMoney(target),
    deadline: numberToDay(deadline),
    minContribution: minContribution === null ? null : toMoney(minContribution),
    organiser: keys.clientId(organiser),
    deputy: deputy === null ? null : keys.clientId(deputy),
    decision: decisionRule.toWord(decision),
    account,
    product: {
      rateBps,
      dayCount: 'actual/365',
      capitalisation: capitalisation.toWord(capitalised),
    },
    createdAt: new Date(createdAt),
  };
}
