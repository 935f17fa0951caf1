import type { Operation } from '../adapters/operations/index.js';
import { POLICY, type PolicyRole } from '../src/access/index.js';
import { fieldsOf } from './flags.js';

/** What each topic is about; a topic that is not here is told by its name. */
const TOPICS: Readonly<Record<string, string>> = {
  clients: 'Clients of the bank: register, import, show (plain: list them)',
  goals: 'Goals that people save for, and their members’ contributions (plain: list them)',
  proposals: 'Questions that the members of a goal vote on',
  disputes: 'Objections, which stop everything that flows out of a goal',
  refunds: 'Money on its way back to members (plain: list it)',
  interest: 'Interest that the bank has credited: book it, share it out, explain it',
  reconcile: 'The books beside the bank’s own statements',
  invitations: 'Places in a goal that were offered to somebody',
  contributions: 'Contributions by file',
  plans: 'Saving by itself: propose, start, change, pause and stop plans (plain: list them)',
  transfers: 'Transfers at the bank: pay what plans owe, settle, list (plain: list them)',
  statements: 'Account statements of the bank, by file',
  ledger: 'The books: verify them, show a statement',
  receipts: 'Signed proofs of a member’s contributions, checked offline',
  rules: 'The bank’s limits and terms (plain: show them)',
  messages: 'What members are told: plan, send, preview, explain; inbox, preferences, questions',
  channels: 'The channels of a scenario: let them go wrong',
  events: 'What has happened, told to programs of the bank: how far each is, tell, try again (plain: list troubles)',
  doctor: 'Whether all is well: exit code 8 when something is not',
  metrics: 'Metrics in OpenMetrics text, for Prometheus',
  db: 'The database itself: how far its schema is, bring it up to date, check it',
  bank: 'The sandbox bank: fund accounts, let calls go wrong',
};

/** One value for each field that an example needs. */
const SAMPLES: Readonly<Record<string, string>> = {
  account: 'aigerim',
  amount: '60000',
  client: 'bolat',
  deadline: '2027-06-30',
  dispute: 'DISPUTE_ID',
  from: '2026-03-01',
  goal: 'GOAL_ID',
  id: 'aigerim',
  invitation: 'INVITATION_ID',
  key: 'bank-key.pem',
  kind: 'timeout-after-debit',
  month: '2026-01',
  name: '"Aigerim Sadykova"',
  on: 'transfer',
  plan: 'PLAN_ID',
  proposal: 'PROPOSAL_ID',
  rate: '13.5',
  reason: '"booked twice"',
  refund: 'REFUND_ID',
  status: 'blocked',
  target: '300000',
  text: '"I did not agree"',
  title: '"Wedding present"',
  transfer: 'TRANSFER_ID',
  until: '2026-02-01',
  value: '12',
};

/** Where the samples by field would mislead: the words after `jinaq`, several lines where there are several ways. */
const EXAMPLES: Readonly<Record<string, string | readonly string[]>> = {
  'clients.import': 'clients import clients.csv',
  'contributions.import': 'contributions import contributions.csv --json',
  'goals.edit': 'goals edit GOAL_ID --target 400000 --as aigerim',
  'goals.invite': 'goals invite GOAL_ID --client bolat --as aigerim',
  'goals.contribute': 'goals contribute GOAL_ID --amount 60000 --key january --as bolat',
  'goals.progress': 'goals progress GOAL_ID --svg progress.svg',
  'goals.consent': 'goals consent GOAL_ID --share-amounts --as bolat',
  'goals.statistics': 'goals statistics --role analyst',
  'plans.start': 'plans start GOAL_ID --amount 20000 --every month --on 10 --floor 15000 --consent --as aigerim',
  'plans.change': 'plans change PLAN_ID --amount 25000 --consent --as aigerim',
  'plans.import': 'plans import plans.csv',
  'transfers.run': [
    'transfers run --concurrency 256 --report today.csv',
    'transfers run --distributed --report today.csv   # shared out among workers, see: jinaq worker --help',
  ],
  'invitations.accept': 'invitations accept INVITATION_ID --share-amounts --as bolat',
  'proposals.open': 'proposals open GOAL_ID --kind change --target 400000 --as aigerim',
  'disputes.resolve': 'disputes resolve DISPUTE_ID --decision upheld --text "The vote was not announced" --role admin',
  'ledger.statement': 'ledger statement GOAL_ID --from 2026-01-01 --csv statement.csv',
  'plans.propose':
    'plans propose --target 1200000 --months 12 --have 100000 --step 500 --what-if "months=18; months=24"',
  'receipts.issue': 'receipts issue GOAL_ID --out receipt.json --as bolat',
  'receipts.verify': 'receipts verify receipt.json --key bank-key.pem',
  'receipts.key': 'receipts key > bank-key.pem',
  'transfers.export': 'transfers export 2026-01-05 --out payments',
  'statements.import': 'statements import statement.xml --json',
  'reconcile.run': 'reconcile run --statement statement.xml',
  'reconcile.apply': 'reconcile apply GOAL_ID --reason "letter of the bank of 6 January"',
  'bank.statement': 'bank statement --from 2026-01-01 --to 2026-01-31 --out statement.xml',
  'messages.preview': 'messages preview reminder.due --locale kk',
  'messages.explain': 'messages explain aigerim',
  'messages.inbox': 'messages inbox --as aigerim',
  'messages.read': 'messages read KEY --as aigerim',
  'messages.preferences': 'messages preferences --class reminder --no-allowed --as aigerim',
  'messages.unsubscribe': 'messages unsubscribe TOKEN',
  'messages.ask': 'messages ask "How much is missing?" --as aigerim',
  'messages.close-handover': 'messages close-handover HANDOVER_ID',
  'channels.set': 'channels set push --mode silent',
  'events.dispatch': 'events dispatch --to events.jsonl',
  'rules.set': 'rules set maxMembers --value 12 --role admin',
};

/** Operations that the policy knows under another name, all of them done by a client. */
const BY_CLIENT = /^invitations\.(decline|revoke|resend)$/;

/** What a topic is about, in one line. */
export function topicText(topic: string): string {
  return TOPICS[topic] ?? `Everything about ${topic}`;
}

/** What stands under the help of a command: how it is called, and where the rest is told. */
export function endingOf(operation: Operation): string {
  const { name } = operation;
  const examples = [EXAMPLES[name] ?? sampleOf(operation)].flat();
  const heading = examples.length === 1 ? 'Example' : 'Examples';
  return `\n${heading}:\n${examples.map((words) => `  jinaq ${words}\n`).join('')}${GLOBAL_OPTIONS}`;
}

/** The options that are not repeated in every help text. */
export const GLOBAL_OPTIONS = '\nOptions of every command, such as --as, --role, --db and --json: jinaq --help';

function sampleOf({ name, input, positional }: Operation): string {
  const words = fieldsOf(input)
    .filter(({ isRequired }) => isRequired)
    .map(({ name: field, flag, isSwitch }) => {
      const sample = SAMPLES[field] ?? field.toUpperCase();
      if (field === positional) return sample;
      return isSwitch ? flag : `${flag} ${sample}`;
    });
  return [name.replace('.', ' '), ...words, ...actorOf(name)].join(' ');
}

/** Who may do it, where the default role may not. */
function actorOf(name: string): readonly string[] {
  const permitted = (POLICY as Readonly<Record<string, readonly PolicyRole[]>>)[name];
  if (BY_CLIENT.test(name)) return ['--as aigerim'];
  if (permitted === undefined || permitted.includes('operations')) return [];
  return permitted.includes('admin') ? ['--role admin'] : ['--as aigerim'];
}
