import type { Plan, PlanRule } from '../../src/savings/index.js';
import {
  type CivilDate,
  type ClientId,
  type ContributionId,
  fromDocument,
  type GoalId,
  type Money,
  type PlanId,
  toDocument,
} from '../../src/shared/index.js';
import { instants, plain, text } from './columns.js';

export type PlanRow = {
  readonly id: PlanId;
  readonly goal_id: GoalId;
  readonly client_id: ClientId;
  readonly rule: string;
  readonly status: Plan['status'];
  readonly floor: Money;
  readonly catch_up: boolean;
  readonly consent_at: Date;
  readonly consent_by: string;
  readonly consent_reference: string | null;
  readonly started_on: CivilDate;
  readonly due_number: number | null;
  readonly due_on: CivilDate | null;
  readonly run_on: CivilDate | null;
  readonly attempts: number;
  readonly sending: ContributionId | null;
  readonly collected: Money;
  readonly missed: Money;
  readonly rises: number;
  readonly income: Money | null;
  readonly read_to: CivilDate;
  readonly last_on: CivilDate | null;
  readonly created_at: Date;
};

export type Column = readonly [name: string, type: string];

/** What the client chose, in the order of `termColumns`. */
export const TERMS: readonly Column[] = [
  ['rule', 'json'],
  ['floor', 'bigint'],
  ['catch_up', 'boolean'],
  ['consent_at', 'timestamptz'],
  ['consent_by', 'text'],
  ['consent_reference', 'text'],
  ['started_on', 'date'],
];
/** Where the plan stands, in the order of `progressColumns`. */
export const PROGRESS: readonly Column[] = [
  ['status', 'text'],
  ['due_number', 'integer'],
  ['due_on', 'date'],
  ['run_on', 'date'],
  ['attempts', 'integer'],
  ['sending', 'uuid'],
  ['collected', 'bigint'],
  ['missed', 'bigint'],
  ['rises', 'integer'],
  ['income', 'bigint'],
  ['read_to', 'date'],
  ['last_on', 'date'],
];

/** In the order of TERMS. */
export function termColumns(plans: readonly Plan[]) {
  return [
    text(plans, ({ rule }) => toDocument(rule)),
    plain(plans, ({ floor }) => floor),
    plain(plans, ({ catchUp }) => String(catchUp)),
    instants(plans, ({ consent }) => consent.givenAt),
    text(plans, ({ consent }) => consent.givenBy),
    text(plans, ({ consent }) => consent.reference),
    plain(plans, ({ startedOn }) => startedOn),
  ];
}

/** In the order of PROGRESS. */
export function progressColumns(plans: readonly Plan[]) {
  return [
    plain(plans, ({ status }) => status),
    plain(plans, ({ due }) => due?.number),
    plain(plans, ({ due }) => due?.on),
    plain(plans, ({ runOn }) => runOn),
    plain(plans, ({ attempts }) => attempts),
    plain(plans, ({ sending }) => sending),
    plain(plans, ({ collected }) => collected),
    plain(plans, ({ missed }) => missed),
    plain(plans, ({ rises }) => rises),
    plain(plans, ({ income }) => income),
    plain(plans, ({ readTo }) => readTo),
    plain(plans, ({ lastOn }) => lastOn),
  ];
}

export function toPlan(row: PlanRow): Plan {
  return {
    id: row.id,
    goal: row.goal_id,
    client: row.client_id,
    rule: fromDocument<PlanRule>(row.rule),
    status: row.status,
    floor: row.floor,
    catchUp: row.catch_up,
    consent: { givenAt: row.consent_at, givenBy: row.consent_by, reference: row.consent_reference },
    startedOn: row.started_on,
    due: row.due_on === null || row.due_number === null ? null : { number: row.due_number, on: row.due_on },
    runOn: row.run_on,
    attempts: row.attempts,
    sending: row.sending,
    collected: row.collected,
    missed: row.missed,
    rises: row.rises,
    income: row.income,
    readTo: row.read_to,
    lastOn: row.last_on,
    createdAt: row.created_at,
  };
}
