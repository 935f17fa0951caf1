import type { z } from 'zod';
import type { Operation } from '../adapters/operations/index.js';
import { flagOf } from './flags.js';

/** What each topic is about; a topic that is not here is told by its name. */
const TOPICS: Readonly<Record<string, string>> = {
  clients: 'Clients of the bank: register, import, show (plain: list them)',
  goals: 'Goals that people save for, and their members’ contributions (plain: list them)',
  invitations: 'Places in a goal that were offered to somebody',
  contributions: 'Contributions by file',
  transfers: 'Transfers at the bank: settle and list (plain: list them)',
  ledger: 'The books: verify them, show a statement',
  receipts: 'Signed proofs of a member’s contributions, checked offline',
  rules: 'The bank’s limits and terms (plain: show them)',
  bank: 'The sandbox bank: fund accounts, let calls go wrong',
};

/** One value for each field that an example needs. */
const SAMPLES: Readonly<Record<string, string>> = {
  account: 'aigerim',
  amount: '60000',
  client: 'bolat',
  deadline: '2027-06-30',
  goal: 'GOAL_ID',
  id: 'aigerim',
  invitation: 'INVITATION_ID',
  key: 'bank-key.pem',
  kind: 'timeout-after-debit',
  name: '"Aigerim Sadykova"',
  on: 'transfer',
  reason: '"booked twice"',
  target: '300000',
  title: '"Wedding present"',
  transfer: 'TRANSFER_ID',
  until: '2026-02-01',
  value: '12',
};

/** Where the samples by field would mislead: the words after `jinaq`. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'clients.import': 'clients import clients.csv',
  'contributions.import': 'contributions import contributions.csv --json',
  'goals.edit': 'goals edit GOAL_ID --target 400000 --as aigerim',
  'goals.invite': 'goals invite GOAL_ID --client bolat --as aigerim',
  'goals.contribute': 'goals contribute GOAL_ID --amount 60000 --key january --as bolat',
  'goals.progress': 'goals progress GOAL_ID --svg progress.svg',
  'goals.consent': 'goals consent GOAL_ID --share-amounts --as bolat',
  'goals.statistics': 'goals statistics --role analyst',
  'invitations.accept': 'invitations accept INVITATION_ID --share-amounts --as bolat',
  'ledger.statement': 'ledger statement GOAL_ID --from 2026-01-01 --csv statement.csv',
  'receipts.issue': 'receipts issue GOAL_ID --out receipt.json --as bolat',
  'receipts.verify': 'receipts verify receipt.json --key bank-key.pem',
  'receipts.key': 'receipts key > bank-key.pem',
  'rules.set': 'rules set maxMembers --value 12 --role admin',
};

/** These are done by a client, not by the bank’s staff. */
const BY_CLIENT = ['goals.create', 'invitations.decline', 'invitations.revoke', 'invitations.resend'];

export function topicText(topic: string): string {
  return TOPICS[topic] ?? `Everything about ${topic}`;
}

/** The line that shows how a command is called. */
export function exampleOf(operation: Operation): string {
  const { name } = operation;
  return `\nExample:\n  jinaq ${EXAMPLES[name] ?? sampleOf(operation)}`;
}

function sampleOf({ name, input, positional }: Operation): string {
  const required = Object.entries(input.shape as Record<string, z.ZodType>)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([field]) => field);
  const words = required.map((field) => {
    const sample = SAMPLES[field] ?? field.toUpperCase();
    return field === positional ? sample : `${flagOf(field)} ${sample}`;
  });
  const actor = BY_CLIENT.includes(name) ? ['--as aigerim'] : [];
  return [name.replace('.', ' '), ...words, ...actor].join(' ');
}
