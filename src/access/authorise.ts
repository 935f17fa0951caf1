import { DomainError } from '../shared/index.js';
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
