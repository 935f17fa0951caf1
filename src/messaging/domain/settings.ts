import type { Money } from '../../shared/index.js';

/** How the bank talks to its clients. Times are minutes of Almaty's day, shares are basis points. */
export type MessagingSettings = {
  /** A reminder comes so many days after payday, when payday is known. */
  readonly daysAfterPayday: number;
  /** Otherwise so many days before the due date. */
  readonly daysBeforeDue: number;
  /** The one late reminder, so many days after the due date. */
  readonly daysLate: number;
  /** Reminders and marketing about one goal in a calendar month, to one person. */
  readonly maxPerGoalMonth: number;
  /** Reminders, feedback and marketing in a day, to one person. */
  readonly maxPerPersonDay: number;
  /** Whole percents of the target that are worth a word; 100 is the celebration and always told. */
  readonly milestones: readonly number[];
  /** The members are told so many days before the deadline of a goal that is not met. */
  readonly daysBeforeDeadline: number;
  /** The day of the week of the weekly feedback, 1 is Monday. */
  readonly feedbackWeekday: number;
  /** Nothing leaves from here (inclusive) … */
  readonly quietFromMinute: number;
  /** … to here (exclusive), over midnight when it is the smaller one. */
  readonly quietToMinute: number;
  /** The share of clients who get no reminders, so that the effect of reminders can be measured. */
  readonly holdOutBps: number;
  /** Changes who is held out; steady as long as it is. */
  readonly holdOutSalt: string;
  /** What one part of an SMS costs, in tiyn: of the bank's contract with its operator. */
  readonly smsPartPrice: Money;
  /** Where one click ends messages of a class; `{token}` stands for the person. */
  readonly unsubscribeUrl: string | null;
};

/**
 * What holds unless the bank says otherwise: one reminder that names the goal, two days after payday, and at most one
 * late one, since further ones add nothing. The price of an SMS is no more than an order of magnitude.
 */
export const DEFAULT_MESSAGING: MessagingSettings = {
  daysAfterPayday: 2,
  daysBeforeDue: 3,
  daysLate: 3,
  maxPerGoalMonth: 2,
  maxPerPersonDay: 1,
  milestones: [25, 50, 80],
  daysBeforeDeadline: 7,
  feedbackWeekday: 1,
  quietFromMinute: 21 * 60,
  quietToMinute: 9 * 60,
  holdOutBps: 500,
  holdOutSalt: 'jinaq',
  smsPartPrice: 15_00n,
  unsubscribeUrl: null,
};
