import type { Plan, PlanRule } from '../../src/savings/index.js';
import {
  asContributionId,
  asPlanId,
  type CivilDate,
  fromDocument,
  type PlanId,
  toDocument,
} from '../../src/shared/index.js';
import {
  dayToNumber,
  hexToUuid,
  moneyColumn,
  type MoneyValue,
  numberToDay,
  planStatus,
  toMoney,
  UUID,
} from './codecs.js';
import type { Keys } from './keys.js';

/** Read as an array, in the order of COLUMNS: a batch reads each of its plans three times. */
export type Row = readonly [
  goal: number,
  client: number,
  createdAt: number,
  rule: string,
  floor: MoneyValue,
  catchUp: number,
  consentAt: number,
  consentBy: string,
  consentReference: string | null,
  startedOn: number,
  status: number,
  dueNumber: number | null,
  dueOn: number | null,
  runOn: number | null,
  attempts: number,
  /** Empty where nothing is on its way: so SQLite writes the digits of NULL. */
  sending: string,
  collected: MoneyValue,
  missed: MoneyValue,
  rises: number,
  income: MoneyValue | null,
  readTo: number,
  lastOn: number | null,
  /** Not read of those that are asked for by it. */
  publicId?: string,
];

/** What the client chose, in the order of `termColumns`. */
export const TERMS = [
  'rule',
  'floor',
  'catch_up',
  'consent_at',
  'consent_by',
  'consent_reference',
  'started_on',
] as const;
/** Where the plan stands, in the order of `progressColumns`. */
export const PROGRESS = [
  'status',
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

const MONEY: ReadonlySet<string> = new Set(['floor', 'collected', 'missed', 'income']);
export const COLUMNS = ['goal_id', 'client_id', 'created_at', ...TERMS, ...PROGRESS].map(readColumn).join(', ');

/** A column as it is bound. */
export function valueOf(name: string): string {
  return name === 'sending' ? UUID : '?';
}

function readColumn(name: string): string {
  if (name === 'sending') return 'hex(sending)';
  return MONEY.has(name) ? moneyColumn(name) : name;
}

/** How many rules stay known: thousands of plans share a few of them. */
const MAX_KNOWN = 1_000;

const rules = new Map<string, PlanRule>();
const texts = new WeakMap<PlanRule, string>();

/** What the client chose, in the order of TERMS. */
export function termColumns({ rule, floor, catchUp, consent, startedOn }: Plan) {
  const { givenAt, givenBy, reference } = consent;
  return [
    ruleText(rule),
    floor,
    catchUp ? 1 : 0,
    givenAt.getTime(),
    givenBy,
    reference,
    dayToNumber(startedOn),
  ] as const;
}

/** Where a plan stands, in the order of PROGRESS. */
export function progressColumns(plan: Plan) {
  return [
    planStatus.toNumber(plan.status),
    plan.due?.number ?? null,
    plan.due === null ? null : dayToNumber(plan.due.on),
    plan.runOn === null ? null : dayToNumber(plan.runOn),
    plan.attempts,
    plan.sending,
    plan.collected,
    plan.missed,
    plan.rises,
    plan.income,
    dayToNumber(plan.readTo),
    plan.lastOn === null ? null : dayToNumber(plan.lastOn),
  ] as const;
}

/** The plan of a row; its id where the row has none. */
export function planFrom(row: Row, keys: Keys, known?: PlanId): Plan {
  const [
    goal,
    client,
    createdAt,
    rule,
    floor,
    catchUp,
    givenAt,
    givenBy,
    reference,
    startedOn,
    status,
    dueNumber,
    dueOn,
    runOn,
    attempts,
    sending,
    collected,
    missed,
    rises,
    income,
    readTo,
    lastOn,
    publicId = '',
  ] = row;
  const due = dayFrom(dueOn);
  return {
    id: known ?? asPlanId(hexToUuid(publicId)),
    goal: keys.goalId(goal),
    client: keys.clientId(client),
    rule: ruleFrom(rule),
    status: planStatus.toWord(status),
    floor: toMoney(floor),
    catchUp: catchUp === 1,
    consent: { givenAt: new Date(givenAt), givenBy, reference },
    startedOn: numberToDay(startedOn),
    due: due === null ? null : { number: dueNumber ?? 0, on: due },
    runOn: dayFrom(runOn),
    attempts,
    sending: sending === '' ? null : asContributionId(hexToUuid(sending)),
    collected: toMoney(collected),
    missed: toMoney(missed),
    rises,
    income: income === null ? null : toMoney(income),
    readTo: numberToDay(readTo),
    lastOn: dayFrom(lastOn),
    createdAt: new Date(createdAt),
  };
}

function dayFrom(number: number | null): CivilDate | null {
  return number === null ? null : numberToDay(number);
}

/** The rule of a plan from its document; rules are never changed, so the same document gives the same rule. */
function ruleFrom(text: string): PlanRule {
  const known = rules.get(text);
  if (known !== undefined) return known;
  const rule = fromDocument<PlanRule>(text);
  if (rules.size >= MAX_KNOWN) rules.clear();
  rules.set(text, rule);
  texts.set(rule, text);
  return rule;
}

/** The document of a rule. */
function ruleText(rule: PlanRule): string {
  return texts.get(rule) ?? toDocument(rule);
}
