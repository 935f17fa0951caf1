import { type Actor, actingClient, actorName } from '../../access/index.js';
import { accountIn, BANK, incomingOf, UNALLOCATED } from '../../ledger/index.js';
import { DomainError, formatTenge, type GoalId, invariant } from '../../shared/index.js';
import { collectedIn } from '../domain/contribution.js';
import { changeGoal, type Goal, type GoalChanges } from '../domain/goal.js';
import { isActiveMember, type Member, requireMember } from '../domain/member.js';
import type { SavingsPorts } from '../ports/index.js';
import { currentRules, openGoal } from './load.js';
import { tell } from './tell.js';

export type EditGoalCommand = GoalChanges & { readonly actor: Actor; readonly goal: GoalId };

/**
 * Changes a goal's terms by its organiser, as long as nobody else is in it: others decide by a proposal.
 *
 * @throws input.invalid access.denied not-found savings.goal-not-alone savings.goal-not-active
 *   savings.target-too-small
 */
export class EditGoal {
  readonly #deps: Pick<SavingsPorts, 'store' | 'clock'>;

  constructor(deps: Pick<SavingsPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id, ...changes }: EditGoalCommand): Promise<Goal> {
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const { goal, members } = await openGoal(tx, actor, 'goals.edit', id, now);
      if (members.filter(isActiveMember).length > 1) {
        throw new DomainError('savings.goal-not-alone', 'The other members have to agree.', { details: { goal: id } });
      }
      const books = (await tx.books.load([{ goal: id, accounts: [BANK, UNALLOCATED] }])).get(id);
      invariant(books !== undefined, 'every goal has books');
      const saved = collectedIn(books) + incomingOf(accountIn(books, BANK));
      const rules = await currentRules(tx, now);
      const changed = changeGoal(goal, changes, saved, rules, now);
      await tx.goals.saveMany([changed]);
      const { title, target, deadline, minContribution } = changed;
      const data = {
        title,
        target: formatTenge(target),
        deadline,
        minContribution: minContribution === null ? null : formatTenge(minContribution),
      };
      await tell(tx, { goal: id, type: 'goal.edited', data }, { actor: actorName(actor), now });
      return changed;
    });
  }
}

export type SetConsentCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  readonly shareAmounts?: boolean | undefined;
  readonly shareWithAdvisor?: boolean | undefined;
};

/**
 * Gives or takes back a member's consent to show their sums to the other members or to the bank's advisor.
 *
 * @throws access.denied not-found savings.not-a-member
 */
export class SetConsent {
  readonly #deps: Pick<SavingsPorts, 'store' | 'clock'>;

  constructor(deps: Pick<SavingsPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id, ...consent }: SetConsentCommand): Promise<Member> {
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const { goal, members } = await openGoal(tx, actor, 'goals.consent', id, now);
      const client = actingClient(actor, 'Only the member decides what is shown of them.');
      const member = requireMember(
        goal,
        client,
        members.find((candidate) => candidate.client === client),
      );
      const changed: Member = {
        ...member,
        shareAmounts: consent.shareAmounts ?? member.shareAmounts,
        shareWithAdvisor: consent.shareWithAdvisor ?? member.shareWithAdvisor,
      };
      await tx.members.saveMany([changed]);
      const { shareAmounts, shareWithAdvisor } = changed;
      const data = { shareAmounts, shareWithAdvisor };
      await tell(tx, { goal: id, type: 'member.consented', client, data }, { actor: actorName(actor), now });
      return changed;
    });
  }
}
