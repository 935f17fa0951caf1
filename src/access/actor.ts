import type { ClientId } from '../shared/index.js';

export const STAFF_ROLES = ['admin', 'advisor', 'analyst', 'operations'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Who asks. The embedding service has authenticated them; Jinaq decides what they may do. */
export type Actor =
  | { readonly kind: 'client'; readonly client: ClientId }
  | { readonly kind: 'staff'; readonly role: StaffRole }
  /** Jinaq's own jobs: settling, expiry, batches. */
  | { readonly kind: 'system' };

/** What a client is to the thing that the action touches; a client may be several at once. */
export type Relation = 'organiser' | 'deputy' | 'participant' | 'invited' | 'self' | 'anyone';

/** How the history names an actor: `client:ID`, `staff:ROLE` or `system`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'client':
      return `client:${actor.client}`;
    case 'staff':
      return `staff:${actor.role}`;
    case 'system':
      return 'system';
  }
}
