import { accountIn, BANK, incomingOf } from '../../ledger/index.js';
import { Conflict, DomainError, formatTenge, NotFound, type ProposalId, Unavailable } from '../../shared/index.js';
import { collectedIn } from '../domain/contribution.js';
import type { EventType } from '../domain/event.js';
import { resumeGoal } from '../domain/expiry.js';
import { changeGoal, type Goal, requireStatus } from '../domain/goal.js';
import { splitProRata } from '../domain/payout.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { PassedProposal, Proposal, ProposalTerms } from '../domain/proposal.js';
import { decideProposal, markExecuted } from '../domain/vote.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { appointOrganiser } from './appoint-organiser.js';
import { advanceClosing, availableShare, beginClosing } from './close-goal.js';
import { releaseMember } from './leave-goal.js';
import { currentRules, mainAccounts, requireGoal } from './load.js';
import { loadBooks, openPayouts, type PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';
import { type Cause, tell } from './tell.js';

/**
 * Decides a proposal whose time is up or whose outcome is sure, and does what was decided, once. While a dispute stops
 * the goal or a contribution is on its way, it waits; what cannot be done any more is told in the history.
 */
export async function carryOut(deps: PayoutDeps, id: ProposalId): Promise<Proposal> {
  const done = await deps.store.transact(async (tx) => {
    const cause: Cause = { actor: 'system', now: deps.clock.now() };
    const found = await requireProposal(tx, id);
    const decided = decideProposal(found, cause.now);
    await saveDecision(tx, found, decided, cause);
    const goal = await requireGoal(tx, decided.goal);
    if (decided.status !== 'passed' || decided.executedAt !== null || goal.frozen)
      return { proposal: decided, payouts: [] };
    const payouts = await tryToExecute(tx, deps, goal, decided, cause);
    if (payouts === 'wait') return { proposal: decided, payouts: [] };
    const executed = markExecuted(decided, cause.now);
    await tx.proposals.save(executed);
    return { proposal: executed, payouts };
  });
  await sendPayouts(deps, done.payouts);
  const { goal } = done.proposal;
  const isClosing = await deps.store.read(async (tx) => (await requireGoal(tx, goal)).status === 'cancelling');
  if (isClosing) await advanceClosing(deps, goal);
  return done.proposal;
}

/** Every step checks before it writes, so a refusal leaves nothing half done. */
async function tryToExecute(
  tx: OutflowTx,
  deps: PayoutDeps,
  goal: Goal,
  proposal: PassedProposal,
  cause: Cause,
): Promise<readonly PayoutId[] | 'wait'> {
  try {
    return await execute(tx, deps, goal, proposal, cause);
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof Unavailable || error instanceof Conflict) throw error;
    if (error.code === 'savings.contribution-pending') return 'wait';
    await tellProposal(tx, proposal, 'proposal.failed', cause, { code: error.code });
    return [];
  }
}

async function execute(
  tx: OutflowTx,
  deps: PayoutDeps,
  goal: Goal,
  { id, terms }: PassedProposal,
  cause: Cause,
): Promise<readonly PayoutId[]> {
  // It was opened in time, but another decision may have closed the goal meanwhile: that one is not undone.
  requireStatus(goal, ...(terms.kind === 'payout' ? PAID_OUT : STILL_THERE));
  const members = await tx.members.ofGoals([goal.id]);
  switch (terms.kind) {
    case 'cancel':
      await beginClosing(tx, goal, { purpose: 'cancel', to: null, payee: null, proposal: id }, cause);
      return [];
    case 'payout': {
      const to = 'iban' in terms.to ? terms.to.iban : (await mainAccounts(tx, [terms.to.client]))(terms.to.client);
      const payee = 'client' in terms.to ? terms.to.client : null;
      await beginClosing(tx, goal, { purpose: 'payout', to, payee, proposal: id }, cause);
      return [];
    }
    case 'early-withdrawal': {
      const claim = availableShare(await loadBooks(tx, goal.id), terms.client);
      const share = { client: terms.client, amount: terms.amount, ...splitProRata(terms.amount, claim) };
      const to = (await mainAccounts(tx, [terms.client]))(terms.client);
      const order = { purpose: 'early-withdrawal' as const, to, shares: [share], proposal: id };
      return (await openPayouts(tx, goal, [order], deps, cause)).map((payout) => payout.id);
    }
    case 'change':
      await changeTerms(tx, goal, terms, cause);
      return [];
    case 'remove-member': {
      const member = members.find(({ client }) => client === terms.client);
      if (member?.status !== 'active') return [];
      return (await releaseMember(tx, deps, goal, member, 'removal', cause)).map((payout) => payout.id);
    }
    case 'replace-organiser':
      await appointOrganiser(tx, goal, members, terms.client, cause);
      return [];
  }
}

const PAID_OUT = ['reached'] as const;
const STILL_THERE = ['active', 'reached', 'expired'] as const;

async function changeTerms(
  tx: OutflowTx,
  goal: Goal,
  { target, deadline, minContribution }: Extract<ProposalTerms, { readonly kind: 'change' }>,
  cause: Cause,
): Promise<void> {
  const { now } = cause;
  const books = await loadBooks(tx, goal.id);
  const rules = await currentRules(tx, now);
  const changes = { target, deadline, minContribution };
  const changed =
    goal.status === 'expired'
      ? resumeGoal(goal, changes, collectedIn(books), rules, now)
      : changeGoal(goal, changes, collectedIn(books) + incomingOf(accountIn(books, BANK)), rules, now);
  await tx.goals.saveMany([changed]);
  const data = { target: formatTenge(changed.target), deadline: changed.deadline };
  await tell(tx, { goal: goal.id, type: 'goal.changed', data }, cause);
}

/** Stores a proposal; when it has just been decided, the history tells it. */
export async function saveDecision(tx: OutflowTx, before: Proposal, after: Proposal, cause: Cause): Promise<void> {
  if (before !== after) await tx.proposals.save(after);
  if (before.status === 'open' && after.status !== 'open') {
    await tellProposal(tx, after, 'proposal.decided', cause, { status: after.status });
  }
}

/**
 * @throws not-found
 */
export async function requireProposal(tx: OutflowTx, id: ProposalId): Promise<Proposal> {
  const proposal = await tx.proposals.find(id);
  if (proposal === undefined) throw new NotFound('proposal', id);
  return proposal;
}

/** Adds a proposal's event to the history. */
export async function tellProposal(
  tx: OutflowTx,
  { id, goal }: Proposal,
  type: EventType,
  cause: Cause,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await tell(tx, { goal, type, data: { proposal: id, ...data } }, cause);
}
