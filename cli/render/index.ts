import type { OperationName } from '../../adapters/operations/index.js';
import { anything } from './anything.js';
import { receipt, receiptCheck, rules, settlement, statement, verification } from './books.js';
import { clientImport, contribution, contributionImport, paymentFiles, statementImport, planImport } from './files.js';
import { accepted, goal, goalList, history } from './goals.js';
import { plan, planList, runReport } from './plans.js';
import { planProposal } from './plan-proposal.js';
import { answer, effect, inbox, previews } from './messages.js';
import { doctor } from './doctor.js';
import { progress } from './progress.js';
import { corrections, reconciliation } from './reconcile.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';

type Renderers = { readonly [Name in OperationName]?: (result: ResultOf<Name>, view: View) => string };

/** The pages of results that are worth one; all others are shown by `anything`. */
const RENDERERS: Renderers = {
  'clients.import': clientImport,
  'goals.create': goal,
  'goals.show': goal,
  'goals.edit': goal,
  'goals.list': goalList,
  'goals.progress': progress,
  'goals.history': history,
  'goals.contribute': contribution,
  'invitations.accept': accepted,
  'contributions.import': contributionImport,
  'plans.import': planImport,
  'plans.start': plan,
  'plans.show': plan,
  'plans.change': plan,
  'plans.pause': plan,
  'plans.resume': plan,
  'plans.stop': plan,
  'plans.list': planList,
  'transfers.run': runReport,
  'transfers.retry': runReport,
  'transfers.settle': settlement,
  'statements.import': statementImport,
  'transfers.export': paymentFiles,
  'reconcile.run': reconciliation,
  'reconcile.apply': corrections,
  'ledger.verify': verification,
  'ledger.statement': statement,
  'receipts.issue': receipt,
  'receipts.verify': receiptCheck,
  'receipts.key': ({ publicKey }) => publicKey.trimEnd(),
  'plans.propose': planProposal,
  'messages.preview': previews,
  'messages.inbox': inbox,
  'messages.ask': answer,
  'messages.effect': effect,
  'events.schema': (schema) => JSON.stringify(schema, null, 2),
  'doctor.show': doctor,
  'metrics.show': ({ text }) => text.trimEnd(),
  'rules.show': rules,
  'rules.set': rules,
};

/** Shows a result for people. */
export function render(name: string, result: unknown, view: View): string {
  const renderer = RENDERERS[name as OperationName] as ((result: unknown, view: View) => string) | undefined;
  return (renderer ?? anything)(result, view);
}
