import { addDays, type ClientId, civilDateOf } from '../../shared/index.js';
import type { ClientStatus } from './client.js';
import { type Dispute, isAnswerOverdue } from './dispute.js';
import type { Goal } from './goal.js';
import { isActiveMember, type Member, requireMember } from './member.js';
import type { Proposal } from './proposal.js';

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
 * Since when each duty of the organiser waits: to ask the members of an expired goal what becomes of it, and those of a
 * met one where the money goes, since then or since the organiser last proposed or voted; and to answer a dispute of
 * another member once its five working days are over. A vote is none: silence is no, and after 72 hours it is over.
 */
export function organiserDuties(
  { status, statusSince, organiser }: Pick<Goal, 'status' | 'statusSince' | 'organiser'>,
  proposals: readonly Pick<Proposal, 'proposedBy' | 'openedAt' | 'votes'>[],
  disputes: readonly Dispute[],
  now: Date,
): readonly Date[] {
  const acts = proposals.flatMap(({ proposedBy, openedAt, votes }) => [
    ...(proposedBy === organiser ? [openedAt] : []),
    ...votes.flatMap(({ client, at }) => (client === organiser ? [at] : [])),
  ]);
  const asking = status === 'expired' || status === 'reached' ? [latest(statusSince, ...acts)] : [];
  const answering = disputes.filter((dispute) => dispute.openedBy !== organiser && isAnswerOverdue(dispute, now));
  return [...asking, ...answering.map(({ openedAt }) => openedAt)];
}

/**
 * True when the members have voted on another organiser without the present one, and elected nobody.
 *
 * @param proposals of this goal
 */
export function hasElectionFailed(
  { organiser }: Pick<Goal, 'organiser'>,
  proposals: readonly Pick<Proposal, 'terms' | 'status' | 'electorate'>[],
): boolean {
  return proposals.some(
    ({ terms, status, electorate }) =>
      terms.kind === 'replace-organiser' &&
      status === 'rejected' &&
      !electorate.some(({ client }) => client === organiser),
  );
}

/**
 * Whether a goal has lost its organiser, and how. A duty is something that waits for the organiser; one that has
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

function latest(...instants: readonly [Date, ...Date[]]): Date {
  return instants.reduce((last, instant) => (instant > last ? instant : last));
}
