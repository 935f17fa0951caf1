import { z } from 'zod';

/** Groups of the plans that people start; `stepping` is a fixed amount that steps up. */
export const PLAN_HABITS = ['fixed', 'stepping', 'income-share', 'ladder', 'round-up'] as const;
export type PlanHabit = (typeof PLAN_HABITS)[number];

const number = (min: number, max: number) =>
  z
    .string({ error: 'is a number' })
    .regex(/^\d{1,9}(\.\d{1,9})?$/, 'is a number such as 3 or 0.25')
    .transform(Number)
    .pipe(z.number().min(min, `is at least ${min}`).max(max, `is at most ${max}`));
const share = () => number(0, 1);
const whole = (min: number, max: number) => number(min, max).pipe(z.int('is a whole number'));
const list = <Item extends z.ZodType>(item: Item, min = 1) =>
  z.array(item, { error: 'is a list' }).min(min, `has at least ${min} of them`).max(100, 'has at most 100 of them');
const rate = () => number(0, 100);

/** What every value may be; where more than one likely thing can happen, a list says how likely by repeating. */
export const PARAMETERS = {
  sharedGoals: share(),
  groupSizes: list(whole(2, 10)),
  termMonths: list(whole(1, 60)),
  settlingShare: share(),
  savingShare: number(0.01, 0.5),
  declinesInvitation: share(),
  forgetsInvitation: share(),
  deputies: share(),
  tellsPayday: share(),
  incomeDeciles: list(whole(1_000, 100_000_000), 11)
    .max(11, 'has 11 of them: the least, nine deciles and the most')
    .refine((deciles) => deciles.every((one, nth) => nth === 0 || one >= (deciles[nth - 1] ?? 0)), 'never falls'),
  paydays: list(whole(1, 31)),
  spentShare: share(),
  startingMonths: number(0, 24),
  purchasesAMonth: whole(0, 5),
  losesJobA100Months: rate(),
  jobSearchMonths: whole(1, 24),
  fallsIllA100Months: rate(),
  windfallA100Months: rate(),
  discipline: share(),
  disciplineSpread: share(),
  savesLater: share(),
  catchesUp: share(),
  lastCall: share(),
  reminderNamingGoal: share(),
  reminderNamingNothing: share(),
  doubleClicks: share(),
  forgetsKey: share(),
  plansInSharedGoals: share(),
  planKinds: list(z.enum(PLAN_HABITS, { error: `is one of ${PLAN_HABITS.join(', ')}` })),
  planCoverage: number(0.1, 5),
  planCoverageSpread: share(),
  pausesPlanA100Months: rate(),
  changesPlanA100Months: rate(),
  stopsPlanA100Months: rate(),
  quarrelsA100Months: rate(),
  leavesA100Months: rate(),
  organiserDiesA100Months: rate(),
  organiserBlockedA100Months: rate(),
  withdrawsEarlyA100Months: rate(),
  changesGoalA100Months: rate(),
  removesMemberA100Months: rate(),
  replacesOrganiserA100Months: rate(),
  cancelsA100Months: rate(),
  votes: share(),
  saysYes: share(),
  organiserForgets: share(),
  extendsExpired: share(),
  looksAMonth: share(),
  asksForPapersA100Months: rate(),
  hostile: share(),
  hostileWhenHostile: share(),
  attacksAMonth: whole(0, 100),
  eventsWhenHostile: number(0, 100),
} as const;

export type ParameterName = keyof typeof PARAMETERS;

/** How people behave. Money is tenge; shares and chances are from 0 to 1. */
export type PeopleParameters = { readonly [Name in ParameterName]: z.output<(typeof PARAMETERS)[Name]> };
