import type { CivilDate, Money } from '../../shared/index.js';
import type { MessageClass } from './message-class.js';

/**
 * What stands in the place of a placeholder: a text of somebody (never trusted), money in tiyn, a day, an instant, a
 * whole number, or one word of a list.
 */
export type ParamKind = 'text' | 'money' | 'date' | 'instant' | 'count' | readonly string[];

export type TemplateSpec = {
  readonly messageClass: MessageClass;
  readonly params: Readonly<Record<string, ParamKind>>;
  /** Params that are there in some cases only; a text names them inside the branch of those cases. */
  readonly optional?: readonly string[];
  /** What every text and every short form of it must name. */
  readonly mustSay: readonly string[];
};

const GOAL = { goal: 'text' } as const;
const service = { messageClass: 'service', mustSay: ['goal'] } as const;
const legal = { messageClass: 'legal', mustSay: ['goal'] } as const;

const WAYS_TO_PAY = {
  ...GOAL,
  share: 'money',
  due: 'date',
  missing: 'money',
  target: 'money',
  effect: ['date', 'interest', 'none'],
  metBy: 'date',
  metOtherwise: 'date',
  interest: 'money',
} as const;
const EFFECTS = ['metBy', 'metOtherwise', 'interest'] as const;

/** Every message there is, with what it is for and what it tells. The texts are in the catalogues of the languages. */
export const TEMPLATES = {
  'reminder.due': {
    messageClass: 'reminder',
    params: WAYS_TO_PAY,
    optional: EFFECTS,
    mustSay: ['goal', 'share', 'missing'],
  },
  'reminder.late': {
    messageClass: 'reminder',
    params: WAYS_TO_PAY,
    optional: EFFECTS,
    mustSay: ['goal', 'share', 'missing'],
  },
  'feedback.weekly': {
    messageClass: 'feedback',
    params: {
      ...GOAL,
      show: ['counts', 'progress'],
      onPlan: 'count',
      members: 'count',
      naming: ['some', 'nobody'],
      names: 'text',
      percent: 'count',
      collected: 'money',
      missing: 'money',
    },
    optional: ['names'],
    mustSay: ['goal'],
  },
  'goal.milestone': {
    messageClass: 'marketing',
    params: { ...GOAL, percent: 'count', missing: 'money' },
    mustSay: ['goal', 'percent'],
  },
  'goal.reached': {
    ...service,
    params: { ...GOAL, target: 'money', collected: 'money', next: ['propose', 'vote', 'alone'] },
  },
  'goal.deadline-near': { ...service, params: { ...GOAL, deadline: 'date', missing: 'money', days: 'count' } },
  'goal.expired': {
    ...service,
    params: { ...GOAL, deadline: 'date', missing: 'money', answerBy: 'date', next: ['propose', 'vote', 'alone'] },
  },
  'goal.changed': { ...legal, params: { ...GOAL, target: 'money', deadline: 'date' } },
  'goal.closing': { ...service, params: { ...GOAL, purpose: ['payout', 'cancel', 'expiry'] } },
  'goal.closed': { ...service, params: GOAL },
  'invitation.sent': { ...service, params: { ...GOAL, organiser: 'text', target: 'money', deadline: 'date' } },
  'invitation.answered': { ...service, params: { ...GOAL, member: 'text', answer: ['accepted', 'declined'] } },
  'member.left': { ...service, params: { ...GOAL, member: 'text' } },
  'member.removed': { ...legal, params: GOAL },
  'contribution.completed': { ...service, params: { ...GOAL, amount: 'money' } },
  'contribution.refused': {
    ...service,
    params: { ...GOAL, amount: 'money', reason: ['insufficient-funds', 'account-closed', 'refused'] },
  },
  'plan.unpaid': {
    ...service,
    params: {
      ...GOAL,
      amount: 'money',
      due: 'date',
      outcome: ['postponed', 'skipped'],
      reason: ['insufficient-funds', 'account-closed', 'refused'],
    },
  },
  'payout.completed': { ...service, params: { ...GOAL, amount: 'money', to: ['own', 'payee'] } },
  'payout.unclaimed': { ...service, params: { ...GOAL, amount: 'money' } },
  'proposal.opened': {
    ...service,
    params: {
      ...GOAL,
      kind: ['payout', 'early-withdrawal', 'cancel', 'change', 'remove-member', 'replace-organiser'],
      closesAt: 'instant',
    },
    mustSay: ['goal', 'closesAt'],
  },
  'proposal.ended': { ...service, params: { ...GOAL, outcome: ['passed', 'rejected', 'withdrawn', 'failed'] } },
  'dispute.changed': { ...legal, params: { ...GOAL, state: ['opened', 'answered', 'resolved', 'withdrawn'] } },
  'answer.missing': {
    ...service,
    params: {
      ...GOAL,
      state: ['open', 'met'],
      collected: 'money',
      missing: 'money',
      target: 'money',
      deadline: 'date',
    },
  },
  'answer.withdraw': { ...service, params: { ...GOAL, how: ['vote', 'payout', 'alone', 'frozen'] } },
  'answer.next-transfer': {
    ...service,
    params: { ...GOAL, by: ['plan', 'hand', 'nothing'], due: 'date', share: 'money' },
    optional: ['due', 'share'],
  },
  'answer.leave': { ...service, params: { ...GOAL, way: ['leave', 'last', 'frozen'], amount: 'money' } },
  'answer.complain': { ...service, params: { ...GOAL, state: ['none', 'open'] } },
  'answer.no-goals': { messageClass: 'service', params: {}, mustSay: [] },
  'answer.handed-over': { messageClass: 'service', params: {}, mustSay: [] },
  'organiser.replaced': { ...legal, params: { ...GOAL, organiser: 'text' } },
} as const satisfies Readonly<Record<string, TemplateSpec>>;

export type TemplateName = keyof typeof TEMPLATES;

type ParamValue<Kind> = Kind extends 'text'
  ? string
  : Kind extends 'money'
    ? Money
    : Kind extends 'date'
      ? CivilDate
      : Kind extends 'instant'
        ? Date
        : Kind extends 'count'
          ? number
          : Kind extends readonly (infer Word)[]
            ? Word
            : never;
type Specs = typeof TEMPLATES;
type OptionalOf<Name extends TemplateName> = Specs[Name] extends { readonly optional: readonly (infer Key)[] }
  ? Key
  : never;

/** What a message of this template tells, typed by its spec. */
export type ParamsOf<Name extends TemplateName> = {
  readonly [Key in Exclude<keyof Specs[Name]['params'], OptionalOf<Name>>]: ParamValue<Specs[Name]['params'][Key]>;
} & {
  readonly [Key in keyof Specs[Name]['params'] & OptionalOf<Name>]?: ParamValue<Specs[Name]['params'][Key]> | undefined;
};

/** What any message tells, as it is stored and formatted. */
export type Params = Readonly<Record<string, string | bigint | number | Date | undefined>>;

/** Every template's name, in the order of the list above. */
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as readonly TemplateName[];

/** The spec of a template without its literal types. */
export function specOf(template: TemplateName): TemplateSpec {
  return TEMPLATES[template];
}
