export {
  CLIENT_STATUSES,
  type Client,
  type ClientDetails,
  type ClientStatus,
  LOCALES,
  type Locale,
} from './domain/client.js';
export { CONTRIBUTION_STATUSES, type Contribution, type ContributionStatus } from './domain/contribution.js';
export { EVENT_TYPES, type EventData, type EventType, type SavingsEvent } from './domain/event.js';
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
export { MEMBER_ROLES, MEMBER_STATUSES, type Member, type MemberRole, type MemberStatus } from './domain/member.js';
export type { SavingsProduct } from './domain/product.js';
export { DEFAULT_RULES, RULE_NAMES, type RuleChange, type RuleName, type Rules } from './domain/rules.js';
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
export { Contribute, type ContributeCommand } from './use-cases/contribute.js';
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
export type { GoalView, MemberView } from './domain/view.js';
