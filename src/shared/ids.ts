import type { Brand } from './brand.js';
import { invalidInput } from './errors.js';

/** Names a goal. */
export type GoalId = Brand<string, 'GoalId'>;
/** Names a client; it is the bank's own id, not one of ours. */
export type ClientId = Brand<string, 'ClientId'>;
/** Names a transfer of the ledger. */
export type TransferId = Brand<string, 'TransferId'>;
/** Names a contribution of a member to a goal. */
export type ContributionId = Brand<string, 'ContributionId'>;
/** Names an invitation into a goal. */
export type InvitationId = Brand<string, 'InvitationId'>;
/** Names a proposal that the members vote on. */
export type ProposalId = Brand<string, 'ProposalId'>;
/** Names a dispute about a goal. */
export type DisputeId = Brand<string, 'DisputeId'>;
/** Names a plan of automatic saving. */
export type PlanId = Brand<string, 'PlanId'>;

/** The ids that Jinaq itself makes: UUIDs. */
export type OurId = GoalId | TransferId | ContributionId | InvitationId | ProposalId | DisputeId | PlanId;

/** The longest client id, in characters. */
export const MAX_CLIENT_ID_LENGTH = 64;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CLIENT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Whether the text is a UUID of any version, in lower or upper case (RFC 9562). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Reads a UUID.
 *
 * @returns the same in lower case, so that one thing has one id
 * @throws input.invalid when it is not a UUID
 */
export function parseUuid(text: string, path: string): string {
  if (!isUuid(text)) throw invalidInput({ path, message: 'is not an id (a UUID)' });
  return text.toLowerCase();
}

/**
 * Reads the id of one kind of thing: `parseId<GoalId>(text, 'goal')`.
 *
 * @throws input.invalid when it is not a UUID
 */
export function parseId<Id extends OurId>(text: string, path: string): Id {
  return parseUuid(text, path) as Id;
}

/**
 * Reads the bank's id of a client: 1 to 64 of the characters A-Z a-z 0-9 . _ - beginning with a letter or a digit.
 *
 * @throws input.invalid when it is anything else
 */
export function parseClientId(text: string, path = 'client'): ClientId {
  if (text.length > MAX_CLIENT_ID_LENGTH || !CLIENT_ID.test(text)) {
    const message = `is not a client id: 1 to ${MAX_CLIENT_ID_LENGTH} of A-Z a-z 0-9 . _ - beginning with a letter or digit`;
    throw invalidInput({ path, message });
  }
  return text as ClientId;
}

/** The UUIDv7 that sorts before all that are made at this moment or later. */
export function firstUuidOf(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Takes text that is known to be a goal's id: from the ids port or our own database. */
export const asGoalId = (text: string): GoalId => text as GoalId;
/** Takes text that is known to be a client's id: from our own database. */
export const asClientId = (text: string): ClientId => text as ClientId;
/** Takes text that is known to be a transfer's id: from the ids port or our own database. */
export const asTransferId = (text: string): TransferId => text as TransferId;
/** Takes text that is known to be a contribution's id: from the ids port or our own database. */
export const asContributionId = (text: string): ContributionId => text as ContributionId;
/** Takes text that is known to be an invitation's id: from the ids port or our own database. */
export const asInvitationId = (text: string): InvitationId => text as InvitationId;
/** Takes text that is known to be a proposal's id: from the ids port or our own database. */
export const asProposalId = (text: string): ProposalId => text as ProposalId;
/** Takes text that is known to be a dispute's id: from the ids port or our own database. */
export const asDisputeId = (text: string): DisputeId => text as DisputeId;
/** Takes text that is known to be a plan's id: from the ids port or our own database. */
export const asPlanId = (text: string): PlanId => text as PlanId;
