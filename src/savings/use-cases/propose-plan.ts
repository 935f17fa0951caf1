import { type Actor, authorise } from '../../access/index.js';
import { civilDateOf } from '../../shared/index.js';
import { comparePlans, type PlanChanges, type WhatIf } from '../domain/plan-comparison.js';
import { type PlanProposal, proposePlan } from '../domain/plan-proposal.js';
import type { PlanWish } from '../domain/plan-wish.js';
import type { SavingsPorts } from '../ports/index.js';
import { currentRules } from './load.js';

export type ProposePlanCommand = PlanWish & {
  readonly actor: Actor;
  /** Plans to be compared with this one, each told by what differs. */
  readonly whatIf?: readonly PlanChanges[] | undefined;
};

/** A proposal, the plans beside it, and the version of the rules that bounds them. */
export type ProposedPlan = PlanProposal & { readonly rulesVersion: number; readonly whatIf: readonly WhatIf[] };

/**
 * Computes a plan of regular saving under the rules of today: the amount for a term or the term for an amount. Nothing
 * is stored and no money moves.
 *
 * @throws access.denied input.invalid
 */
export class ProposePlan {
  readonly #deps: Pick<SavingsPorts, 'store' | 'clock'>;

  constructor(deps: Pick<SavingsPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, whatIf = [], ...wish }: ProposePlanCommand): Promise<ProposedPlan> {
    authorise(actor, 'plans.propose');
    const now = this.#deps.clock.now();
    const rules = await this.#deps.store.read((tx) => currentRules(tx, now));
    const today = civilDateOf(now);
    return {
      ...proposePlan(wish, rules, today),
      rulesVersion: rules.version,
      whatIf: comparePlans(wish, whatIf, rules, today),
    };
  }
}
