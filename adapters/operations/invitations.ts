import { z } from 'zod';
import type { Invitation, SentInvitation } from '../../src/savings/index.js';
import type { GoalId, InvitationId } from '../../src/shared/index.js';
import { flag, id, words } from './inputs.js';
import { operation } from './operation.js';

const invitation = () => id<InvitationId>();
const reference = { invitation: invitation().optional(), token: words().optional() };

/** An invitation as its readers see it; the token's hash stays inside. */
function invitationView({ id: invited, goal, to, status, createdAt, expiresAt }: Invitation) {
  return { id: invited, goal, ...to, status, createdAt, expiresAt };
}

/** A sent invitation with its token, which is shown this once. */
export function sentView({ invitation: sent, token }: SentInvitation) {
  return { ...invitationView(sent), token };
}

export const invitationOperations = [
  operation({
    name: 'invitations.accept',
    summary: 'Take the place that was offered to you, by the invitation’s id or its token',
    input: z.strictObject({ ...reference, shareAmounts: flag().optional(), shareWithAdvisor: flag().optional() }),
    positional: 'invitation',
    run: async ({ useCases }, actor, input) => {
      const { goal, member } = await useCases.acceptInvitation.execute({ actor, ...input });
      return { goal: await useCases.showGoal.execute({ actor, goal: goal.id }), member };
    },
  }),
  operation({
    name: 'invitations.decline',
    summary: 'Turn down the place that was offered to you',
    input: z.strictObject(reference),
    positional: 'invitation',
    run: async ({ useCases }, actor, input) =>
      invitationView(await useCases.declineInvitation.execute({ actor, ...input })),
  }),
  operation({
    name: 'invitations.revoke',
    summary: 'Take an open invitation back',
    input: z.strictObject({ invitation: invitation() }),
    positional: 'invitation',
    run: async ({ useCases }, actor, input) =>
      invitationView(await useCases.revokeInvitation.execute({ actor, ...input })),
  }),
  operation({
    name: 'invitations.resend',
    summary: 'Send an invitation again, with a new token and a new term',
    input: z.strictObject({ invitation: invitation() }),
    positional: 'invitation',
    run: async ({ useCases }, actor, input) => sentView(await useCases.resendInvitation.execute({ actor, ...input })),
  }),
  operation({
    name: 'invitations.list',
    summary: 'List the open invitations of a goal',
    input: z.strictObject({ goal: id<GoalId>() }),
    positional: 'goal',
    run: async ({ useCases }, actor, input) =>
      (await useCases.listInvitations.execute({ actor, ...input })).map(invitationView),
  }),
] as const;
