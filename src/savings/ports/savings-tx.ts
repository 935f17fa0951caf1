import type { LedgerTx } from '../../ledger/index.js';
import type { CivilDate, ClientId, ContributionId, GoalId, InvitationId, JobQueue, Money } from '../../shared/index.js';
import type { Client } from '../domain/client.js';
import type { Contribution, ContributionStatus } from '../domain/contribution.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Goal, GoalStatus } from '../domain/goal.js';
import type { Invitation } from '../domain/invitation.js';
import type { Member } from '../domain/member.js';
import type { RuleChange } from '../domain/rules.js';
import type { PlanRepository } from './plans.js';
import type { SharedRunRepository } from './shared-runs.js';

export type ClientRepository = {
  findMany(ids: readonly ClientId[]): Promise<ReadonlyMap<ClientId, Client>>;
  insertMany(clients: readonly Client[]): Promise<void>;
  save(client: Client): Promise<void>;
  page(after: ClientId | null, limit: number): Promise<readonly Client[]>;
  /** Each client's principal over all goals in tiyn, what is pending included; 0 for one that is not known. */
  totals(ids: readonly ClientId[]): Promise<ReadonlyMap<ClientId, Money>>;
};

export type GoalFilter = { readonly client?: ClientId | undefined; readonly status?: GoalStatus | undefined };

export type GoalRepository = {
  /** Loads the goals, locked until the transaction ends. */
  findMany(ids: readonly GoalId[]): Promise<ReadonlyMap<GoalId, Goal>>;
  /** Goals by the number of their savings account. */
  findByAccounts(accounts: readonly string[]): Promise<ReadonlyMap<string, Goal>>;
  insert(goal: Goal): Promise<void>;
  saveMany(goals: readonly Goal[]): Promise<void>;
  /**
   * Goals in the order they were made; with a client, those in which the client has a place: as long as they are not
   * out of it, and afterwards when it is closed and they had left by then, not been removed.
   */
  page(filter: GoalFilter, after: GoalId | null, limit: number): Promise<readonly Goal[]>;
  /**
   * Goals in which the passing of time may have made something due, in the order they were made: those that are being
   * closed; active ones past their deadline; those that expired or were met long enough ago; frozen ones; those whose
   * organiser cannot act or has left, and those that have money for somebody who has left. In no other goal is anything
   * due, so that the daily work costs as much as there is to do.
   */
  awaiting(moment: GoalMoment, after: GoalId | null, limit: number): Promise<readonly GoalId[]>;
};

/** The day on which it is asked what is due, and since when an expired and a met goal must have been so to be looked at. */
export type GoalMoment = { readonly today: CivilDate; readonly expiredBefore: Date; readonly metBefore: Date };

export type MemberKey = { readonly goal: GoalId; readonly client: ClientId };

export type MemberRepository = {
  ofGoals(goals: readonly GoalId[]): Promise<readonly Member[]>;
  findMany(keys: readonly MemberKey[]): Promise<readonly Member[]>;
  saveMany(members: readonly Member[]): Promise<void>;
};

export type InvitationRepository = {
  find(id: InvitationId): Promise<Invitation | undefined>;
  findByTokenHash(tokenHash: string): Promise<Invitation | undefined>;
  ofGoal(goal: GoalId): Promise<readonly Invitation[]>;
  /** Inserts, or replaces the one with the same id. */
  save(invitation: Invitation): Promise<void>;
};

export type ContributionKey = { readonly client: ClientId; readonly key: string };
export type ContributionFilter = {
  readonly status?: ContributionStatus | undefined;
  readonly goal?: GoalId | undefined;
};

export type ContributionRepository = {
  findByKeys(keys: readonly ContributionKey[]): Promise<readonly Contribution[]>;
  findMany(ids: readonly ContributionId[]): Promise<ReadonlyMap<ContributionId, Contribution>>;
  insertMany(contributions: readonly Contribution[]): Promise<void>;
  /** Stores the new status and reason; nothing else of a contribution ever changes. */
  resolveMany(contributions: readonly Contribution[]): Promise<void>;
  /** Contributions in the order of their ids, which is the order they were made in. */
  page(filter: ContributionFilter, after: ContributionId | null, limit: number): Promise<readonly Contribution[]>;
};

/** An event as it is kept: with its place in the order of all events. */
export type StoredEvent = SavingsEvent & { readonly position: number };

export type EventRepository = {
  append(events: readonly SavingsEvent[]): Promise<void>;
  ofGoal(goal: GoalId, after: number, limit: number): Promise<readonly StoredEvent[]>;
};

export type RuleRepository = {
  changes(): Promise<readonly RuleChange[]>;
  append(change: RuleChange): Promise<void>;
};

export type GroupTotals = {
  readonly kind: string;
  readonly status: string;
  readonly goals: number;
  /** Those who have a place in one of the goals; of a closed one, those who were in it and not removed. */
  readonly clients: number;
  readonly target: Money;
  readonly collected: Money;
};

export type StatisticsRepository = {
  byKindAndStatus(): Promise<readonly GroupTotals[]>;
  /** How many contributions were begun since then, by what has become of them. */
  contributionsSince(from: Date): Promise<Readonly<Record<ContributionStatus, number>>>;
};

/** What savings need of a transaction. */
export type SavingsTx = LedgerTx & {
  readonly clients: ClientRepository;
  readonly goals: GoalRepository;
  readonly members: MemberRepository;
  readonly invitations: InvitationRepository;
  readonly contributions: ContributionRepository;
  readonly events: EventRepository;
  readonly rules: RuleRepository;
  readonly statistics: StatisticsRepository;
  readonly plans: PlanRepository;
  /** Runs that workers share, and their queue; null where no workers share the database. */
  readonly sharedRuns: SharedRunRepository | null;
  readonly jobs: JobQueue | null;
};
