import {
  addWorkingDays,
  type CivilDate,
  type ClientId,
  civilDateOf,
  type DisputeId,
  DomainError,
  type GoalId,
  KZ_CALENDAR,
  parseTitle,
  type WorkingCalendar,
} from '../../shared/index.js';

export const DISPUTE_STATUSES = ['open', 'answered', 'resolved', 'withdrawn'] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** How soon a dispute must be answered, in working days after the day it was opened. */
export const DISPUTE_ANSWER_DAYS = 5;

/** The longest text of a dispute, an answer, a decision or its reasons, in characters. */
export const MAX_DISPUTE_TEXT_LENGTH = 2_000;

/** What somebody said about a dispute, and when; `by` is an actor's name: `client:ID` or `staff:ROLE`. */
export type DisputeAnswer = { readonly text: string; readonly by: string; readonly at: Date };

export type DisputeDecision = {
  readonly decision: string;
  readonly reasons: string;
  readonly by: string;
  readonly at: Date;
};

type DisputeBase = {
  readonly id: DisputeId;
  readonly goal: GoalId;
  readonly openedBy: ClientId;
  readonly text: string;
  readonly openedAt: Date;
  /** The last day for an answer. */
  readonly answerBy: CivilDate;
};

/** A member's objection. While it is not over, nothing flows out of its goal. */
export type Dispute =
  | (DisputeBase & { readonly status: 'open' })
  | (DisputeBase & { readonly status: 'answered'; readonly answer: DisputeAnswer })
  | (DisputeBase & {
      readonly status: 'resolved';
      readonly answer: DisputeAnswer | null;
      readonly resolution: DisputeDecision;
    })
  | (DisputeBase & {
      readonly status: 'withdrawn';
      readonly answer: DisputeAnswer | null;
      readonly withdrawnAt: Date;
    });

/**
 * Opens a dispute; the clock of five working days begins with the next day.
 *
 * @throws input.invalid when the text is empty or too long
 */
export function openDispute(
  { goal, openedBy, text }: Pick<DisputeBase, 'goal' | 'openedBy' | 'text'>,
  {
    id,
    now,
    calendar = KZ_CALENDAR,
  }: { readonly id: DisputeId; readonly now: Date; readonly calendar?: WorkingCalendar },
): Dispute {
  const answerBy = addWorkingDays(civilDateOf(now), DISPUTE_ANSWER_DAYS, calendar);
  return { id, goal, openedBy, text: readText(text, 'text'), openedAt: now, answerBy, status: 'open' };
}

/**
 * Answers a dispute; it stays unresolved, but its clock stops.
 *
 * @throws disputes.not-open when it was answered or is over; input.invalid
 */
export function answerDispute(dispute: Dispute, text: string, by: string, now: Date): Dispute {
  if (dispute.status !== 'open') throw notOpen(dispute);
  return { ...dispute, status: 'answered', answer: { text: readText(text, 'text'), by, at: now } };
}

/**
 * Ends a dispute by a decision with its reasons, answered or not.
 *
 * @throws disputes.not-open when it is over; input.invalid
 */
export function resolveDispute(
  dispute: Dispute,
  { decision, reasons, by }: Omit<DisputeDecision, 'at'>,
  now: Date,
): Dispute {
  const unresolved = requireUnresolved(dispute);
  const resolution = { decision: readText(decision, 'decision'), reasons: readText(reasons, 'reasons'), by, at: now };
  return { ...unresolved, status: 'resolved', answer: answerOf(unresolved), resolution };
}

/**
 * Takes a dispute back; only the member who opened it may.
 *
 * @throws disputes.not-open when it is over; access.denied
 */
export function withdrawDispute(dispute: Dispute, client: ClientId, now: Date): Dispute {
  const unresolved = requireUnresolved(dispute);
  if (client !== dispute.openedBy) {
    throw new DomainError('access.denied', 'Only the one who opened a dispute may take it back.', {
      details: { dispute: dispute.id, client },
    });
  }
  return { ...unresolved, status: 'withdrawn', answer: answerOf(unresolved), withdrawnAt: now };
}

/** True while the dispute stops what flows out of its goal: until it is resolved or withdrawn. */
export function isUnresolved(dispute: Dispute): dispute is Unresolved {
  return dispute.status === 'open' || dispute.status === 'answered';
}

/** True when at least one of a goal's disputes is not over: nothing may flow out. */
export function isFrozenBy(disputes: readonly Dispute[]): boolean {
  return disputes.some(isUnresolved);
}

/** True when nobody has answered within five working days. */
export function isAnswerOverdue(dispute: Dispute, now: Date): boolean {
  return dispute.status === 'open' && civilDateOf(now) > dispute.answerBy;
}

type Unresolved = Extract<Dispute, { readonly status: 'open' | 'answered' }>;

function requireUnresolved(dispute: Dispute): Unresolved {
  if (isUnresolved(dispute)) return dispute;
  throw notOpen(dispute);
}

function answerOf(dispute: Unresolved): DisputeAnswer | null {
  return dispute.status === 'answered' ? dispute.answer : null;
}

function notOpen({ id, status }: Dispute): DomainError {
  return new DomainError('disputes.not-open', `The dispute is ${status}.`, { details: { dispute: id, status } });
}

function readText(text: string, path: string): string {
  return parseTitle(text, path, MAX_DISPUTE_TEXT_LENGTH);
}
