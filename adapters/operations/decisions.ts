import { z } from 'zod';
import { PROPOSAL_KINDS, type ProposalTerms } from '../../src/savings/index.js';
import {
  type CivilDate,
  type ClientId,
  type DisputeId,
  type GoalId,
  invalidInput,
  type Money,
  parseIban,
  type ProposalId,
} from '../../src/shared/index.js';
import { clientId, day, flag, id, money, words } from './inputs.js';
import { operation } from './operation.js';

const goal = () => id<GoalId>();
const proposal = () => id<ProposalId>();
const dispute = () => id<DisputeId>();

export const decisionOperations = [
  operation({
    name: 'proposals.open',
    summary: 'Put a question to the members of a goal for 72 hours',
    input: z.strictObject({
      goal: goal(),
      kind: z.enum(PROPOSAL_KINDS),
      client: clientId().optional(),
      iban: words().optional(),
      amount: money().optional(),
      target: money().optional(),
      deadline: day().optional(),
      minContribution: money().optional(),
    }),
    positional: 'goal',
    run: ({ useCases }, actor, { goal: of, ...fields }) =>
      useCases.openProposal.execute({ actor, goal: of, terms: termsOf(fields) }),
  }),
  operation({
    name: 'proposals.vote',
    summary: 'Vote on a proposal: yes or no',
    input: z.strictObject({ proposal: proposal(), yes: flag() }),
    positional: 'proposal',
    run: ({ useCases }, actor, input) => useCases.voteOnProposal.execute({ actor, ...input }),
  }),
  operation({
    name: 'proposals.withdraw',
    summary: 'Take back a proposal that you have made',
    input: z.strictObject({ proposal: proposal() }),
    positional: 'proposal',
    run: ({ useCases }, actor, input) => useCases.withdrawProposal.execute({ actor, ...input }),
  }),
  operation({
    name: 'proposals.show',
    summary: 'Show a proposal with the count of its votes',
    input: z.strictObject({ proposal: proposal() }),
    positional: 'proposal',
    run: ({ useCases }, actor, input) => useCases.showProposal.execute({ actor, ...input }),
  }),
  operation({
    name: 'disputes.open',
    summary: 'Object: everything that flows out of the goal stops at once',
    input: z.strictObject({ goal: goal(), text: words() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.openDispute.execute({ actor, ...input }),
  }),
  operation({
    name: 'disputes.answer',
    summary: 'Answer a dispute',
    input: z.strictObject({ dispute: dispute(), text: words() }),
    positional: 'dispute',
    run: ({ useCases }, actor, input) => useCases.answerDispute.execute({ actor, ...input }),
  }),
  operation({
    name: 'disputes.resolve',
    summary: 'End a dispute by a decision with its reasons',
    input: z.strictObject({ dispute: dispute(), decision: words(), text: words() }),
    positional: 'dispute',
    run: ({ useCases }, actor, { dispute: of, decision, text }) =>
      useCases.resolveDispute.execute({ actor, dispute: of, decision, reasons: text }),
  }),
  operation({
    name: 'disputes.withdraw',
    summary: 'Take back a dispute that you have opened',
    input: z.strictObject({ dispute: dispute() }),
    positional: 'dispute',
    run: ({ useCases }, actor, input) => useCases.withdrawDispute.execute({ actor, ...input }),
  }),
  operation({
    name: 'disputes.list',
    summary: 'List the disputes of a goal',
    input: z.strictObject({ goal: goal() }),
    positional: 'goal',
    run: ({ useCases }, actor, input) => useCases.listDisputes.execute({ actor, ...input }),
  }),
] as const;

type ProposalFields = {
  readonly kind: ProposalTerms['kind'];
  readonly client?: ClientId | undefined;
  readonly iban?: string | undefined;
  readonly amount?: Money | undefined;
  readonly target?: Money | undefined;
  readonly deadline?: CivilDate | undefined;
  readonly minContribution?: Money | undefined;
};

function termsOf({ kind, client, iban, amount, target, deadline, minContribution }: ProposalFields): ProposalTerms {
  switch (kind) {
    case 'payout':
      if (client !== undefined && iban === undefined) return { kind, to: { client } };
      if (iban !== undefined && client === undefined) return { kind, to: { iban: parseIban(iban, 'iban') } };
      throw invalidInput({ path: 'client', message: 'name either the member or the iban that gets the money' });
    case 'early-withdrawal':
      return { kind, client: required(client, 'client'), amount: required(amount, 'amount') };
    case 'remove-member':
    case 'replace-organiser':
      return { kind, client: required(client, 'client') };
    case 'change':
      return { kind, target, deadline, minContribution };
    case 'cancel':
      return { kind };
  }
}

function required<Value>(value: Value | undefined, path: string): Value {
  if (value === undefined) throw invalidInput({ path, message: 'is missing' });
  return value;
}
