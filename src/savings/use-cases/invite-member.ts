import { type Actor, actorName } from '../../access/index.js';
import {
  asInvitationId,
  type ClientId,
  type GoalId,
  type InvitationId,
  invalidInput,
  NotFound,
  parsePhone,
} from '../../shared/index.js';
import type { Client } from '../domain/client.js';
import { type Invitation, inviteMember, isOpen, requireInvitable, resendInvitation } from '../domain/invitation.js';
import { isActiveMember, type Member } from '../domain/member.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules, openGoal, requireClient } from './load.js';
import { type Cause, tell } from './tell.js';

export type InviteMemberCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  readonly client?: ClientId | undefined;
  readonly phone?: string | undefined;
};

/** An invitation with its one-time token: this is the only moment at which the token is known. */
export type SentInvitation = { readonly invitation: Invitation; readonly token: string };

export type InviteMemberDeps = Pick<SavingsPorts, 'store' | 'clock' | 'ids' | 'digest'>;

/**
 * Offers a place in a goal to a client or to the owner of a phone. Only the hash of the token is kept.
 *
 * @throws input.invalid access.denied not-found savings.goal-not-active savings.personal-goal savings.already-member
 *   savings.already-invited savings.member-limit
 */
export class InviteMember {
  readonly #deps: InviteMemberDeps;

  constructor(deps: InviteMemberDeps) {
    this.#deps = deps;
  }

  async execute(command: InviteMemberCommand): Promise<SentInvitation> {
    const { store, clock, ids, digest } = this.#deps;
    const to = addresseeOf(command);
    return store.transact(async (tx) => {
      const now = clock.now();
      const { goal, members } = await openGoal(tx, command.actor, 'goals.invite', command.goal, now);
      const earlier = await tx.invitations.ofGoal(goal.id);
      const invitee = await inviteeOf(tx, to, members, earlier);
      const rules = await currentRules(tx, now);
      const token = ids.secret();
      const context = { rules, now, id: asInvitationId(ids.next()), tokenHash: digest.sha256(token) };
      const invitation = inviteMember(goal, to, invitee, members, earlier, context);
      await saveInvitation(tx, invitation, 'invitation.sent', { actor: actorName(command.actor), now });
      return { invitation, token };
    });
  }
}

/**
 * Sends an invitation again with a new token and a new term; the token sent before is void.
 *
 * @throws access.denied not-found savings.invitation-used savings.member-limit savings.goal-not-active
 *   savings.already-member savings.already-invited
 */
export class ResendInvitation {
  readonly #deps: InviteMemberDeps;

  constructor(deps: InviteMemberDeps) {
    this.#deps = deps;
  }

  async execute(command: { readonly actor: Actor; readonly invitation: InvitationId }): Promise<SentInvitation> {
    const { store, clock, ids, digest } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const found = await tx.invitations.find(command.invitation);
      if (found === undefined) throw new NotFound('invitation', command.invitation);
      const { goal, members } = await openGoal(tx, command.actor, 'goals.invite', found.goal, now);
      const earlier = await tx.invitations.ofGoal(goal.id);
      const open = earlier.filter((invitation) => isOpen(invitation, now));
      const rules = await currentRules(tx, now);
      const token = ids.secret();
      const occupied = members.filter(isActiveMember).length + open.length;
      const invitation = resendInvitation(found, occupied, { rules, now, tokenHash: digest.sha256(token) });
      const others = earlier.filter(({ id }) => id !== found.id);
      requireInvitable(goal, found.to, await inviteeOf(tx, found.to, members, others), members, others, now);
      await saveInvitation(tx, invitation, 'invitation.resent', { actor: actorName(command.actor), now });
      return { invitation, token };
    });
  }
}

function addresseeOf({ client, phone }: InviteMemberCommand): Invitation['to'] {
  if (client !== undefined && phone === undefined) return { client };
  if (phone !== undefined && client === undefined) return { phone: parsePhone(phone) };
  throw invalidInput({ path: 'client', message: 'name either the client or the phone to invite' });
}

/** Who is meant, as far as that is known: of a phone, its owner among those who have a place here or are offered one. */
async function inviteeOf(
  tx: SavingsTx,
  to: Invitation['to'],
  members: readonly Member[],
  invitations: readonly Invitation[],
): Promise<Client | undefined> {
  if ('client' in to) return requireClient(tx, to.client);
  const invited = invitations.flatMap((invitation) => ('client' in invitation.to ? [invitation.to.client] : []));
  const ids = [...members.filter(isActiveMember).map((member) => member.client), ...invited];
  const clients = await tx.clients.findMany([...new Set(ids)]);
  return [...clients.values()].find(({ phone }) => phone === to.phone);
}

/** Stores an invitation with the event that tells what happened to it. */
export async function saveInvitation(
  tx: SavingsTx,
  invitation: Invitation,
  type: 'invitation.sent' | 'invitation.resent' | 'invitation.accepted' | 'invitation.declined' | 'invitation.revoked',
  cause: Cause,
): Promise<void> {
  await tx.invitations.save(invitation);
  const client = 'client' in invitation.to ? invitation.to.client : null;
  const data = { invitation: invitation.id };
  await tell(tx, { goal: invitation.goal, type, client, data }, cause);
}
