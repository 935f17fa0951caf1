import type { CivilDate, DisputeId, GoalId, Money, ProposalId, RateBps } from '../../shared/index.js';
import type { Closing } from '../domain/closing.js';
import type { Dispute } from '../domain/dispute.js';
import type { InterestMark } from '../domain/interest-history.js';
import type { Payout, PayoutId, PayoutStatus } from '../domain/payout-order.js';
import type { Proposal } from '../domain/proposal.js';
import type { Dispatch, ExportId, TransferExport } from '../domain/transfer-export.js';
import type { SavingsTx } from './savings-tx.js';

export type PayoutFilter = {
  readonly status?: PayoutStatus | undefined;
  readonly goal?: GoalId | undefined;
  readonly account?: string | undefined;
};

export type PayoutRepository = {
  find(id: PayoutId): Promise<Payout | undefined>;
  findMany(ids: readonly PayoutId[]): Promise<ReadonlyMap<PayoutId, Payout>>;
  /** The payouts whose last bank transfer has one of these keys. */
  findByBankKeys(keys: readonly string[]): Promise<readonly Payout[]>;
  /** Payouts in the order of their ids, which is the order they were made in. */
  page(filter: PayoutFilter, after: PayoutId | null, limit: number): Promise<readonly Payout[]>;
  /** Inserts, or replaces those with the same ids. */
  saveMany(payouts: readonly Payout[]): Promise<void>;
};

export type ClosingRepository = {
  find(goal: GoalId): Promise<Closing | undefined>;
  save(closing: Closing): Promise<void>;
};

/** How far a goal's interest was booked and shared out. */
export type InterestState = InterestMark & { readonly goal: GoalId };

/** One posting: what was due, what the bank credited, and for which month. */
export type InterestPosting = {
  readonly goal: GoalId;
  readonly on: CivilDate;
  readonly due: Money;
  readonly correction: Money;
  readonly credited: Money;
  /** The bank's references of the entries that were booked. */
  readonly references: readonly string[];
  readonly postedAt: Date;
};

/** A goal, and the day from which on its postings are asked for. */
export type PostingMark = { readonly goal: GoalId; readonly from: CivilDate };

/** A rate that holds for a goal's account from a day on, other than the one it was opened with. */
export type GoalRate = { readonly goal: GoalId; readonly from: CivilDate; readonly rateBps: RateBps };

export type InterestRepository = {
  states(goals: readonly GoalId[]): Promise<ReadonlyMap<GoalId, InterestState>>;
  /** All postings of each goal, in the order of their days. */
  postings(goals: readonly GoalId[]): Promise<ReadonlyMap<GoalId, readonly InterestPosting[]>>;
  /** The bank's references that postings of a day or later have booked; a goal without such postings is absent. */
  bookedReferences(marks: readonly PostingMark[]): Promise<ReadonlyMap<GoalId, ReadonlySet<string>>>;
  rates(goals: readonly GoalId[]): Promise<readonly GoalRate[]>;
  saveRate(rate: GoalRate): Promise<void>;
  save(states: readonly InterestState[], postings: readonly InterestPosting[]): Promise<void>;
};

export type ProposalRepository = {
  find(id: ProposalId): Promise<Proposal | undefined>;
  ofGoal(goal: GoalId): Promise<readonly Proposal[]>;
  /** Open proposals whose time is up, and passed ones that are still to be carried out. */
  due(now: Date, limit: number): Promise<readonly Proposal[]>;
  save(proposal: Proposal): Promise<void>;
};

export type DisputeRepository = {
  find(id: DisputeId): Promise<Dispute | undefined>;
  ofGoal(goal: GoalId): Promise<readonly Dispute[]>;
  save(dispute: Dispute): Promise<void>;
};

/** Payment files, and by which way transfers were given to the bank. Keys are those of bank transfers. */
export type ExportRepository = {
  /** Locked until the transaction ends. */
  find(id: ExportId): Promise<TransferExport | undefined>;
  /** The first export of this day whose file is not known to be written. */
  unfinished(date: CivilDate): Promise<TransferExport | undefined>;
  /** Inserts, or replaces status, count and total of the one with the same id. */
  save(transferExport: TransferExport): Promise<void>;
  dispatches(keys: readonly string[]): Promise<ReadonlyMap<string, Dispatch>>;
  /** The keys of an export in their order. */
  keysOf(id: ExportId, after: string | null, limit: number): Promise<readonly string[]>;
  /** Inserts, or replaces one that was by a call; one that is in a file stays there. */
  dispatch(dispatches: readonly Dispatch[]): Promise<void>;
};

/** What taking money out, interest and deciding together need of a transaction, beside the books. */
export type OutflowTx = SavingsTx & {
  readonly payouts: PayoutRepository;
  readonly closings: ClosingRepository;
  readonly interest: InterestRepository;
  readonly proposals: ProposalRepository;
  readonly disputes: DisputeRepository;
  readonly exports: ExportRepository;
};
