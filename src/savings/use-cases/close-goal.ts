import type { Books } from '../../ledger/index.js';
import { availableOf, accountIn, BANK, balanceOf, incomingOf, interestOf, principalOf } from '../../ledger/index.js';
import { type CivilDate, civilDateOf, type ClientId, type GoalId, Unavailable } from '../../shared/index.js';
import { accountClosedOn, type Closing } from '../domain/closing.js';
import type { Goal } from '../domain/goal.js';
import { nextPostingDay } from '../domain/interest.js';
import { isActiveMember, type Member } from '../domain/member.js';
import type { PayoutShare } from '../domain/payout.js';
import type { PayoutId, PayoutOrder, PayoutPurpose } from '../domain/payout-order.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { askForStatement } from './ask-statement.js';
import { afterPosting, type DecidedPosting, decidePosting, savePostings } from './book-interest.js';
import { dueInterest, openDesk, openStates, unbookedEntries } from './interest-desk.js';
import { currentRules, mainAccounts, requireGoal } from './load.js';
import { loadBooks, MAX_PAYOUTS, openPayouts, type PayoutDeps } from './payouts.js';
import { payGoalJob } from './queued-work.js';
import { sendPayouts } from './send-payouts.js';
import { type Cause, tell } from './tell.js';

/** Where the closing of a goal stands, and what it waits for. */
export type ClosingState =
  | 'closed'
  | 'frozen'
  | 'waiting-for-contributions'
  | 'waiting-for-bank'
  | 'waiting-for-refunds';

type ClosingTerms = Pick<Closing, 'purpose' | 'to' | 'payee' | 'proposal'>;

/** Decides in the running transaction that a goal is closed and how; the work itself is done by `advanceClosing`. */
export async function beginClosing(tx: OutflowTx, goal: Goal, terms: ClosingTerms, cause: Cause): Promise<Goal> {
  const closing: Goal = { ...goal, status: 'cancelling', statusSince: cause.now };
  await tx.goals.saveMany([closing]);
  await tx.closings.save({ ...terms, goal: goal.id, isAccountClosed: false, openedAt: cause.now });
  await tx.jobs?.ensure([payGoalJob(goal.id)]);
  const data = { purpose: terms.purpose };
  await tell(tx, { goal: goal.id, type: 'goal.closing', data }, cause);
  return closing;
}

/**
 * Takes the closing of a goal as far as it goes now: the account is closed at the bank, its last interest shared out,
 * everybody paid, and the goal closed when every payout has arrived. Each step is kept; running it again goes on from there.
 */
export async function advanceClosing(deps: PayoutDeps, id: GoalId): Promise<ClosingState> {
  const start = await deps.store.read(async (tx) => ({
    goal: await requireGoal(tx, id),
    closing: await tx.closings.find(id),
    incoming: incomingOf(accountIn(await loadBooks(tx, id), BANK)),
  }));
  if (start.goal.status === 'closed') return 'closed';
  if (start.closing === undefined || start.goal.frozen) return 'frozen';
  if (start.incoming > 0n) return 'waiting-for-contributions';
  if (!start.closing.isAccountClosed && !(await closeAccount(deps, start.goal, start.closing)))
    return 'waiting-for-bank';
  const payouts = await deps.store.transact((tx) => openRemaining(tx, deps, id));
  await sendPayouts(deps, payouts);
  return deps.store.transact((tx) => finishClosing(tx, deps, id));
}

/** The bank credits interest to date when it closes the account; that is shared out before anybody is paid. */
async function closeAccount(deps: PayoutDeps, goal: Goal, { openedAt }: Closing): Promise<boolean> {
  const { store, bank, clock } = deps;
  const { id, account } = goal;
  try {
    await bank.closeSavingsAccount(account);
    const today = civilDateOf(clock.now());
    const begun = civilDateOf(openedAt);
    const posted = (await store.read((tx) => openStates(tx, [goal])))[0]?.position.from ?? begun;
    const from = posted < begun ? posted : begun;
    const { entries } = await askForStatement(bank, { account, from, to: today });
    await store.transact(async (tx) => {
      const closing = await tx.closings.find(id);
      if (closing === undefined || closing.isAccountClosed) return;
      const now = clock.now();
      const { version: rulesVersion } = await currentRules(tx, now);
      const cause = { actor: 'system', now, rulesVersion };
      const credits = entries.filter(({ kind }) => kind === 'interest').map(({ valueDate }) => valueDate);
      const closedOn = accountClosedOn(closing, credits, today);
      const decided: DecidedPosting[] = [];
      for (let desk = await openDesk(tx, await requireGoal(tx, id)); ; ) {
        const { on: day, isClosing } = nextStop(desk.state.position.from, closedOn, desk.terms.capitalisation);
        const due = dueInterest(desk, day, isClosing);
        const booking = { on: day, entries: unbookedEntries(desk, entries, day) };
        const posting = decidePosting(deps, desk, due, booking, cause);
        decided.push(posting);
        if (isClosing) break;
        desk = afterPosting(desk, posting);
      }
      await savePostings(tx, decided, cause);
      await tx.closings.save({ ...closing, isAccountClosed: true });
    });
    return true;
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}

/** Months that were not posted yet are posted on their way to the day of closing. */
function nextStop(from: CivilDate, closingDay: CivilDate, capitalisation: 'monthly' | 'none') {
  const postingDay = nextPostingDay(from);
  if (capitalisation === 'monthly' && postingDay < closingDay) return { on: postingDay, isClosing: false };
  // A month that was posted after the account was closed has taken in all of it.
  return { on: from > closingDay ? from : closingDay, isClosing: true };
}

async function openRemaining(tx: OutflowTx, deps: PayoutDeps, id: GoalId): Promise<readonly PayoutId[]> {
  const goal = await requireGoal(tx, id);
  const closing = await tx.closings.find(id);
  if (goal.status !== 'cancelling' || closing === undefined || goal.frozen) return [];
  const members = await tx.members.ofGoals([id]);
  const books = await loadBooks(tx, id);
  const earlier = await tx.payouts.page({ goal: id }, null, MAX_PAYOUTS);
  const parked = await parkedClients(tx, id, books);
  const orders = await ordersFor(
    tx,
    closing,
    members.filter(({ client }) => !parked.has(client)),
    books,
  );
  const opened = await openPayouts(tx, goal, orders, deps, { actor: 'system', now: deps.clock.now() });
  const waiting = earlier.filter(({ status }) => status === 'pending' || status === 'held');
  return [...waiting, ...opened].map((payout) => payout.id);
}

async function ordersFor(
  tx: OutflowTx,
  { purpose, proposal, to }: Closing,
  members: readonly Member[],
  books: Books,
): Promise<readonly PayoutOrder[]> {
  const accountOf = await mainAccounts(
    tx,
    members.map(({ client }) => client),
  );
  const own = (member: Member, why: PayoutPurpose): PayoutOrder => ({
    purpose: why,
    proposal,
    to: accountOf(member.client),
    shares: [availableShare(books, member.client)],
  });
  if (to === null) return members.map((member) => own(member, purpose));
  // Who had left had no vote on it: the interest of their last days stays theirs.
  const staying = members.filter(isActiveMember);
  const gone = members.filter((member) => !isActiveMember(member));
  const together = { purpose, proposal, to, shares: staying.map(({ client }) => availableShare(books, client)) };
  return [together, ...gone.map((member) => own(member, 'rest'))];
}

async function finishClosing(tx: OutflowTx, { clock }: PayoutDeps, id: GoalId): Promise<ClosingState> {
  const goal = await requireGoal(tx, id);
  if (goal.status !== 'cancelling') return goal.status === 'closed' ? 'closed' : 'frozen';
  const account = accountIn(await loadBooks(tx, id), BANK);
  if (balanceOf(account) > 0n || incomingOf(account) > 0n) return 'waiting-for-refunds';
  const now = clock.now();
  const left = (await tx.members.ofGoals([id])).filter(
    (member) => member.status === 'active' || member.status === 'leaving',
  );
  await tx.members.saveMany(left.map((member): Member => ({ ...member, status: 'left' })));
  await tx.goals.saveMany([{ ...goal, status: 'closed', statusSince: now }]);
  await tell(tx, { goal: id, type: 'goal.closed' }, { actor: 'system', now });
  return 'closed';
}

/**
 * Members whose refund the bank has refused: it is parked until somebody names another account. What went out otherwise
 * meanwhile is not waited for.
 */
export async function parkedClients(tx: OutflowTx, goal: GoalId, books: Books): Promise<ReadonlySet<ClientId>> {
  const unclaimed = await tx.payouts.page({ goal, status: 'unclaimed' }, null, MAX_PAYOUTS);
  const waiting = unclaimed.filter(({ lines }) =>
    lines.every(({ client, principal, interest }) => {
      const available = availableShare(books, client);
      return available.principal >= principal && available.interest >= interest;
    }),
  );
  return new Set(waiting.flatMap(({ lines }) => lines.map(({ client }) => client)));
}

/** What can be taken out for a member now: nothing that is on its way already. */
export function availableShare(books: Books, client: ClientId): PayoutShare {
  const principal = availableOf(accountIn(books, principalOf(client)));
  const interest = availableOf(accountIn(books, interestOf(client)));
  return { client, principal, interest, amount: principal + interest };
}
