export { type Actor, actorName, type Relation, STAFF_ROLES, type StaffRole } from './actor.js';
export { actingClient, authorise, isAllowed, relationToSelf } from './authorise.js';
export { type Action, POLICY, type PolicyRole } from './policy.js';
