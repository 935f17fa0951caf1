import { type Action, type Actor, actingClient, actorName } from '../../access/index.js';
import { asDisputeId, DomainError, type DisputeId, type GoalId, NotFound } from '../../shared/index.js';
import {
  answerDispute,
  type Dispute,
  isFrozenBy,
  openDispute,
  resolveDispute,
  withdrawDispute,
} from '../domain/dispute.js';
import type { EventType } from '../domain/event.js';
import { requireStatus } from '../domain/goal.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { openGoal, requireGoal } from './load.js';
import { claimOf, isEmptyClaim, loadBooks, type OutflowPorts } from './payouts.js';
import { tell } from './tell.js';

type DisputeDeps = Pick<OutflowPorts, 'store' | 'clock' | 'ids'>;

/**
 * A member objects: everything that flows out of this goal, and only of this goal, stops at once. Contributions go on.
 *
 * @throws access.denied not-found input.invalid savings.goal-not-active savings.not-a-member
 */
export class OpenDispute {
  readonly #deps: DisputeDeps;

  constructor(deps: DisputeDeps) {
    this.#deps = deps;
  }

  async execute(command: { readonly actor: Actor; readonly goal: GoalId; readonly text: string }): Promise<Dispute> {
    const { actor, goal: id, text } = command;
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const { goal, members } = await openGoal(tx, actor, 'disputes.open', id, now);
      requireStatus(goal, 'active', 'reached', 'expired', 'cancelling');
      const openedBy = actingClient(actor, 'A dispute is opened by a member.');
      const member = members.find(({ client }) => client === openedBy);
      // Who has left and has everything back could only hold up the others.
      if (member?.status === 'left' && isEmptyClaim(claimOf(await loadBooks(tx, id), openedBy))) {
        throw new DomainError('savings.not-a-member', 'You have left this goal with everything that was yours.', {
          details: { goal: id, client: openedBy },
        });
      }
      const dispute = openDispute({ goal: id, openedBy, text }, { id: asDisputeId(this.#deps.ids.next()), now });
      await saveDispute(tx, dispute, 'dispute.opened', actor, now);
      return dispute;
    });
  }
}

type DisputeCommand = { readonly actor: Actor; readonly dispute: DisputeId };

/**
 * Answers a dispute, by another member or by staff; its clock of 5 working days stops.
 *
 * @throws access.denied not-found input.invalid disputes.not-open
 */
export class AnswerDispute {
  readonly #deps: DisputeDeps;

  constructor(deps: DisputeDeps) {
    this.#deps = deps;
  }

  async execute({ actor, dispute, text }: DisputeCommand & { readonly text: string }): Promise<Dispute> {
    return change(this.#deps, { actor, dispute }, 'disputes.answer', 'dispute.answered', (found, now) =>
      answerDispute(found, text, actorName(actor), now),
    );
  }
}

/**
 * Ends a dispute by a decision with its reasons; what it had stopped flows again when no other dispute is open.
 *
 * @throws access.denied not-found input.invalid disputes.not-open
 */
export class ResolveDispute {
  readonly #deps: DisputeDeps;

  constructor(deps: DisputeDeps) {
    this.#deps = deps;
  }

  async execute(command: DisputeCommand & { readonly decision: string; readonly reasons: string }): Promise<Dispute> {
    const { actor, decision, reasons } = command;
    return change(this.#deps, command, 'disputes.resolve', 'dispute.resolved', (found, now) =>
      resolveDispute(found, { decision, reasons, by: actorName(actor) }, now),
    );
  }
}

/**
 * Takes a dispute back, by the member who opened it.
 *
 * @throws access.denied not-found disputes.not-open
 */
export class WithdrawDispute {
  readonly #deps: DisputeDeps;

  constructor(deps: DisputeDeps) {
    this.#deps = deps;
  }

  async execute(command: DisputeCommand): Promise<Dispute> {
    const { actor } = command;
    return change(this.#deps, command, 'disputes.open', 'dispute.withdrawn', (found, now) =>
      withdrawDispute(found, actingClient(actor, 'A dispute is taken back by its opener.'), now),
    );
  }
}

/**
 * Lists the disputes of a goal, oldest first.
 *
 * @throws access.denied not-found
 */
export class ListDisputes {
  readonly #deps: Pick<DisputeDeps, 'store' | 'clock'>;

  constructor(deps: Pick<DisputeDeps, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, goal }: { readonly actor: Actor; readonly goal: GoalId }): Promise<readonly Dispute[]> {
    return this.#deps.store.read(async (tx) => {
      await openGoal(tx, actor, 'goals.history', goal, this.#deps.clock.now());
      return tx.disputes.ofGoal(goal);
    });
  }
}

async function change(
  { store, clock }: DisputeDeps,
  { actor, dispute: id }: DisputeCommand,
  action: Action,
  type: EventType,
  decide: (found: Dispute, now: Date) => Dispute,
): Promise<Dispute> {
  return store.transact(async (tx) => {
    const now = clock.now();
    const found = await tx.disputes.find(id);
    if (found === undefined) throw new NotFound('dispute', id);
    await openGoal(tx, actor, action, found.goal, now);
    const changed = decide(found, now);
    await saveDispute(tx, changed, type, actor, now);
    return changed;
  });
}

/** The goal is frozen exactly while one of its disputes is not over. */
async function saveDispute(tx: OutflowTx, dispute: Dispute, type: EventType, actor: Actor, now: Date): Promise<void> {
  await tx.disputes.save(dispute);
  const goal = await requireGoal(tx, dispute.goal);
  const frozen = isFrozenBy(await tx.disputes.ofGoal(goal.id));
  if (frozen !== goal.frozen) await tx.goals.saveMany([{ ...goal, frozen }]);
  const data = { dispute: dispute.id, status: dispute.status };
  await tell(tx, { goal: goal.id, type, data }, { actor: actorName(actor), now });
}
