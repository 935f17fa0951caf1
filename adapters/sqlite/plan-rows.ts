import type { Plan, PlanRule } from '../../src/savings/index.js';
import { asContributionId, asPlanId, fromDocument, toDocument } from '../../src/shared/index.js';
import { dayToNumber, hexToUuid, numberToDay, planStatus, uuidToBlob } from './codecs.js';
import type { Keys } from './keys.js';

/** Read as an array, in the order of COLUMNS: a batch reads each of its plans three times. */
export type Row = readonly [
  publicId: string,
  goal: bigint,
  client: bigint,
  createdAt: bigint,
  rule: string,
  status: bigint,
  floor: bigint,
  catchUp: bigint,
  consentAt: bigint,
  consentBy: string,
  consentReference: string | null,
  startedOn: bigint,
  dueNumber: bigint | null,
  dueOn: bigint | null,
  runOn: bigint | null,
  attempts: bigint,
  /** Empty where nothing is on its way: so SQLite writes the digits of NULL. */
  sending: string,
  collected: bigint,
  missed: bigint,
  rises: bigint,
  income: bigint | null,
  readTo: bigint,
  lastOn: bigint | null,
];

/** The columns that change, in the order of `stateColumns`. */
export const STATE = [
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
export const COLUMNS = ['hex(public_id)', 'goal_id', 'client_id', 'created_at', ...STATE]
  .map((column) => (column === 'sending' ? 'hex(sending)' : column))
  .join(', ');

/** How many rules stay known: thousands of plans share a few of them. */
const MAX_KNOWN = 1_000;

const rules = new Map<string, PlanRule>();
const texts = new WeakMap<PlanRule, string>();

/** What of a plan can change, in the order of STATE. */
export function stateColumns(plan: Plan) {
  return [
    ruleText(plan.rule),
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

export function planFrom(row: Row, keys: Keys): Plan {
  const [
    publicId,
    goal,
    client,
    createdAt,
    rule,
    status,
    floor,
    catchUp,
    consentAt,
    consentBy,
    consentReference,
    startedOn,
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
  ] = row;
  const due = dayFrom(dueOn);
  return {
    id: asPlanId(hexToUuid(publicId)),
    goal: keys.goalId(Number(goal)),
    client: keys.clientId(Number(client)),
    rule: ruleFrom(rule),
    status: planStatus.toWord(Number(status)),
    floor,
    catchUp: catchUp === 1n,
    consent: { givenAt: new Date(Number(consentAt)), givenBy: consentBy, reference: consentReference },
    startedOn: numberToDay(Number(startedOn)),
    due: due === null ? null : { number: Number(dueNumber), on: due },
    runOn: dayFrom(runOn),
    attempts: Number(attempts),
    sending: sending === '' ? null : asContributionId(hexToUuid(sending)),
    collected,
    missed,
    rises: Number(rises),
    income,
    readTo: numberToDay(Number(readTo)),
    lastOn: dayFrom(lastOn),
    createdAt: new Date(Number(createdAt)),
  };
}

function dayFrom(number: bigint | null) {
  return number === null ? null : numberToDay(Number(number));
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
