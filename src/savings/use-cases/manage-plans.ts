import { type Action, actorName } from '../../access/index.js';
import { civilDateOf } from '../../shared/index.js';
import type { EventType } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import { changePlan, type ChangePlanTerms } from '../domain/change-plan.js';
import { type Plan, pausePlan, resumePlan, stopPlan } from '../domain/plan.js';
import { planEvent } from '../domain/plan-events.js';
import { type PlanView, viewPlan } from '../domain/plan-view.js';
import type { Rules } from '../domain/rules.js';
import type { SavingsPorts } from '../ports/index.js';
import { currentRules, requireGoal } from './load.js';
import { openPlan, type PlanRequest } from './show-plans.js';
import { plansOf, requireConsent } from './start-plans.js';

type Deps = Pick<SavingsPorts, 'store' | 'clock'>;

/**
 * Holds a plan still until it is resumed; what is on its way arrives.
 *
 * @throws access.denied not-found plans.not-running
 */
export class PausePlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  execute(request: PlanRequest): Promise<PlanView> {
    return alter(this.#deps, request, { action: 'plans.pause', event: 'plan.paused', decide: pausePlan });
  }
}

/**
 * Lets a paused plan go on with its next date; the dates that passed are not caught up.
 *
 * @throws access.denied not-found plans.not-running savings.goal-not-active
 */
export class ResumePlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  execute(request: PlanRequest): Promise<PlanView> {
    return alter(this.#deps, request, {
      action: 'plans.change',
      event: 'plan.resumed',
      decide: (plan, { goal, now }) => resumePlan(plan, goal, civilDateOf(now)),
    });
  }
}

/**
 * Ends a plan; what is on its way arrives.
 *
 * @throws access.denied not-found plans.not-running
 */
export class StopPlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  execute(request: PlanRequest): Promise<PlanView> {
    return alter(this.#deps, request, { action: 'plans.pause', event: 'plan.stopped', decide: stopPlan });
  }
}

export type ChangePlanCommand = PlanRequest & ChangePlanTerms & { readonly consent: boolean };

/**
 * Changes a plan's terms, to which the client agrees anew; what is not named stays. Who names the kind says the whole
 * rule anew.
 *
 * @throws input.invalid access.denied not-found plans.not-running plans.already-running savings.transfer-too-small
 *   savings.below-min-contribution savings.contribution-pending
 */
export class ChangePlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  execute({ actor, plan: id, consent, ...terms }: ChangePlanCommand): Promise<PlanView> {
    requireConsent(consent);
    return alter(
      this.#deps,
      { actor, plan: id },
      {
        action: 'plans.change',
        event: 'plan.changed',
        decide: (plan, state) =>
          changePlan(plan, terms, {
            ...state,
            consent: { givenAt: state.now, givenBy: actorName(actor), reference: null },
          }),
      },
    );
  }
}

type PlanState = {
  readonly goal: Goal;
  readonly others: readonly Plan[];
  readonly rules: Rules;
  readonly now: Date;
};

type Alteration = {
  readonly action: Action;
  readonly event: EventType;
  readonly decide: (plan: Plan, state: PlanState) => Plan;
};

/** What every change of a plan is: loaded, allowed, decided, kept and told. */
async function alter(deps: Deps, { actor, plan: id }: PlanRequest, alteration: Alteration): Promise<PlanView> {
  return deps.store.transact(async (tx) => {
    const now = deps.clock.now();
    const plan = await openPlan(tx, actor, alteration.action, id);
    const goal = await requireGoal(tx, plan.goal);
    const rules = await currentRules(tx, now);
    const others = (await plansOf(tx, goal.id, plan.client)).filter((other) => other.id !== id);
    const altered = alteration.decide(plan, { goal, others, rules, now });
    await tx.plans.saveMany([altered]);
    const cause = { actor: actorName(actor), now, rulesVersion: rules.version };
    await tx.events.append([planEvent(altered, alteration.event, cause)]);
    return viewPlan(altered, goal);
  });
}
