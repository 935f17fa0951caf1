import type { GoalAudit, PaidOrder, PayerAudit } from '../../cli/simulate/oracles/audit.js';
import { accountKey, type AccountRef, type Transfer } from '../../src/ledger/index.js';
import {
  asPayoutId,
  type BankEntry,
  type Contribution,
  DEFAULT_RULES,
  type Dispute,
  type Goal,
  type Member,
  type Payout,
  type Plan,
  type Proposal,
  type StoredEvent,
} from '../../src/savings/index.js';
import {
  asClientId,
  asContributionId,
  asDisputeId,
  asGoalId,
  asPlanId,
  asProposalId,
  asTransferId,
  type ClientId,
  type Money,
  parseCivilDate,
  parseInstant,
} from '../../src/shared/index.js';

const GOAL_ID = asGoalId('01900000-0000-7000-8000-000000000001');
export const AIGERIM = asClientId('aigerim');
export const BOLAT = asClientId('bolat');
const day = parseCivilDate;
const at = parseInstant;

const GOAL: Goal = {
  ...{ id: GOAL_ID, title: 'Toi', kind: 'shared', status: 'active', frozen: false, target: 1_000_00n },
  ...{ statusSince: at('2026-01-01T09:00:00+05:00'), createdAt: at('2026-01-01T09:00:00+05:00') },
  ...{ deadline: day('2026-12-31'), minContribution: null, organiser: AIGERIM, deputy: null, decision: 'majority' },
  ...{ account: 'SAVINGS', product: { rateBps: 1_400, dayCount: 'actual/365', capitalisation: 'monthly' } },
};

export function member(client: ClientId, changes: Partial<Member> = {}): Member {
  const consent = { shareAmounts: true, shareWithAdvisor: false };
  const role = client === AIGERIM ? 'organiser' : 'participant';
  return { goal: GOAL_ID, client, role, status: 'active', ...consent, joinedAt: GOAL.createdAt, ...changes };
}

export function contribution(
  id: string,
  client: ClientId,
  amount: Money,
  changes: Partial<Contribution> = {},
): Contribution {
  const base = { id: asContributionId(id), goal: GOAL_ID, client, amount, key: id, reason: null, plan: null };
  return { ...base, status: 'completed', valueDate: day('2026-01-11'), createdAt: GOAL.createdAt, ...changes };
}

export function payout(id: string, client: ClientId, amount: Money, changes: Partial<Payout> = {}): Payout {
  const transfers = { principalTransfer: null, interestTransfer: null };
  const base = { id: asPayoutId(id), goal: GOAL_ID, to: `main ${client}`, bankKey: id, amount, reason: null };
  const lines = [{ client, principal: amount, interest: 0n, ...transfers }];
  return {
    ...base,
    purpose: 'leave',
    status: 'completed',
    proposal: null,
    openedAt: GOAL.createdAt,
    lines,
    ...changes,
  };
}

let references = 0;

/** An entry on the savings account, or with `counterparty: 'SAVINGS'` on a main account. */
export function entry(key: string | undefined, amount: Money, changes: Partial<BankEntry> = {}): BankEntry {
  references += 1;
  const named = key === undefined ? {} : { key };
  const base = { reference: `B${String(references).padStart(10, '0')}`, bookedAt: at('2026-01-11T10:00:00+05:00') };
  return { ...base, ...named, kind: 'transfer', valueDate: day('2026-01-11'), amount, ...changes };
}

export function event(position: number, type: StoredEvent['type'], changes: Partial<StoredEvent> = {}): StoredEvent {
  const base = { goal: GOAL_ID, at: GOAL.createdAt, actor: 'system', client: null, rulesVersion: 1, data: {} };
  return { ...base, position, type, ...changes };
}

export function allocation(client: ClientId, amount: Money, on: string, seq: number): Transfer {
  const base = { id: asTransferId(`t${seq}`), goal: GOAL_ID, refersTo: null, subject: null, reason: null };
  const route = { debit: { kind: 'unallocated' }, credit: { kind: 'interest', client } } as const;
  const chain = { seq, bodyHash: '', hash: '', recordedAt: GOAL.createdAt };
  return { ...base, ...route, ...chain, phase: 'posted', code: 'allocation', amount, valueDate: day(on) };
}

/** Interest that came in, in the books. */
export function credit(amount: Money, on: string, seq: number): Transfer {
  const route = { debit: { kind: 'bank' }, credit: { kind: 'unallocated' } } as const;
  return { ...allocation(AIGERIM, amount, on, seq), ...route, code: 'interest' };
}

export function accounts(...balances: readonly (readonly [AccountRef, Money])[]): GoalAudit['accounts'] {
  return new Map(
    balances.map(([ref, balance]) => {
      const [debitsPosted, creditsPosted] = ref.kind === 'bank' ? [balance, 0n] : [0n, balance];
      return [accountKey(ref), { ref, debitsPosted, creditsPosted, debitsPending: 0n, creditsPending: 0n }];
    }),
  );
}

export function dispute(openedAt: string, resolvedAt: string): Dispute {
  const base = { id: asDisputeId('d1'), goal: GOAL_ID, openedBy: BOLAT, text: 'Why?', answerBy: day('2026-01-20') };
  const resolution = { decision: 'yes', reasons: 'so', by: 'staff:admin', at: at(resolvedAt) };
  return { ...base, openedAt: at(openedAt), status: 'resolved', answer: null, resolution };
}

export function passedPayout(to: { readonly client: ClientId }, yes: readonly ClientId[]): Proposal {
  const electorate = [AIGERIM, BOLAT].map((client) => ({ client, weight: 1n }));
  const votes = yes.map((client) => ({ client, choice: 'yes' as const, at: GOAL.createdAt }));
  const base = { id: asProposalId('p1'), goal: GOAL_ID, terms: { kind: 'payout', to } as const, proposedBy: AIGERIM };
  const times = { openedAt: GOAL.createdAt, closesAt: GOAL.createdAt, closedAt: GOAL.createdAt, executedAt: null };
  return { ...base, ...times, electorate, votes, threshold: 'more-than-half', status: 'passed' };
}

export function plan(changes: Partial<Plan> = {}): Plan {
  const consent = { givenAt: GOAL.createdAt, givenBy: 'client:aigerim', reference: null };
  const rule = { kind: 'fixed', amount: 100_00n, every: 'month', on: 10, growth: null } as const;
  const none = { attempts: 0, sending: null, collected: 0n, missed: 0n, rises: 0, income: null };
  const dates = { startedOn: day('2026-01-10'), readTo: day('2026-01-01'), lastOn: day('2026-01-10') };
  const next = { due: { number: 2, on: day('2026-02-10') }, runOn: day('2026-02-10') };
  const base = { id: asPlanId('plan'), goal: GOAL_ID, client: AIGERIM, createdAt: GOAL.createdAt };
  return {
    ...base,
    rule,
    consent,
    ...none,
    ...dates,
    ...next,
    status: 'active',
    floor: 50_00n,
    catchUp: false,
    ...changes,
  };
}

/** A goal of two, who have paid 100 and 200, in which nothing is wrong. */
export function audit(changes: Partial<GoalAudit> = {}): GoalAudit {
  return {
    now: at('2026-01-20T12:00:00+05:00'),
    isAtRest: true,
    goal: GOAL,
    members: [member(AIGERIM), member(BOLAT)],
    accounts: accounts(
      [{ kind: 'bank' }, 300_00n],
      [{ kind: 'principal', client: AIGERIM }, 100_00n],
      [{ kind: 'principal', client: BOLAT }, 200_00n],
    ),
    transfers: [],
    contributions: [contribution('c1', AIGERIM, 100_00n), contribution('c2', BOLAT, 200_00n)],
    ...{ payouts: [], plans: [], proposals: [], disputes: [], closing: undefined },
    events: [
      event(1, 'contribution.completed', { client: AIGERIM, data: { contribution: 'c1' } }),
      event(2, 'contribution.completed', { client: BOLAT, data: { contribution: 'c2' } }),
    ],
    entries: [
      entry('c1', 100_00n, { counterparty: 'main aigerim' }),
      entry('c2', 200_00n, { counterparty: 'main bolat' }),
    ],
    ownerOf: (account) => ({ kind: 'main', client: account.replace('main ', '') }),
    askedAt: () => at('2026-01-11T10:00:00+05:00'),
    skewMs: 3_600_000,
    ...changes,
  };
}

/** Aigerim's main account, from which a plan has taken 100 of 200. */
export function payer(changes: Partial<PayerAudit> = {}): PayerAudit {
  return {
    client: AIGERIM,
    account: 'main aigerim',
    entries: [entry(undefined, 200_00n, { kind: 'salary' }), entry('c1', -100_00n, { counterparty: 'SAVINGS' })],
    orderOf: (key) => (key === 'c1' ? paidOrder() : undefined),
    rules: { ...DEFAULT_RULES, minFloor: 0n },
    heldKeys: new Set(),
    ...changes,
  };
}

export function paidOrder(changes: Partial<PaidOrder> = {}): PaidOrder {
  const ordered = contribution('c1', AIGERIM, 100_00n);
  const members = [member(AIGERIM), member(BOLAT)];
  return { contribution: ordered, goal: GOAL, members, plan: plan(), hasChanged: false, ...changes };
}

export const goalIn = (changes: Partial<Goal>): Goal => ({ ...GOAL, ...changes });
