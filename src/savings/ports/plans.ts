import type { CivilDate, ClientId, GoalId, PlanId } from '../../shared/index.js';
import type { Plan, PlanStatus } from '../domain/plan.js';

export type PlanFilter = {
  readonly goal?: GoalId | undefined;
  readonly client?: ClientId | undefined;
  readonly status?: PlanStatus | undefined;
};

/** Which plans are due: those whose day has come, or those whose money was not there, before their day comes again. */
export type DuePlans = { readonly on: CivilDate; readonly isPostponed: boolean };

/** Where a walk over due plans stands. */
export type DueCursor = Pick<Plan, 'id' | 'runOn'>;

export type PlanRepository = {
  /** Loads the plans, locked until the transaction ends. */
  findMany(ids: readonly PlanId[]): Promise<ReadonlyMap<PlanId, Plan>>;
  insertMany(plans: readonly Plan[]): Promise<void>;
  saveMany(plans: readonly Plan[]): Promise<void>;
  /** Writes where the plans stand and not their terms: what a run changes of each of them twice. */
  saveProgress(plans: readonly Plan[]): Promise<void>;
  /** Plans in the order of their ids, which is the order they were made in. */
  page(filter: PlanFilter, after: PlanId | null, limit: number): Promise<readonly Plan[]>;
  /** Active plans that are due and not on their way, by the day they run on and then by id; not locked. */
  due(wanted: DuePlans, after: DueCursor | null, limit: number): Promise<readonly Plan[]>;
  countDue(wanted: DuePlans): Promise<number>;
};
