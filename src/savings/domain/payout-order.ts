import {
  BANK,
  type Books,
  type Instruction,
  interestOf,
  principalOf,
  type RecordContext,
  record,
  type Transfer,
  type TransferBody,
} from '../../ledger/index.js';
import {
  asTransferId,
  type Brand,
  civilDateOf,
  type CivilDate,
  type ClientId,
  DomainError,
  type GoalId,
  type IdGenerator,
  type Money,
  type ProposalId,
  sumMoney,
  type TransferId,
} from '../../shared/index.js';
import { type Goal, requireUnfrozen } from './goal.js';
import type { PayoutShare } from './payout.js';

/** Names a payout. */
export type PayoutId = Brand<string, 'PayoutId'>;
export const asPayoutId = (text: string): PayoutId => text as PayoutId;

/** Why money goes out to people. `rest` is interest that was shared out after the member had left. */
export const PAYOUT_PURPOSES = ['leave', 'removal', 'cancel', 'expiry', 'payout', 'early-withdrawal', 'rest'] as const;
export type PayoutPurpose = (typeof PAYOUT_PURPOSES)[number];

/** `held`: the bank is reviewing it. `unclaimed`: the bank refused it; the money is back on the member's accounts. */
export const PAYOUT_STATUSES = ['pending', 'held', 'completed', 'unclaimed'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** What leaves one member's accounts with a payout, and the pending transfers that reserve it. */
export type PayoutLine = {
  readonly client: ClientId;
  readonly principal: Money;
  readonly interest: Money;
  readonly principalTransfer: TransferId | null;
  readonly interestTransfer: TransferId | null;
};

/** One bank transfer out of a goal's savings account: a refund to one member, or a payout on behalf of several. */
export type Payout = {
  readonly id: PayoutId;
  readonly goal: GoalId;
  readonly purpose: PayoutPurpose;
  readonly status: PayoutStatus;
  /** IBAN that gets the money. */
  readonly to: string;
  /** The key of the bank transfer; each new attempt has its own. */
  readonly bankKey: string;
  readonly amount: Money;
  readonly lines: readonly PayoutLine[];
  /** Why the bank refused it. */
  readonly reason: string | null;
  readonly proposal: ProposalId | null;
  readonly openedAt: Date;
};

export type PayoutOrder = {
  readonly purpose: PayoutPurpose;
  readonly to: string;
  readonly shares: readonly PayoutShare[];
  readonly proposal?: ProposalId | null | undefined;
};

type Context = RecordContext & { readonly ids: IdGenerator };
type Opened = { readonly payout: Payout; readonly books: Books; readonly transfers: readonly Transfer[] };

/**
 * Reserves a payout on the members' accounts. Nothing goes out of a frozen goal.
 *
 * @throws savings.goal-frozen ledger.overdrawn
 */
export function openPayout(goal: Goal, books: Books, order: PayoutOrder, context: Context): Opened {
  const id = asPayoutId(context.ids.next());
  const lines = order.shares.filter(({ amount }) => amount > 0n).map((share) => lineOf(share, context.ids));
  const payout: Payout = {
    id,
    goal: goal.id,
    purpose: order.purpose,
    status: 'pending',
    to: order.to,
    bankKey: context.ids.next(),
    amount: sumMoney(order.shares.map(({ amount }) => amount)),
    lines,
    reason: null,
    proposal: order.proposal ?? null,
    openedAt: context.now,
  };
  return hold(goal, books, payout, context);
}

/**
 * Tries an unclaimed payout again, to the same account or another one.
 *
 * @throws savings.goal-frozen ledger.overdrawn savings.refund-not-unclaimed
 */
export function retryPayout(goal: Goal, books: Books, payout: Payout, to: string, context: Context): Opened {
  if (payout.status !== 'unclaimed') {
    throw new DomainError('savings.refund-not-unclaimed', `The payout is ${payout.status}.`, {
      details: { payout: payout.id, status: payout.status },
    });
  }
  const lines = payout.lines.map((line) => lineOf(line, context.ids));
  const bankKey = context.ids.next();
  return hold(
    goal,
    books,
    { ...payout, status: 'pending', reason: null, to, bankKey, lines, openedAt: context.now },
    context,
  );
}

/** Posts a payout that the bank has made, or gives the money back to the members' accounts when it refused. */
export function finishPayout(
  books: Books,
  payout: Payout,
  answer:
    | { readonly status: 'completed'; readonly valueDate: CivilDate }
    | { readonly status: 'refused'; readonly reason: string },
  context: Context,
): Opened {
  const instructions = heldTransfers(payout).map((pending): Instruction => {
    const id = asTransferId(context.ids.next());
    return answer.status === 'completed'
      ? { do: 'post-pending', id, pending, valueDate: answer.valueDate }
      : { do: 'void-pending', id, pending, reason: answer.reason };
  });
  const status = answer.status === 'completed' ? 'completed' : 'unclaimed';
  const reason = answer.status === 'refused' ? answer.reason : null;
  return { payout: { ...payout, status, reason }, ...record(books, instructions, context) };
}

/** The member accounts that a payout touches, for loading them. */
export function payoutAccounts(lines: readonly Pick<PayoutLine, 'client'>[]) {
  return [BANK, ...lines.flatMap(({ client }) => [principalOf(client), interestOf(client)])];
}

function hold(goal: Goal, books: Books, payout: Payout, context: Context): Opened {
  requireUnfrozen(goal);
  const instructions = heldTransfers(payout).map((body): Instruction => ({ ...body, do: 'hold' }));
  return { payout, ...record(books, instructions, context) };
}

function lineOf(
  { client, principal, interest }: Omit<PayoutLine, 'principalTransfer' | 'interestTransfer'>,
  ids: IdGenerator,
): PayoutLine {
  return {
    client,
    principal,
    interest,
    principalTransfer: principal > 0n ? asTransferId(ids.next()) : null,
    interestTransfer: interest > 0n ? asTransferId(ids.next()) : null,
  };
}

/** The pending transfers of a payout, as they were recorded when it was opened. */
function heldTransfers({ id, goal, purpose, lines, openedAt }: Payout): readonly TransferBody[] {
  const shared = {
    goal,
    phase: 'pending' as const,
    credit: BANK,
    code: purpose === 'payout' || purpose === 'early-withdrawal' ? ('payout' as const) : ('refund' as const),
    refersTo: null,
    subject: id,
    reason: null,
    valueDate: civilDateOf(openedAt),
    recordedAt: openedAt,
  };
  return lines.flatMap(({ client, principal, interest, principalTransfer, interestTransfer }) => [
    ...(principalTransfer === null
      ? []
      : [{ ...shared, id: principalTransfer, debit: principalOf(client), amount: principal }]),
    ...(interestTransfer === null
      ? []
      : [{ ...shared, id: interestTransfer, debit: interestOf(client), amount: interest }]),
  ]);
}
