export { type Actor, actorName, type Relation, STAFF_ROLES, type StaffRole } from './actor.js';
export { authorise, isAllowed } from './authorise.js';
export { type Action, POLICY, type PolicyRole } from './policy.js';
