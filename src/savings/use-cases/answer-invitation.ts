import { type Actor, actorName, authorise } from '../../access/index.js';
import { DomainError, type InvitationId, invalidInput, NotFound } from '../../shared/index.js';
import { requireStatus, type Goal } from '../domain/goal.js';
import type { Client } from '../domain/client.js';
import { closeInvitation, type Invitation, isFor, isOpen } from '../domain/invitation.js';
import { isActiveMember, type Member } from '../domain/member.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { saveInvitation } from './invite-member.js';
import { loadActor, openGoal, requireGoal } from './load.js';
import type { Cause } from './tell.js';

/** An invitation is named by its id, by the one invited, or by its one-time token, by whoever was sent it. */
export type InvitationRef = {
  readonly actor: Actor;
  readonly invitation?: InvitationId | undefined;
  readonly token?: string | undefined;
};

export type AcceptInvitationCommand = InvitationRef & {
  /** Consent that the other members see this member's sums; without it they see totals only. */
  readonly shareAmounts?: boolean | undefined;
  readonly shareWithAdvisor?: boolean | undefined;
};

export type AnswerInvitationDeps = Pick<SavingsPorts, 'store' | 'clock' | 'digest'>;

/**
 * Takes the offered place: the client is a member from now on, with the consents given here.
 *
 * @throws access.denied not-found savings.invitation-used savings.invitation-expired savings.already-member
 *   savings.goal-not-active
 */
export class AcceptInvitation {
  readonly #deps: AnswerInvitationDeps;

  constructor(deps: AnswerInvitationDeps) {
    this.#deps = deps;
  }

  async execute(command: AcceptInvitationCommand): Promise<{ readonly goal: Goal; readonly member: Member }> {
    const { store, clock, digest } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const { invitation, client } = await openInvitation(tx, command, digest);
      const accepted = closeInvitation(invitation, 'accepted', now);
      const goal = await requireGoal(tx, invitation.goal);
      requireStatus(goal, 'active');
      const [earlier] = await tx.members.findMany([{ goal: goal.id, client: client.id }]);
      if (isActiveMember(earlier)) {
        throw new DomainError('savings.already-member', 'This client is already a member.', {
          details: { goal: goal.id },
        });
      }
      const member: Member = {
        goal: goal.id,
        client: client.id,
        role: goal.deputy === client.id ? 'deputy' : 'participant',
        status: 'active',
        shareAmounts: command.shareAmounts ?? false,
        shareWithAdvisor: command.shareWithAdvisor ?? false,
        joinedAt: now,
      };
      await tx.members.saveMany([member]);
      await saveInvitation(tx, { ...accepted, to: { client: client.id } }, 'invitation.accepted', {
        actor: actorName(command.actor),
        now,
      });
      await closeOthers(tx, accepted, client, { actor: 'system', now });
      return { goal, member };
    });
  }
}

/** Whoever has a place needs no other one: what else was offered to them in this goal is free for somebody else. */
async function closeOthers(tx: SavingsTx, { id, goal }: Invitation, client: Client, cause: Cause): Promise<void> {
  const others = (await tx.invitations.ofGoal(goal)).filter((other) => other.id !== id && isFor(other, client));
  for (const other of others.filter((invitation) => isOpen(invitation, cause.now))) {
    await saveInvitation(tx, closeInvitation(other, 'revoked', cause.now), 'invitation.revoked', cause);
  }
}

/**
 * Turns the offered place down; it is free for somebody else.
 *
 * @throws access.denied not-found savings.invitation-used savings.invitation-expired
 */
export class DeclineInvitation {
  readonly #deps: AnswerInvitationDeps;

  constructor(deps: AnswerInvitationDeps) {
    this.#deps = deps;
  }

  async execute(command: InvitationRef): Promise<Invitation> {
    const { store, clock, digest } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const { invitation } = await openInvitation(tx, command, digest);
      const declined = closeInvitation(invitation, 'declined', now);
      await saveInvitation(tx, declined, 'invitation.declined', { actor: actorName(command.actor), now });
      return declined;
    });
  }
}

/**
 * Takes an open invitation back; its token opens nothing any more.
 *
 * @throws access.denied not-found savings.invitation-used savings.invitation-expired
 */
export class RevokeInvitation {
  readonly #deps: AnswerInvitationDeps;

  constructor(deps: AnswerInvitationDeps) {
    this.#deps = deps;
  }

  async execute(command: { readonly actor: Actor; readonly invitation: InvitationId }): Promise<Invitation> {
    const { store, clock } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const invitation = await tx.invitations.find(command.invitation);
      if (invitation === undefined) throw new NotFound('invitation', command.invitation);
      await openGoal(tx, command.actor, 'invitations.revoke', invitation.goal, now);
      const revoked = closeInvitation(invitation, 'revoked', now);
      await saveInvitation(tx, revoked, 'invitation.revoked', { actor: actorName(command.actor), now });
      return revoked;
    });
  }
}

/**
 * The invitations of one goal that are still open, newest last; tokens are never shown again.
 *
 * @throws access.denied not-found
 */
export class ListInvitations {
  readonly #deps: Pick<SavingsPorts, 'store' | 'clock'>;

  constructor(deps: Pick<SavingsPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute(command: { readonly actor: Actor; readonly goal: Goal['id'] }): Promise<readonly Invitation[]> {
    return this.#deps.store.read(async (tx) => {
      const now = this.#deps.clock.now();
      await openGoal(tx, command.actor, 'goals.history', command.goal, now);
      return (await tx.invitations.ofGoal(command.goal)).filter((invitation) => isOpen(invitation, now));
    });
  }
}

async function openInvitation(
  tx: SavingsTx,
  { actor, invitation: id, token }: InvitationRef,
  digest: AnswerInvitationDeps['digest'],
): Promise<{ readonly invitation: Invitation; readonly client: Client }> {
  const client = await loadActor(tx, actor);
  if (client === undefined) throw new DomainError('access.denied', 'An invitation is answered by the one invited.');
  if ((id === undefined) === (token === undefined)) {
    throw invalidInput({ path: 'invitation', message: 'name either the invitation or its token' });
  }
  const invitation =
    token === undefined
      ? id && (await tx.invitations.find(id))
      : await tx.invitations.findByTokenHash(digest.sha256(token));
  if (!invitation) throw new NotFound('invitation', id ?? 'with this token');
  // A token sent to a phone opens the invitation for whoever holds the phone; one made for a client is theirs alone.
  const isInvited = isFor(invitation, client) || (token !== undefined && 'phone' in invitation.to);
  authorise(actor, 'invitations.answer', isInvited ? ['invited'] : []);
  return { invitation, client };
}
