import {
  RecordTransfers,
  ReverseTransfer,
  type Signer,
  VerifyLedger,
  VerifyReceipt,
  type VerifySignature,
} from '../../src/ledger/index.js';
import {
  AcceptInvitation,
  Contribute,
  CreateGoal,
  DeclineInvitation,
  EditGoal,
  ImportClients,
  InviteMember,
  IssueReceipt,
  ListClients,
  ListGoals,
  ListInvitations,
  ListTransfers,
  RegisterClient,
  ResendInvitation,
  RevokeInvitation,
  type OutflowPorts,
  SetConsent,
  SetRule,
  SettleTransfers,
  ShowClient,
  ShowGoal,
  ShowGoalProgress,
  ShowHistory,
  ShowRules,
  ShowStatement,
  ShowStatistics,
  AllocateInterest,
  AdvanceGoals,
  AnswerDispute,
  AppointOrganiser,
  CancelGoal,
  ExplainInterest,
  LeaveGoal,
  ListDisputes,
  ListRefunds,
  MarkClient,
  OpenDispute,
  OpenProposal,
  PostInterest,
  Reconcile,
  ResolveDispute,
  RetryRefund,
  SetGoalRate,
  ShowProposal,
  VoteOnProposal,
  WithdrawDispute,
  WithdrawProposal,
} from '../../src/savings/index.js';

/** Everything that all the use cases together need from outside. */
export type Ports = OutflowPorts & { readonly signer: Signer; readonly verifySignature: VerifySignature };

/** Makes every use case once, over one set of ports. */
export function composeUseCases(ports: Ports) {
  return { ...composeSaving(ports), ...composeDeciding(ports) };
}

/** Clients, goals and contributions, and the books they are kept in. */
function composeSaving(ports: Ports) {
  return {
    registerClient: new RegisterClient(ports),
    importClients: new ImportClients(ports),
    showClient: new ShowClient(ports),
    listClients: new ListClients(ports),
    createGoal: new CreateGoal(ports),
    showGoal: new ShowGoal(ports),
    showGoalProgress: new ShowGoalProgress(ports),
    listGoals: new ListGoals(ports),
    editGoal: new EditGoal(ports),
    setConsent: new SetConsent(ports),
    showHistory: new ShowHistory(ports),
    showStatistics: new ShowStatistics(ports),
    inviteMember: new InviteMember(ports),
    resendInvitation: new ResendInvitation(ports),
    listInvitations: new ListInvitations(ports),
    acceptInvitation: new AcceptInvitation(ports),
    declineInvitation: new DeclineInvitation(ports),
    revokeInvitation: new RevokeInvitation(ports),
    contribute: new Contribute(ports),
    settleTransfers: new SettleTransfers(ports),
    listTransfers: new ListTransfers(ports),
    verifyLedger: new VerifyLedger(ports),
    showStatement: new ShowStatement(ports),
    recordTransfers: new RecordTransfers(ports),
    reverseTransfer: new ReverseTransfer(ports),
    issueReceipt: new IssueReceipt(ports),
    verifyReceipt: new VerifyReceipt(ports),
    showRules: new ShowRules(ports),
    setRule: new SetRule(ports),
  };
}

/** Interest, votes and disputes, and the ways by which money goes out. */
function composeDeciding(ports: Ports) {
  return {
    allocateInterest: new AllocateInterest(ports),
    advanceGoals: new AdvanceGoals(ports),
    answerDispute: new AnswerDispute(ports),
    appointOrganiser: new AppointOrganiser(ports),
    cancelGoal: new CancelGoal(ports),
    explainInterest: new ExplainInterest(ports),
    leaveGoal: new LeaveGoal(ports),
    listDisputes: new ListDisputes(ports),
    listRefunds: new ListRefunds(ports),
    markClient: new MarkClient(ports),
    openDispute: new OpenDispute(ports),
    openProposal: new OpenProposal(ports),
    postInterest: new PostInterest(ports),
    reconcile: new Reconcile(ports),
    resolveDispute: new ResolveDispute(ports),
    retryRefund: new RetryRefund(ports),
    setGoalRate: new SetGoalRate(ports),
    showProposal: new ShowProposal(ports),
    voteOnProposal: new VoteOnProposal(ports),
    withdrawDispute: new WithdrawDispute(ports),
    withdrawProposal: new WithdrawProposal(ports),
  };
}

export type UseCases = ReturnType<typeof composeUseCases>;
