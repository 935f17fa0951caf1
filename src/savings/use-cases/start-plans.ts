import { type Actor, actorName, authorise, relationToSelf } from '../../access/index.js';
import {
  asPlanId,
  type ClientId,
  DomainError,
  type GoalId,
  invalidInput,
  type PlanId,
  pages,
} from '../../shared/index.js';
import { requireActive } from '../domain/client.js';
import { requireMember } from '../domain/member.js';
import type { Plan, PlanConsent } from '../domain/plan.js';
import { type StartPlanTerms, startPlan } from '../domain/start-plan.js';
import { planEvent } from '../domain/plan-events.js';
import { type PlanView, viewPlan } from '../domain/plan-view.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules, requireClient, requireGoal } from './load.js';
import type { RefusedLine } from './register-clients.js';

type Deps = Pick<SavingsPorts, 'store' | 'clock' | 'ids'>;

export type StartPlanCommand = StartPlanTerms & {
  readonly actor: Actor;
  readonly goal: GoalId;
  /** That the client has seen the terms and agrees to them. */
  readonly consent: boolean;
};

/**
 * A client orders a plan: that money moves by itself from their main account to one goal. The consent is recorded with
 * who gave it and when.
 *
 * @throws input.invalid access.denied not-found savings.not-a-member savings.goal-not-active
 *   savings.transfer-too-small savings.below-min-contribution plans.already-running plans.limit
 */
export class StartPlan {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute({ actor, goal, consent, ...terms }: StartPlanCommand): Promise<PlanView> {
    const client = actor.kind === 'client' ? actor.client : undefined;
    authorise(actor, 'plans.start', relationToSelf(actor, client));
    if (client === undefined) throw new DomainError('access.denied', 'A plan is ordered by its client.');
    requireConsent(consent);
    return this.#deps.store.transact(async (tx) => {
      const givenAt = this.#deps.clock.now();
      const order = { goal, client, terms, consent: { givenAt, givenBy: actorName(actor), reference: null } };
      return start(tx, this.#deps, actor, order);
    });
  }
}

/** One line of a file of plans, with the paper on which the client agreed. */
export type PlanLine = {
  readonly line: number;
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly terms: StartPlanTerms;
  readonly consentReference: string;
};

export type ImportPlansCommand = {
  readonly actor: Actor;
  readonly lines: readonly PlanLine[];
  readonly onProgress?: ((done: number, refused: number) => void) | undefined;
};

/** `known`: plans that run already or have ended since, as when a file is imported again. */
export type PlanImportReport = {
  readonly imported: number;
  readonly known: number;
  readonly refused: readonly RefusedLine[];
};

/** Plans whose start shares a transaction, and that are read at once. */
const PAGE = 500;

/**
 * Takes over plans that clients have agreed to on paper or in another channel. A bad line is reported with its number
 * and does not disturb the others; importing a file again starts nothing twice.
 *
 * @throws access.denied
 */
export class ImportPlans {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute({ actor, lines, onProgress }: ImportPlansCommand): Promise<PlanImportReport> {
    authorise(actor, 'plans.import');
    const refused: RefusedLine[] = [];
    let known = 0;
    for (let from = 0; from < lines.length; from += PAGE) {
      const page = lines.slice(from, from + PAGE);
      const errors = await this.#startPage(actor, page);
      for (const { line, error } of errors) {
        if (error.code === 'plans.already-running') known += 1;
        else refused.push({ line, error });
      }
      onProgress?.(from + page.length, refused.length);
    }
    return { imported: lines.length - known - refused.length, known, refused };
  }

  async #startPage(actor: Actor, page: readonly PlanLine[]): Promise<readonly RefusedLine[]> {
    return this.#deps.store.transact(async (tx) => {
      const errors: RefusedLine[] = [];
      const givenAt = this.#deps.clock.now();
      for (const { line, goal, client, terms, consentReference } of page) {
        const consent = { givenAt, givenBy: actorName(actor), reference: consentReference };
        try {
          await start(tx, this.#deps, actor, { goal, client, terms, consent });
        } catch (error) {
          if (!(error instanceof DomainError) || error.code === 'store.unavailable') throw error;
          errors.push({ line, error });
        }
      }
      return errors;
    });
  }
}

/** @throws input.invalid */
export function requireConsent(consent: boolean): void {
  if (consent) return;
  throw invalidInput({ path: 'consent', message: 'the client has to agree to the plan' });
}

type StartOrder = {
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly terms: StartPlanTerms;
  readonly consent: PlanConsent;
};

/** Decides first and writes last, so that a refused line of many leaves nothing behind. */
async function start(tx: SavingsTx, { clock, ids }: Deps, actor: Actor, order: StartOrder): Promise<PlanView> {
  const now = clock.now();
  const client = await requireClient(tx, order.client);
  requireActive(client);
  const goal = await requireGoal(tx, order.goal);
  const [member] = await tx.members.findMany([{ goal: goal.id, client: client.id }]);
  requireMember(goal, client.id, member);
  const rules = await currentRules(tx, now);
  const others = await plansOf(tx, goal.id, client.id);
  const { terms, consent } = order;
  const state = { id: asPlanId(ids.next()), goal, client: client.id, consent, others, rules, now };
  const plan = startPlan(terms, state);
  await tx.plans.insertMany([plan]);
  await tx.events.append([
    planEvent(
      plan,
      'plan.started',
      { actor: actorName(actor), now, rulesVersion: rules.version },
      { kind: plan.rule.kind },
    ),
  ]);
  return viewPlan(plan, goal);
}

/** A client's plans in one goal, those that have ended included. */
export async function plansOf(tx: SavingsTx, goal: GoalId, client: ClientId): Promise<readonly Plan[]> {
  const found: Plan[] = [];
  const load = (after: PlanId | null) => tx.plans.page({ goal, client }, after, PAGE);
  for await (const page of pages(load, ({ id }) => id)) found.push(...page);
  return found;
}
