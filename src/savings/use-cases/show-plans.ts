import { type Action, type Actor, authorise, relationToSelf } from '../../access/index.js';
import { type ClientId, NotFound, type PlanId, pages } from '../../shared/index.js';
import type { Plan } from '../domain/plan.js';
import { type PlanView, viewPlan } from '../domain/plan-view.js';
import type { SavingsPorts } from '../ports/index.js';
import type { PlanFilter } from '../ports/plans.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { loadActor, requireGoal } from './load.js';

type Deps = Pick<SavingsPorts, 'store'>;

export type PlanRequest = { readonly actor: Actor; readonly plan: PlanId };

export type ListPlansCommand = PlanFilter & { readonly actor: Actor };

const PAGE = 500;

/**
 * Lists plans with their next three dates and sums: a client's own, or anybody's for staff.
 *
 * @throws access.denied
 */
export class ListPlans {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute({ actor, ...filter }: ListPlansCommand): Promise<readonly PlanView[]> {
    const client = filter.client ?? (actor.kind === 'client' ? actor.client : undefined);
    authorise(actor, 'plans.show', relationToSelf(actor, client));
    const found: PlanView[] = [];
    const load = (after: PlanId | null) =>
      this.#deps.store.read(async (tx) => {
        await loadActor(tx, actor);
        const plans = await tx.plans.page({ ...filter, client }, after, PAGE);
        const goals = await tx.goals.findMany([...new Set(plans.map(({ goal }) => goal))]);
        return plans.flatMap((plan) => {
          const goal = goals.get(plan.goal);
          return goal === undefined ? [] : [viewPlan(plan, goal)];
        });
      });
    for await (const page of pages(load, ({ id }) => id)) found.push(...page);
    return found;
  }
}

/**
 * Shows one plan.
 *
 * @throws access.denied not-found
 */
export class ShowPlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  execute({ actor, plan: id }: PlanRequest): Promise<PlanView> {
    return this.#deps.store.read(async (tx) => {
      const plan = await openPlan(tx, actor, 'plans.show', id);
      return viewPlan(plan, await requireGoal(tx, plan.goal));
    });
  }
}

/** @throws access.denied not-found */
export async function openPlan(tx: SavingsTx, actor: Actor, action: Action, id: PlanId): Promise<Plan> {
  await loadActor(tx, actor);
  const plan = (await tx.plans.findMany([id])).get(id);
  // Somebody else's plan looks like one that does not exist: that there is one is the client's own affair.
  const client: ClientId | undefined = plan?.client;
  if (actor.kind === 'client' && client !== actor.client) throw new NotFound('plan', id);
  authorise(actor, action, relationToSelf(actor, client));
  if (plan === undefined) throw new NotFound('plan', id);
  return plan;
}
