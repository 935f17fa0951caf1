import { type Actor, actorName, authorise } from '../../access/index.js';
import { type BooksChange, record } from '../../ledger/index.js';
import { Conflict, DomainError, formatTenge, type GoalId, invalidInput } from '../../shared/index.js';
import { correctionOf, isCorrecting } from '../domain/correction.js';
import type { Payout } from '../domain/payout-order.js';
import type { BankSide } from '../domain/reconciliation.js';
import type { AccountStatement } from '../domain/statement-line.js';
import type { BankTransferResult } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { askForSide, type ComparedGoal, compareGoal, type ProposedDifference } from './compare-goal.js';
import { requireGoal } from './load.js';
import { loadBooks, type PayoutDeps } from './payouts.js';
import { bookPayoutAnswers } from './send-payouts.js';
import { reachGoal, saveReached } from './reach-goals.js';
import { sideOf, withoutContext } from './reconcile.js';
import { resolveContributions } from './resolve-contributions.js';
import { currentRules } from './load.js';
import { tell } from './tell.js';

export type ApplyCorrectionsCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  /** Statements of the goal's account from a file, instead of what the bank answers. */
  readonly statements?: AsyncIterable<AccountStatement> | undefined;
  /** Why, in the words of who decides it; kept with each transfer. */
  readonly reason?: string | undefined;
};

/** A difference that could not be put right, and why. */
export type FailedCorrection = ProposedDifference & { readonly code: DomainError['code'] };

export type CorrectionReport = {
  readonly ok: boolean;
  readonly goal: GoalId;
  readonly applied: readonly ProposedDifference[];
  /** What would have taken more from a member than there is. */
  readonly failed: readonly FailedCorrection[];
  /** What still differs. */
  readonly left: readonly ProposedDifference[];
};

const MAX_REASON_LENGTH = 200;

/**
 * Carries out what reconciliation proposes for one goal: pending transfers that the bank has carried out are finished, the
 * rest is put right by new transfers with a reason, all in one transaction. What only the bank can explain stays as it is,
 * so that no money goes to anybody without a decision. Run again, it finds nothing left to do.
 *
 * @throws access.denied not-found bank.unavailable
 * @throws input.invalid when the statements have nothing of the goal's account
 * @throws conflict when the books have moved on meanwhile
 */
export class ApplyCorrections {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id, statements, reason = '' }: ApplyCorrectionsCommand): Promise<CorrectionReport> {
    authorise(actor, 'reconcile.apply');
    if (reason.length > MAX_REASON_LENGTH) {
      throw invalidInput({ path: 'reason', message: `has at most ${MAX_REASON_LENGTH} characters` });
    }
    const goal = await this.#deps.store.read((tx) => requireGoal(tx, id));
    const sides = statements === undefined ? [await askForSide(this.#deps, goal)] : await sidesIn(statements, goal);
    const report = {
      applied: [] as ProposedDifference[],
      failed: [] as FailedCorrection[],
      left: [] as ProposedDifference[],
    };
    for (const side of sides) {
      report.applied.push(...(await settle(this.#deps, await compareGoal(this.#deps, id, side))));
      const compared = await compareGoal(this.#deps, id, side);
      const { applied, failed } = await correct(this.#deps, compared, { actor, reason });
      report.applied.push(...applied);
      report.failed.push(...failed);
      report.left.push(...(await compareGoal(this.#deps, id, side)).differences.map(withoutContext));
    }
    return { ok: report.left.length === 0, goal: id, ...report };
  }
}

async function sidesIn(statements: AsyncIterable<AccountStatement>, { account }: { readonly account: string }) {
  const sides: BankSide[] = [];
  for await (const statement of statements) if (statement.account === account) sides.push(sideOf(statement));
  if (sides.length > 0) return sides;
  throw invalidInput({ path: 'statement', message: `the file has no statement of this goal's account ${account}` });
}

/** Finishes what is pending here and carried out there. */
async function settle(deps: PayoutDeps, { differences }: ComparedGoal): Promise<readonly ProposedDifference[]> {
  const due = differences.filter(({ action, date }) => action === 'settle' && date !== null);
  const answers = due.map(({ context, date, reference }) => {
    const answer = { status: 'completed', reference: reference ?? '', valueDate: date } as BankTransferResult & {
      status: 'completed';
    };
    return { ...context, answer };
  });
  const contributions = answers.flatMap(({ contribution, answer }) =>
    contribution === undefined ? [] : [{ contribution, answer }],
  );
  const payouts = answers.flatMap(({ payout, answer }) =>
    payout === undefined ? [] : [{ payout: payout.id, answer }],
  );
  if (contributions.length > 0) await resolveContributions(deps, contributions);
  if (payouts.length > 0) await bookPayoutAnswers(deps, payouts);
  return due.map(withoutContext);
}

type Applied = ComparedGoal['differences'][number];
type Corrected = Pick<CorrectionReport, 'applied' | 'failed'>;
type Decision = { readonly actor: Actor; readonly reason: string };

/** Puts right what new transfers can, all or nothing but for what a member's account cannot bear. */
async function correct(deps: PayoutDeps, compared: ComparedGoal, decision: Decision): Promise<Corrected> {
  if (!compared.differences.some(({ action }) => isCorrecting(action))) return { applied: [], failed: [] };
  return deps.store.transact((tx) => correctIn(tx, deps, compared, decision));
}

async function correctIn(
  tx: OutflowTx,
  { clock, ids, digest }: PayoutDeps,
  { goal: { id }, seq, differences }: ComparedGoal,
  { actor, reason }: Decision,
): Promise<Corrected> {
  const now = clock.now();
  const goal = await requireGoal(tx, id);
  let books = await loadBooks(tx, id);
  if (books.head.seq !== seq) {
    throw new Conflict('conflict', 'The books of this goal have moved on since they were compared: run it again.', {
      details: { goal: id, compared: seq, now: books.head.seq },
    });
  }
  const cause = { actor: actorName(actor), now };
  const changes: BooksChange[] = [];
  const payouts: Payout[] = [];
  const applied: Applied[] = [];
  const failed: FailedCorrection[] = [];
  for (const difference of differences) {
    const { action, context } = difference;
    if (!isCorrecting(action)) continue;
    const why = `reconciled: ${difference.kind}${reason === '' ? '' : `; ${reason}`}`;
    const { instructions, payout } = correctionOf(difference, action, { ...context, ids, reason: why });
    try {
      const change = record(books, instructions, { now, digest });
      books = change.books;
      changes.push(change);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push({ ...withoutContext(difference), code: error.code });
      continue;
    }
    if (payout !== null) payouts.push(payout);
    applied.push(difference);
  }
  await tx.books.save(changes);
  await tx.payouts.saveMany(payouts);
  for (const each of applied) await tell(tx, correctionEvent(each, reason), cause);
  const met = reachGoal(goal, books, now);
  if (met !== undefined) await saveReached(tx, [met], (await currentRules(tx, now)).version, now);
  return { applied: applied.map(withoutContext), failed };
}

/** Told to the member whose money it is; to all of them when it is nobody's alone. */
function correctionEvent({ goal, kind, action, reference, atBank, inBooks, context }: Applied, reason: string) {
  const { contribution, payout } = context;
  const [line, ...others] = payout?.lines ?? [];
  const client = contribution?.client ?? (others.length === 0 ? (line?.client ?? null) : null);
  const data = { kind, action, reference, amount: formatTenge(atBank - inBooks), reason };
  return { goal, type: 'books.corrected', client, data } as const;
}
