export { allocate } from './allocation.js';
export { Batcher, type BatcherOptions, DEFAULT_MAX_BATCH, type Outcome } from './batcher.js';
export type { Brand } from './brand.js';
export {
  ALMATY_ZONE,
  assertAlmatyZone,
  civilDateOf,
  formatInstant,
  parseInstant,
  startOfDay,
} from './calendar/almaty-time.js';
export {
  addDays,
  type CivilDate,
  civilDate,
  compareDates,
  daysBetween,
  daysInMonth,
  isLeapYear,
  MAX_YEAR,
  MIN_YEAR,
  parseCivilDate,
  weekdayOf,
} from './calendar/civil-date.js';
export {
  addMonths,
  endOfMonth,
  firstDay,
  lastDay,
  type Month,
  monthOf,
  nextMonth,
  parseMonth,
  previousMonth,
  startOfMonth,
} from './calendar/months.js';
export {
  addWorkingDays,
  type CalendarChanges,
  extendCalendar,
  isWorkingDay,
  KZ_CALENDAR,
  nextWorkingDay,
  type WorkingCalendar,
} from './calendar/working-days.js';
export { fromDocument, toDocument } from './document.js';
export { createLanes, type Lanes } from './lanes.js';
export { createGate, createTurns, type Gate, type Turns, workThrough } from './concurrent.js';
export { divideHalfEven, divideUp } from './division.js';
export { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.js';
export {
  Conflict,
  DomainError,
  type ErrorDetails,
  type InputProblem,
  InvariantViolation,
  invalidInput,
  invariant,
  NotFound,
  Unavailable,
} from './errors.js';
export { IBAN_ACCOUNT_LENGTH, type Iban, isIban, makeIban, parseIban } from './iban.js';
export {
  asClientId,
  asContributionId,
  asDisputeId,
  asGoalId,
  asInvitationId,
  asPlanId,
  asProposalId,
  asTransferId,
  type ClientId,
  type ContributionId,
  type DisputeId,
  firstUuidOf,
  type GoalId,
  type InvitationId,
  isUuid,
  MAX_CLIENT_ID_LENGTH,
  type OurId,
  type PlanId,
  type ProposalId,
  parseClientId,
  parseId,
  parseUuid,
  type TransferId,
} from './ids.js';
export { type Iin, isIin, parseIin } from './iin.js';
export {
  displayMoney,
  formatTenge,
  MAX_MONEY,
  MAX_NAMED_AMOUNT,
  type Money,
  maxMoney,
  minMoney,
  parseMoney,
  requireNameable,
  sumMoney,
} from './money.js';
export { isThisMachine, parseRetryAfter } from './network.js';
export { pages } from './pages.js';
export { type Phone, parsePhone } from './phone.js';
export type { Clock } from './ports/clock.js';
export type { Digest } from './ports/digest.js';
export type { IdGenerator } from './ports/ids.js';
export { checkSchedule, nextRun } from './job-schedule.js';
export type { FailingJob, Job, JobQueue, JobRun, JobRunner, JobSchedule, QueuedJob, Task } from './ports/jobs.js';
export type { Store } from './ports/store.js';
export {
  applyRate,
  Decimal,
  effectiveAnnualRate,
  MAX_RATE_BPS,
  parsePercent,
  type RateBps,
  type Rounding,
  rateFraction,
} from './rate.js';
export { MAX_TITLE_LENGTH, parseTitle } from './text.js';
export { isOutcomeUnknown, UNKNOWN_OUTCOME, untilKnown } from './unknown-outcome.js';
