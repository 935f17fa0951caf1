import { type Actor, actingClient, authorise } from '../../access/index.js';
import { asGoalId, formatTenge } from '../../shared/index.js';
import { type CreateGoalTerms, createGoal, type Goal } from '../domain/goal.js';
import type { SavingsPorts } from '../ports/index.js';
import { currentRules, loadActor, requireClient } from './load.js';

export type CreateGoalCommand = Omit<CreateGoalTerms, 'organiser'> & {
  readonly actor: Actor;
  readonly shareAmounts?: boolean | undefined;
  readonly shareWithAdvisor?: boolean | undefined;
};

export type CreateGoalDeps = Pick<SavingsPorts, 'store' | 'bank' | 'clock' | 'ids'>;

/**
 * Opens a goal with its own savings account at the bank; the one who opens it is its organiser and first member.
 * The account is opened first, keyed by the goal's id: a crash in between leaves an empty account and no goal.
 *
 * @throws input.invalid savings.target-too-small access.denied bank.unavailable
 */
export class CreateGoal {
  readonly #deps: CreateGoalDeps;

  constructor(deps: CreateGoalDeps) {
    this.#deps = deps;
  }

  async execute({ actor, shareAmounts, shareWithAdvisor, ...terms }: CreateGoalCommand): Promise<Goal> {
    const { store, bank, clock, ids } = this.#deps;
    authorise(actor, 'goals.create');
    const organiser = actingClient(actor, 'A goal is opened by a client.');
    const now = clock.now();
    const { draft, rules } = await store.read(async (tx) => {
      await loadActor(tx, actor);
      if (terms.deputy !== undefined) await requireClient(tx, terms.deputy);
      const rules = await currentRules(tx, now);
      return { draft: createGoal({ ...terms, organiser }, rules, now, asGoalId(ids.next())), rules };
    });
    const { account } = await bank.openSavingsAccount({ key: draft.id, client: organiser, product: draft.product });
    const goal: Goal = { ...draft, account };
    await store.transact(async (tx) => {
      await tx.goals.insert(goal);
      await tx.members.saveMany([
        {
          goal: goal.id,
          client: organiser,
          role: 'organiser',
          status: 'active',
          shareAmounts: shareAmounts ?? false,
          shareWithAdvisor: shareWithAdvisor ?? false,
          joinedAt: now,
        },
      ]);
      await tx.events.append([
        {
          goal: goal.id,
          type: 'goal.created',
          at: now,
          actor: `client:${organiser}`,
          client: null,
          rulesVersion: rules.version,
          data: { title: goal.title, target: formatTenge(goal.target), deadline: goal.deadline, kind: goal.kind },
        },
      ]);
    });
    return goal;
  }
}
