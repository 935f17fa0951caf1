import { type Actor, type Action, authorise } from '../../access/index.js';
import { type ClientId, civilDateOf, type GoalId, NotFound } from '../../shared/index.js';
import { type Client, requireActive } from '../domain/client.js';
import type { Goal } from '../domain/goal.js';
import { isFor, isOpen } from '../domain/invitation.js';
import { type Member, relationsOf } from '../domain/member.js';
import { type Rules, rulesOn } from '../domain/rules.js';
import type { SavingsTx } from '../ports/savings-tx.js';

/**
 * @throws not-found
 */
export async function requireGoal(tx: SavingsTx, id: GoalId): Promise<Goal> {
  const goal = (await tx.goals.findMany([id])).get(id);
  if (goal === undefined) throw new NotFound('goal', id);
  return goal;
}

/**
 * @throws not-found
 */
export async function requireClient(tx: SavingsTx, id: ClientId): Promise<Client> {
  const client = (await tx.clients.findMany([id])).get(id);
  if (client === undefined) throw new NotFound('client', id);
  return client;
}

/**
 * The acting client, who must be known and active; undefined when staff act.
 *
 * @throws not-found clients.blocked
 */
export async function loadActor(tx: SavingsTx, actor: Actor): Promise<Client | undefined> {
  if (actor.kind !== 'client') return undefined;
  const client = await requireClient(tx, actor.client);
  requireActive(client);
  return client;
}

/** The rules that hold at this instant. */
export async function currentRules(tx: SavingsTx, now: Date): Promise<Rules> {
  return rulesOn(civilDateOf(now), await tx.rules.changes());
}

/**
 * Loads a goal with its members and lets the actor pass, or refuses.
 *
 * @throws not-found access.denied
 */
export async function openGoal(
  tx: SavingsTx,
  actor: Actor,
  action: Action,
  id: GoalId,
  now: Date,
): Promise<{ readonly goal: Goal; readonly members: readonly Member[] }> {
  const client = await loadActor(tx, actor);
  const goal = await requireGoal(tx, id);
  const members = await tx.members.ofGoals([id]);
  authorise(actor, action, client === undefined ? [] : await relations(tx, client, goal, members, now));
  return { goal, members };
}

async function relations(tx: SavingsTx, client: Client, goal: Goal, members: readonly Member[], now: Date) {
  const isMember = members.some((member) => member.client === client.id && member.status !== 'removed');
  const invitations = isMember ? [] : await tx.invitations.ofGoal(goal.id);
  const isInvited = invitations.some((invitation) => isOpen(invitation, now) && isFor(invitation, client));
  return relationsOf(client.id, members, isInvited);
}

/** Members whom the bank has blocked or who have died do not vote. */
export async function unableAmong(tx: SavingsTx, members: readonly Member[]): Promise<ReadonlySet<ClientId>> {
  const clients = await tx.clients.findMany(members.map(({ client }) => client));
  return new Set([...clients.values()].filter(({ status }) => status !== 'active').map(({ id }) => id));
}

/**
 * Says where each client's money goes: to their main account. Where none is known it is empty, and the bank refuses it:
 * the money is parked as unclaimed.
 */
export async function mainAccounts(tx: SavingsTx, ids: readonly ClientId[]): Promise<(client: ClientId) => string> {
  const clients = await tx.clients.findMany(ids);
  return (client) => clients.get(client)?.account ?? '';
}
