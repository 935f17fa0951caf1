export {
  CLIENT_STATUSES,
  type Client,
  type ClientDetails,
  type ClientStatus,
  LOCALES,
  type Locale,
} from './domain/client.js';
export {
  CONTRIBUTION_STATUSES,
  type Contribution,
  type ContributionStatus,
  countsByStatus,
} from './domain/contribution.js';
export { EVENT_TYPES, type EventData, type EventType, type SavingsEvent } from './domain/event.js';
export { collectedIn, missingIn } from './domain/contribution.js';
export { EXPIRY_ANSWER_DAYS } from './domain/expiry.js';
export {
  DECISION_RULES,
  type DecisionRule,
  GOAL_KINDS,
  GOAL_STATUSES,
  type Goal,
  type GoalKind,
  type GoalStatus,
} from './domain/goal.js';
export { INVITATION_STATUSES, type Invitation, type InvitationStatus } from './domain/invitation.js';
export {
  isActiveMember,
  MEMBER_ROLES,
  MEMBER_STATUSES,
  type Member,
  type MemberRole,
  type MemberStatus,
} from './domain/member.js';
export type { SavingsProduct } from './domain/product.js';
export {
  DEFAULT_RULES,
  parseRuleValue,
  RULE_NAMES,
  type RuleChange,
  type RuleName,
  type Rules,
} from './domain/rules.js';
export type {
  Bank,
  BankEntry,
  BankRefusal,
  BankStatement,
  BankTransferCommand,
  BankTransferResult,
  BankTransferStatus,
  OpenSavingsAccountCommand,
  StatementRange,
} from './ports/bank.js';
export type { SavingsPorts } from './ports/index.js';
export type { Notifier } from './ports/notifier.js';
export type {
  ClientRepository,
  ContributionFilter,
  ContributionKey,
  ContributionRepository,
  EventRepository,
  GoalFilter,
  GoalRepository,
  GroupTotals,
  InvitationRepository,
  MemberKey,
  MemberRepository,
  RuleRepository,
  SavingsTx,
  StatisticsRepository,
  StoredEvent,
} from './ports/savings-tx.js';
export {
  AcceptInvitation,
  DeclineInvitation,
  ListInvitations,
  RevokeInvitation,
} from './use-cases/answer-invitation.js';
export { Contribute } from './use-cases/contribute.js';
export type { ContributeCommand } from './use-cases/intend-contributions.js';
export { CreateGoal, type CreateGoalCommand } from './use-cases/create-goal.js';
export { InviteMember, ResendInvitation, type SentInvitation } from './use-cases/invite-member.js';
export { type SettleReport, SettleTransfers } from './use-cases/settle-transfers.js';
export { EditGoal, type EditGoalCommand, SetConsent, type SetConsentCommand } from './use-cases/change-goal.js';
export {
  type GoalRequest,
  ListGoals,
  type ListGoalsCommand,
  ShowGoal,
  ShowGoalProgress,
} from './use-cases/show-goal.js';
export {
  ListTransfers,
  type ListTransfersCommand,
  MIN_GROUP_CLIENTS,
  ShowHistory,
  ShowStatement,
  ShowStatistics,
  type StatementCommand,
} from './use-cases/read-history.js';
export {
  ImportClients,
  type ImportClientsCommand,
  type ClientLine,
  type ImportReport,
  ListClients,
  type RefusedLine,
  RegisterClient,
  ShowClient,
} from './use-cases/register-clients.js';
export { type RulesReport, SetRule, type SetRuleCommand, ShowRules } from './use-cases/rules.js';
export { IssueReceipt, type IssueReceiptCommand } from './use-cases/issue-receipt.js';
export type { GoalProgress, ProgressPoint } from './domain/progress.js';
export { expectedBy, type GoalView, type MemberView } from './domain/view.js';
export {
  PROPOSAL_KINDS,
  type Proposal,
  type ProposalStatus,
  type ProposalTerms,
  VOTE_HOURS,
} from './domain/proposal.js';
export { DISPUTE_STATUSES, type Dispute, type DisputeStatus } from './domain/dispute.js';
export type { Closing } from './domain/closing.js';
export {
  asExportId,
  type Dispatch,
  EXPORT_GAPS,
  EXPORT_STATUSES,
  type ExportedPayment,
  type ExportGap,
  type ExportId,
  type ExportStatus,
  type TransferExport,
} from './domain/transfer-export.js';
export {
  asPayoutId,
  PAYOUT_PURPOSES,
  PAYOUT_STATUSES,
  type Payout,
  type PayoutId,
  type PayoutLine,
} from './domain/payout-order.js';
export type { ElectorView, ProposalView, TallySideView, TallyView } from './domain/proposal-view.js';
export type { InterestMark } from './domain/interest-history.js';
export type {
  ClosingRepository,
  DisputeRepository,
  ExportRepository,
  GoalRate,
  InterestPosting,
  InterestRepository,
  InterestState,
  OutflowTx,
  PayoutFilter,
  PayoutRepository,
  PostingMark,
  ProposalRepository,
} from './ports/outflow-tx.js';
export { AdvanceGoals, type AdvanceReport } from './use-cases/advance-goals.js';
export type { VacantGoal } from './use-cases/succession.js';
export type { BookedInterest } from './use-cases/book-interest.js';
export {
  OpenProposal,
  ShowProposal,
  VoteOnProposal,
  WithdrawProposal,
} from './use-cases/decide-proposals.js';
export { AnswerDispute, ListDisputes, OpenDispute, ResolveDispute, WithdrawDispute } from './use-cases/disputes.js';
export { AllocateInterest, ExplainInterest, SetGoalRate } from './use-cases/explain-interest.js';
export { CancelGoal, LeaveGoal } from './use-cases/leave-goal.js';
export type { OutflowPorts } from './use-cases/payouts.js';
export { type InterestReport, PostInterest } from './use-cases/post-interest.js';
export {
  ApplyCorrections,
  type ApplyCorrectionsCommand,
  type CorrectionReport,
  type FailedCorrection,
} from './use-cases/apply-corrections.js';
export type { ProposedDifference } from './use-cases/compare-goal.js';
export { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from './domain/reconciliation.js';
export { REMEDIES, type Remedy } from './domain/remedy.js';
export { Reconcile, type ReconcileCommand, type ReconcileReport } from './use-cases/reconcile.js';
export {
  type ExportReport,
  ExportTransfers,
  type ExportTransfersCommand,
  type PaymentBatch,
  type WritePayments,
} from './use-cases/export-transfers.js';
export { ImportStatement, type NotedLine, type StatementReport } from './use-cases/import-statement.js';
export { type AccountStatement, LINE_PROBLEMS, type LineProblem, type StatementLine } from './domain/statement-line.js';
export { ListRefunds, RetryRefund } from './use-cases/refunds.js';
export { AppointOrganiser, MarkClient } from './use-cases/succession.js';
export { isFailure, RUN_OUTCOMES, type RunCount, type RunLine, type RunOutcome } from './domain/run-report.js';
export type { PlanDate } from './domain/contribution.js';
export { type Plan, PLAN_STATUSES, type PlanConsent, type PlanStatus } from './domain/plan.js';
export type { ChangePlanTerms } from './domain/change-plan.js';
export { MAX_PLANS_PER_MEMBER } from './domain/plan-checks.js';
export type { StartPlanTerms } from './domain/start-plan.js';
export {
  type DueDate,
  PLAN_KINDS,
  PLAN_RHYTHMS,
  type PlanKind,
  type PlanRhythm,
  type PlanRule,
} from './domain/plan-rule.js';
export type { NextDate, PlanView } from './domain/plan-view.js';
export type { DueCursor, DuePlans, PlanFilter, PlanRepository } from './ports/plans.js';
export type { LineCursor, SharedRunRepository } from './ports/shared-runs.js';
export {
  asSharedRunId,
  type RunPage,
  type RunProgress,
  type RunStop,
  type PageRange,
  type SharedRun,
  type SharedRunId,
} from './domain/shared-run.js';
export { type PruneReport, PruneRuns, type PruneRunsCommand } from './use-cases/prune-runs.js';
export { PayGoal } from './use-cases/pay-goal.js';
export { PAY_GOAL_TASK, SETTLE_TASK } from './use-cases/queued-work.js';
export { PayRunPage, type PayRunPageCommand } from './use-cases/pay-run-page.js';
export { INTEREST_TASK, ShareInterest, type ShareInterestCommand } from './use-cases/share-interest.js';
export {
  PAGE_TASK,
  type SharedOut,
  ShareTransfers,
  type ShareTransfersCommand,
} from './use-cases/share-transfers.js';
export {
  type FailingPage,
  ListRunLines,
  type SharedRunState,
  ShowSharedRun,
  StopSharedRun,
} from './use-cases/follow-shared-run.js';
export { ChangePlan, type ChangePlanCommand, PausePlan, ResumePlan, StopPlan } from './use-cases/manage-plans.js';
export { ListPlans, type ListPlansCommand, type PlanRequest, ShowPlan } from './use-cases/show-plans.js';
export { MAX_CONCURRENCY, type RunReport, RunTransfers, type RunTransfersCommand } from './use-cases/run-transfers.js';
export {
  ImportPlans,
  type ImportPlansCommand,
  type PlanImportReport,
  type PlanLine,
  StartPlan,
  type StartPlanCommand,
} from './use-cases/start-plans.js';
export type { PlanAlternative } from './domain/plan-alternatives.js';
export { MAX_WHAT_IFS, type PlanChanges, type WhatIf } from './domain/plan-comparison.js';
export type { CatchUp } from './domain/plan-course.js';
export type { DayCount } from './domain/plan-day-count.js';
export type { PlanObstacle } from './domain/plan-feasibility.js';
export type { PlanNote } from './domain/plan-notes.js';
export { type PlanProposal, proposePlan, type ScheduleLine } from './domain/plan-proposal.js';
export { MAX_PLAN_MONEY, type PlanWish } from './domain/plan-wish.js';
export { type MemberPart, type PlanMember, SPLIT_RULES, type SplitRule } from './domain/plan-split.js';
export { type ProposedPlan, ProposePlan, type ProposePlanCommand } from './use-cases/propose-plan.js';
