import {
  type ClientId,
  DomainError,
  formatTenge,
  invalidInput,
  type Money,
  type ProposalId,
  requireNameable,
} from '../../shared/index.js';
import { type DecisionRule, type Goal, type GoalStatus, requireStatus } from './goal.js';
import { isActiveMember, type Member, requireMember } from './member.js';
import {
  type Elector,
  type OpenProposal,
  type ProposalKind,
  type ProposalTerms,
  type Threshold,
  VOTE_HOURS,
} from './proposal.js';

/** Who may vote on what, as it stands when the proposal is opened. */
export type ProposalRequest = {
  readonly terms: ProposalTerms;
  readonly proposedBy: ClientId;
  readonly members: readonly Member[];
  /** Principal and interest of each member in tiyn; who is missing has nothing. */
  readonly claims: ReadonlyMap<ClientId, Money>;
  /** Members who cannot act: blocked, deceased, or an organiser who is replaced because they do not act. */
  readonly unable: ReadonlySet<ClientId>;
};

const HOUR_MS = 3_600_000;

const STATUSES = {
  payout: ['reached'],
  'early-withdrawal': ['active'],
  cancel: ['active', 'reached', 'expired'],
  change: ['active', 'expired'],
  'remove-member': ['active'],
  'replace-organiser': ['active', 'reached', 'expired'],
} as const satisfies Record<ProposalKind, readonly GoalStatus[]>;

/** Where the members lose more than a term of their goal, half of them is not enough. */
const TWO_THIRDS_KINDS: readonly ProposalKind[] = ['cancel', 'payout'];

/** Where money moves to whom the members say, not back to whom it came from by itself. */
const MONEY_KINDS: readonly ProposalKind[] = ['payout', 'early-withdrawal', 'remove-member'];

/**
 * Puts a question to the members of a goal for 72 hours. Who may vote, with what weight, and how much yes it takes are
 * fixed now. Opening is not voting: the one who proposes votes like the others.
 *
 * Who gains is an elector like the others, and so is the member who would be removed. Nobody can outvote the rest alone,
 * whatever they own: of two electors both must agree, of more than two it takes more than half of the heads.
 *
 * @throws savings.goal-not-active savings.not-a-member clients.blocked ledger.overdrawn input.invalid
 */
export function openProposal(
  goal: Goal,
  { terms, proposedBy, members, claims, unable }: ProposalRequest,
  { id, now }: { readonly id: ProposalId; readonly now: Date },
): OpenProposal {
  requireStatus(goal, ...STATUSES[terms.kind]);
  checkSubject(goal, terms, members);
  checkTerms(goal, terms, { proposedBy, members, claims, unable });
  const electorate = electorateOf(members, claims, unable);
  if (!electorate.some(({ client }) => client === proposedBy)) {
    throw new DomainError('savings.not-a-member', `Client ${proposedBy} has no vote in this goal.`, {
      details: { goal: goal.id, client: proposedBy },
    });
  }
  refuseLonelyDecision(goal, terms, { members, claims, electorate });
  return {
    id,
    goal: goal.id,
    terms,
    proposedBy,
    openedAt: now,
    closesAt: new Date(now.getTime() + VOTE_HOURS * HOUR_MS),
    electorate,
    threshold: thresholdFor(terms.kind, goal.decision, electorate.length),
    votes: [],
    status: 'open',
  };
}

/** The active members who can act, each with the money that is theirs. */
export function electorateOf(
  members: readonly Member[],
  claims: ReadonlyMap<ClientId, Money>,
  unable: ReadonlySet<ClientId>,
): Elector[] {
  return members
    .filter((member) => isActiveMember(member) && !unable.has(member.client))
    .map(({ client }) => ({ client, weight: claims.get(client) ?? 0n }));
}

/** How much yes it takes: all of a unanimous goal, the organiser of a goal of one, both of two; else by what it is. */
export function thresholdFor(kind: ProposalKind, decision: DecisionRule, heads: number): Threshold {
  if (decision !== 'majority' || heads <= 2) return 'all';
  return TWO_THIRDS_KINDS.includes(kind) ? 'two-thirds' : 'more-than-half';
}

/** Where the others cannot act, the one who can does not decide about their money alone. */
function refuseLonelyDecision(
  goal: Goal,
  terms: ProposalTerms,
  {
    members,
    claims,
    electorate,
  }: Pick<ProposalRequest, 'members' | 'claims'> & { readonly electorate: readonly Elector[] },
): void {
  const [only, ...others] = electorate;
  const isOwn = terms.kind === 'early-withdrawal' && terms.client === only?.client;
  if (only === undefined || others.length > 0 || isOwn || !MONEY_KINDS.includes(terms.kind)) return;
  const touched = members.filter(({ client, status }) => client !== only.client && status === 'active');
  if (touched.every(({ client }) => (claims.get(client) ?? 0n) === 0n)) return;
  throw new DomainError(
    'clients.blocked',
    'The other members cannot act, and nobody decides alone about their money.',
    {
      details: { goal: goal.id },
    },
  );
}

function checkSubject(goal: Goal, terms: ProposalTerms, members: readonly Member[]): void {
  const subject = subjectOf(terms);
  if (subject === null) return;
  const member = members.find(({ client }) => client === subject);
  requireMember(goal, subject, member);
}

/** The member it is about. */
function subjectOf(terms: ProposalTerms): ClientId | null {
  if (terms.kind === 'payout') return 'client' in terms.to ? terms.to.client : null;
  return 'client' in terms ? terms.client : null;
}

function checkTerms(
  goal: Goal,
  terms: ProposalTerms,
  { proposedBy, members, claims, unable }: Omit<ProposalRequest, 'terms'>,
): void {
  switch (terms.kind) {
    case 'early-withdrawal':
      if (terms.amount <= 0n) throw invalidInput({ path: 'amount', message: 'must be above zero' });
      // For others who may not know the sum it is checked when it is paid: a refusal here would tell it.
      if (terms.client === proposedBy || isShown(terms.client, members)) {
        requireCovered(terms.amount, claims.get(terms.client) ?? 0n);
      }
      return;
    case 'change':
      if (terms.target !== undefined) requireNameable(terms.target, 'target');
      if (terms.target !== undefined || terms.deadline !== undefined || terms.minContribution !== undefined) return;
      throw invalidInput({ path: '', message: 'name what to change: target, deadline or minContribution' });
    case 'remove-member':
      if (terms.client !== goal.organiser) return;
      throw invalidInput({ path: 'client', message: 'is the organiser: propose another organiser first' });
    case 'replace-organiser':
      if (terms.client === goal.organiser) throw invalidInput({ path: 'client', message: 'is the organiser already' });
      if (!unable.has(terms.client)) return;
      throw new DomainError('clients.blocked', `Client ${terms.client} cannot act.`, {
        details: { client: terms.client },
      });
    case 'payout':
    case 'cancel':
      return;
  }
}

function isShown(client: ClientId, members: readonly Member[]): boolean {
  return members.some((member) => member.client === client && member.shareAmounts);
}

function requireCovered(amount: Money, available: Money): void {
  if (amount <= available) return;
  throw new DomainError('ledger.overdrawn', `This member has only ${formatTenge(available)} KZT in the goal.`, {
    details: { amount, available, lacking: amount - available },
  });
}
