import { type ClientId, DomainError } from '../shared/index.js';
import { type Actor, actorName, type Relation } from './actor.js';
import { type Action, POLICY, type PolicyRole } from './policy.js';

/** True when the policy lets this actor, standing in these relations to the thing, do this. Jinaq's own jobs may. */
export function isAllowed(actor: Actor, action: Action, relations: readonly Relation[] = []): boolean {
  const permitted: readonly PolicyRole[] = POLICY[action];
  switch (actor.kind) {
    case 'system':
      return true;
    case 'staff':
      return permitted.includes(actor.role);
    case 'client':
      return permitted.includes('anyone') || relations.some((relation) => permitted.includes(relation));
  }
}

/**
 * Lets the actor pass, or refuses.
 *
 * @throws access.denied with the action and who may do it
 */
export function authorise(actor: Actor, action: Action, relations: readonly Relation[] = []): void {
  if (isAllowed(actor, action, relations)) return;
  throw new DomainError('access.denied', `${actorName(actor)} may not do ${action}.`, {
    details: { actor: actorName(actor), action, permitted: POLICY[action] },
  });
}

/** What the actor is to a client's own things: `self` for that client, nothing for others. */
export function relationToSelf(actor: Actor, client: ClientId | undefined): readonly Relation[] {
  return actor.kind === 'client' && actor.client === client ? ['self'] : [];
}

/**
 * The client who acts, where only a client can.
 *
 * @param message says so in the words of the thing that is done
 * @throws access.denied when staff or a job acts
 */
export function actingClient(actor: Actor, message: string): ClientId {
  if (actor.kind === 'client') return actor.client;
  throw new DomainError('access.denied', message);
}
