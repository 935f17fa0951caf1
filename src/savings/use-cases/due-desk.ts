import type { Actor } from '../../access/index.js';
import {
  Batcher,
  type CivilDate,
  civilDateOf,
  createGate,
  createLanes,
  DomainError,
  type Gate,
  pages,
  type Store,
} from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
import type { Plan } from '../domain/plan.js';
import { dueAfter, runDayOf } from '../domain/plan-dates.js';
import { daysToWatch, valueDatesOf } from '../domain/plan-watch.js';
import type { RunLine, RunOutcome } from '../domain/run-report.js';
import type { SavingsPorts } from '../ports/index.js';
import type { DueCursor } from '../ports/plans.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { sendToBank } from './ask-bank.js';
import { type DecidedDue, type DueItem, decideDues, saveDues } from './decide-dues.js';
import { type Answer, resolveContributions } from './resolve-contributions.js';

/** A plan that is due, with its client's main account; null when the bank knows none. */
export type DueAccount = { readonly plan: Plan; readonly account: string | null };

const PAGE = 250;

/** All plans that are due, page by page. */
export async function* dueAccounts(
  store: Store<SavingsTx>,
  load: (tx: SavingsTx, after: DueCursor | null, limit: number) => Promise<readonly Plan[]>,
): AsyncGenerator<DueAccount> {
  const loadPage = (after: DueCursor | null) =>
    store.read(async (tx) => {
      const plans = await load(tx, after, PAGE);
      const clients = await tx.clients.findMany([...new Set(plans.map(({ client }) => client))]);
      return plans.map((plan): DueAccount => ({ plan, account: clients.get(plan.client)?.account ?? null }));
    });
  for await (const page of pages<DueAccount, DueCursor>(loadPage, ({ plan }) => plan)) yield* page;
}

/** The outcomes after which a plan stands at its next date. */
const WENT_ON: readonly RunOutcome[] = ['completed', 'collected', 'passed', 'skipped', 'refused'];

/** The plan at its next date when that is due as well, as after days on which nothing was run. */
export async function nextDue(
  store: Store<SavingsTx>,
  { plan, account }: DueAccount,
  { outcome }: RunLine,
  on: CivilDate,
): Promise<DueAccount | undefined> {
  const due = plan.due === null || !WENT_ON.includes(outcome) ? null : dueAfter(plan.rule, plan.due);
  if (due === null || runDayOf(due.on) > on) return undefined;
  const next = (await store.read((tx) => tx.plans.findMany([plan.id]))).get(plan.id);
  const isDue = next?.status === 'active' && next.sending === null && next.runOn !== null && next.runOn <= on;
  return isDue && next.due?.on !== plan.due?.on ? { plan: next, account } : undefined;
}

/** Takes one plan that is due all the way: reads the account, decides, asks the bank, books the answer. */
export type DueDesk = (account: DueAccount) => Promise<RunLine>;

type Deps = SavingsPorts;
/** A contribution after the bank was asked; with a reason why it is not completed. */
type Sent = Pick<Contribution, 'id' | 'amount' | 'status' | 'reason'>;
type DeskOptions = {
  readonly actor: Actor;
  /** Calls of the bank in flight at once. */
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly isExtra: boolean;
  /** Transactions side by side; as many as the store can use unless it is told otherwise. */
  readonly lanes?: number | undefined;
  /** Is told what was decided about dates, in the transaction that decides it; of what is sent the bank has the last word. */
  readonly record?: ((tx: SavingsTx, lines: readonly RunLine[]) => Promise<void>) | undefined;
};

/** Opens a desk at which many plans are worked on at once: those that arrive together share their transactions. */
export function createDueDesk(deps: Deps, options: DeskOptions): DueDesk {
  const gate = createGate(options.concurrency);
  const lanes = createLanes(options.lanes ?? deps.store.lanes ?? 1, () => openLane(deps, options));
  const send = async ({ contribution, order }: Extract<DecidedDue, { outcome: 'sent' }>): Promise<Sent> => {
    const answer = await gate(() => sendToBank(deps.bank, order));
    if (answer.status === 'completed' || answer.status === 'refused') {
      return lanes(contribution.goal).answers.submit({ contribution, answer });
    }
    // A transfer under review has no reason: it waits for nothing that we could do.
    const reason = answer.status === 'held' ? null : (answer.error?.code ?? 'bank.unavailable');
    return { ...contribution, reason };
  };
  return async (account) => {
    try {
      const item = await readAccount(deps, gate, account);
      const due = await lanes(account.plan.goal).decisions.submit(item);
      if (due.outcome !== 'sent') return lineOf(account.plan, due);
      return options.dryRun
        ? paidLine(account.plan, due.contribution, 'payable')
        : paidLine(account.plan, await send(due));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return lineOf(account.plan, { outcome: 'failed', reason: error.code });
    }
  };
}

/** What decides and what books the answers: both lock the same goals, so they take turns. */
function openLane(deps: Deps, options: DeskOptions) {
  const gate = createGate(1);
  return {
    decisions: createDecisions(deps, options, gate),
    answers: new Batcher<Answer, Contribution>({ gate, flush: (items) => resolveContributions(deps, items) }),
  };
}

function createDecisions(deps: Deps, options: DeskOptions, gate: Gate): Batcher<DueItem, DecidedDue> {
  const decide = async (tx: SavingsTx, items: readonly DueItem[]) => decideDues(tx, items, { ...deps, ...options });
  return new Batcher<DueItem, DecidedDue>({
    gate,
    flush: async (items) => {
      const { dues } = options.dryRun
        ? await deps.store.read((tx) => decide(tx, items))
        : await deps.store.transact(async (tx) => {
            const decided = await decide(tx, items);
            await saveDues(tx, decided);
            await options.record?.(tx, linesOf(items, decided.dues));
            return decided;
          });
      return dues.map((value) => ({ status: 'completed', value }));
    },
  });
}

/** Looks at the client's account just before the decision. */
async function readAccount({ bank, clock }: Deps, gate: Gate, { plan, account }: DueAccount): Promise<DueItem> {
  const readOn = civilDateOf(clock.now());
  if (account === null) return { plan, readOn, balance: 0n, entries: [] };
  const days = daysToWatch(plan, readOn);
  const entries = days === null ? [] : await gate(() => bank.transactions({ account, ...valueDatesOf(days) }));
  return { plan, readOn, entries, balance: await gate(() => bank.balance(account)) };
}

/** What was decided, but for dates that somebody else has decided. */
function linesOf(items: readonly DueItem[], dues: readonly DecidedDue[]): readonly RunLine[] {
  return items.flatMap(({ plan }, index) => {
    const due = dues[index];
    if (due === undefined || due.outcome === 'gone') return [];
    return [due.outcome === 'sent' ? paidLine(plan, due.contribution) : lineOf(plan, due)];
  });
}

function lineOf(plan: Plan, { outcome, reason }: Pick<RunLine, 'outcome' | 'reason'>): RunLine {
  const { id, goal, client, due } = plan;
  return { plan: id, goal, client, due: due?.on ?? null, outcome, reason, amount: 0n, contribution: null };
}

function paidLine(plan: Plan, { id, amount, reason, status }: Sent, outcome: RunLine['outcome'] = status): RunLine {
  return { ...lineOf(plan, { outcome, reason }), amount, contribution: id };
}
