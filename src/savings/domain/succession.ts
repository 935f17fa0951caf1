import { addDays, type ClientId, civilDateOf } from '../../shared/index.js';
import type { ClientStatus } from './client.js';
import type { Goal } from './goal.js';
import { isActiveMember, type Member, requireMember } from './member.js';

/** How long an organiser may leave a duty undone before somebody takes over, in days. */
export const ORGANISER_INACTIVITY_DAYS = 60;

/** Why a goal needs another organiser. */
export const VACANCIES = ['left', 'blocked', 'deceased', 'inactive'] as const;
export type Vacancy = (typeof VACANCIES)[number];

/** Who takes over: the deputy at once, else whom the members elect, else whom an admin appoints. */
export type Succession =
  | { readonly by: 'deputy'; readonly client: ClientId }
  /** `electors`: the members who can act, without the organiser. */
  | { readonly by: 'vote'; readonly electors: readonly ClientId[] }
  | { readonly by: 'admin' };

/**
 * Whether a goal has lost its organiser, and how. A duty is something that waits for the organiser alone; one that has
 * waited for 60 days is not going to be done.
 *
 * @param status what the bank says about the organiser as a client
 * @param dutiesSince since when each pending duty waits
 * @returns null when the organiser is there
 */
export function organiserVacancy(
  organiser: Member | undefined,
  status: ClientStatus,
  dutiesSince: readonly Date[],
  now: Date,
): Vacancy | null {
  if (status !== 'active') return status;
  if (!isActiveMember(organiser)) return 'left';
  const today = civilDateOf(now);
  const isInactive = dutiesSince.some((since) => addDays(civilDateOf(since), ORGANISER_INACTIVITY_DAYS) <= today);
  return isInactive ? 'inactive' : null;
}

/**
 * Who takes over from the organiser. The organiser has no part in it, nor have members who cannot act.
 *
 * @param unable members whom the bank has marked blocked or deceased
 * @param hasVoteFailed a vote on a new organiser was held since the vacancy and elected nobody
 */
export function successionOf(
  goal: Pick<Goal, 'organiser' | 'deputy'>,
  members: readonly Member[],
  { unable, hasVoteFailed }: { readonly unable: ReadonlySet<ClientId>; readonly hasVoteFailed: boolean },
): Succession {
  const electors = members
    .filter((member) => isActiveMember(member) && !unable.has(member.client) && member.client !== goal.organiser)
    .map(({ client }) => client);
  if (goal.deputy !== null && electors.includes(goal.deputy)) return { by: 'deputy', client: goal.deputy };
  return electors.length === 0 || hasVoteFailed ? { by: 'admin' } : { by: 'vote', electors };
}

/**
 * Makes an active member the organiser. The former one stays what they are otherwise, a participant with their own
 * claim; no money changes hands.
 *
 * @returns the goal, and those of its members whose role has changed
 * @throws savings.not-a-member
 */
export function replaceOrganiser(
  goal: Goal,
  members: readonly Member[],
  client: ClientId,
): { readonly goal: Goal; readonly members: readonly Member[] } {
  const successor = members.find((member) => member.client === client);
  requireMember(goal, client, successor);
  const changed = members.flatMap((member): Member[] => {
    const isSuccessor = member.client === client;
    if (!isSuccessor && member.client !== goal.organiser) return [];
    const role = isSuccessor ? 'organiser' : 'participant';
    return member.role === role ? [] : [{ ...member, role }];
  });
  const deputy = goal.deputy === client ? null : goal.deputy;
  return { goal: { ...goal, organiser: client, deputy }, members: changed };
}
