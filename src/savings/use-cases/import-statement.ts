import { type Actor, authorise } from '../../access/index.js';
import { asContributionId, isUuid } from '../../shared/index.js';
import type { PayoutId, PayoutStatus } from '../domain/payout-order.js';
import {
  type ExpectedEntry,
  judgeLine,
  type LineProblem,
  type LineVerdict,
  type StatementLine,
} from '../domain/statement-line.js';
import type { BankTransferResult } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { PayoutDeps } from './payouts.js';
import { bookPayoutAnswers, type PayoutAnswer } from './send-payouts.js';
import { type Answer, resolveContributions } from './resolve-contributions.js';

/** A line that needs somebody's eyes. */
export type NotedLine = StatementLine & { readonly problem: LineProblem };

/** What some lines of a statement were. */
export type StatementReport = {
  /** Pending transfers that the statement shows as carried out, or as taken back. */
  readonly completed: number;
  readonly refused: number;
  /** About transfers that were finished before. */
  readonly known: number;
  /** The bank's interest, which `PostInterest` books. */
  readonly interest: number;
  /** On accounts that are no goal's. */
  readonly otherAccounts: number;
  readonly noted: readonly NotedLine[];
};

/**
 * Finishes pending contributions, refunds and payouts by the lines of an account statement: what the bank has booked is
 * posted with the bank's value date. Each call is one step that is kept; the same lines again change nothing.
 *
 * @throws access.denied
 */
export class ImportStatement {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({
    actor,
    lines,
  }: {
    readonly actor: Actor;
    readonly lines: readonly StatementLine[];
  }): Promise<StatementReport> {
    authorise(actor, 'statements.import');
    const transfers = await this.#deps.store.read((tx) => loadTransfers(tx, lines));
    const { contributions, payouts, ...report } = sortLines(lines, transfers);
    if (contributions.length > 0) await resolveContributions(this.#deps, contributions);
    if (payouts.length > 0) await bookPayoutAnswers(this.#deps, payouts);
    return report;
  }
}

type OwnTransfer = { readonly key: string; readonly expected: ExpectedEntry } & (
  | { readonly kind: 'contribution'; readonly contribution: Answer['contribution'] }
  | { readonly kind: 'payout'; readonly id: PayoutId }
);

/** The goals' accounts among those of the lines, and our transfers by the keys that banks know them by. */
type Transfers = { readonly accounts: ReadonlySet<string>; readonly byKey: Map<string, OwnTransfer> };

const PAYOUT_STATES: { readonly [Status in PayoutStatus]: ExpectedEntry['status'] } = {
  pending: 'pending',
  held: 'pending',
  completed: 'completed',
  unclaimed: 'refused',
};

async function loadTransfers(tx: OutflowTx, lines: readonly StatementLine[]): Promise<Transfers> {
  const ofLines = await tx.goals.findByAccounts([...new Set(lines.map(({ account }) => account))]);
  const onGoals = lines.filter(({ account }) => ofLines.has(account));
  // Banks pass on what others wrote: not every end-to-end id is one of ours.
  const keys = [...new Set(onGoals.flatMap(({ key }) => (key !== undefined && isUuid(key) ? [key] : [])))];
  const contributions = [...(await tx.contributions.findMany(keys.map(asContributionId))).values()];
  const payouts = await tx.payouts.findByBankKeys(keys);
  const goals = await tx.goals.findMany([...new Set([...contributions, ...payouts].map(({ goal }) => goal))]);
  const byKey = new Map<string, OwnTransfer>();
  for (const contribution of contributions) {
    const { id, goal, amount, status } = contribution;
    const expected = { account: goals.get(goal)?.account ?? '', amount, status };
    byKey.set(id, { key: id, kind: 'contribution', contribution, expected });
  }
  for (const { id, bankKey, goal, amount, status } of payouts) {
    const expected = { account: goals.get(goal)?.account ?? '', amount: -amount, status: PAYOUT_STATES[status] };
    byKey.set(bankKey, { key: bankKey, kind: 'payout', id, expected });
  }
  return { accounts: new Set(ofLines.keys()), byKey };
}

type Sorted = StatementReport & {
  readonly contributions: readonly Answer[];
  readonly payouts: readonly PayoutAnswer[];
};

function sortLines(lines: readonly StatementLine[], transfers: Transfers): Sorted {
  const counts = { completed: 0, refused: 0, known: 0, interest: 0, otherAccounts: 0 };
  const noted: NotedLine[] = [];
  const contributions: Answer[] = [];
  const payouts: PayoutAnswer[] = [];
  for (const line of lines) {
    const judged = judge(line, transfers);
    switch (judged.is) {
      case 'known':
      case 'interest':
      case 'otherAccounts':
        counts[judged.is] += 1;
        break;
      case 'completed':
      case 'refused': {
        const { is, own } = judged;
        counts[is] += 1;
        const answer: BankTransferResult =
          is === 'refused'
            ? { status: is, reason: judged.reason }
            : { status: is, reference: line.reference ?? '', valueDate: judged.valueDate };
        if (own.kind === 'payout') payouts.push({ payout: own.id, answer });
        else contributions.push({ contribution: own.contribution, answer });
        // A second line about it meets it as it is now, as one of a later page does.
        transfers.byKey.set(own.key, { ...own, expected: { ...own.expected, status: is } });
        break;
      }
      case 'unknown':
      case 'undated':
      case 'returned':
      case 'refused-before':
      case 'amount-differs':
        noted.push({ ...line, problem: judged.is });
    }
  }
  return { ...counts, noted, contributions, payouts };
}

type Judged = { readonly is: 'interest' | 'otherAccounts' | 'unknown' } | (LineVerdict & { readonly own: OwnTransfer });

function judge(line: StatementLine, { accounts, byKey }: Transfers): Judged {
  if (!accounts.has(line.account)) return { is: 'otherAccounts' };
  const own = line.key === undefined ? undefined : byKey.get(line.key);
  if (own !== undefined) return { ...judgeLine(line, own.expected), own };
  return { is: line.key === undefined && line.kind === 'interest' ? 'interest' : 'unknown' };
}
