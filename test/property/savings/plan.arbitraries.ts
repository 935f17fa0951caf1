import fc from 'fast-check';
import { DEFAULT_RULES, PLAN_RHYTHMS, type PlanWish, proposePlan, type Rules } from '../../../src/savings/index.js';
import { addDays, addMonths, asClientId, MAX_MONEY, type Money, parseCivilDate } from '../../../src/shared/index.js';

/** The day on which these plans are asked for; the next year is a leap year. */
export const TODAY = parseCivilDate('2027-01-31');

/** From a tiyn to a hundred million tenge, small ones as often as large ones. */
export const planMoney = (): fc.Arbitrary<Money> =>
  fc
    .record({ digits: fc.integer({ min: 0, max: 9 }), head: fc.bigInt({ min: 1n, max: 9_999n }) })
    .map(({ digits, head }) => (head * 10n ** BigInt(digits)) / 1_000n + 1n);

export const planMembers = () =>
  fc
    .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 40 }), weight: fc.bigInt({ min: 0n, max: 1_000n }) }), {
      maxLength: 6,
      selector: ({ id }) => id,
    })
    .map((members) => members.map(({ id, weight }) => ({ client: asClientId(`m${id}`), weight })))
    .filter((members) => members.length === 0 || members.some(({ weight }) => weight > 0n));

const rates = () => fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 100_000 }));
const steps = () => fc.constantFrom(1n, 100n, 100_00n, 500_00n);

/** What holds for plans by term and by amount alike. */
const terms = () =>
  fc.record({
    target: planMoney(),
    every: fc.constantFrom(...PLAN_RHYTHMS),
    rateBps: rates(),
    havePercent: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 120n })),
    step: steps(),
    days: fc.integer({ min: 0, max: 60 }),
    members: planMembers(),
  });

function requestOf({
  havePercent,
  days,
  step,
  ...fields
}: typeof terms extends () => fc.Arbitrary<infer T> ? T : never) {
  return {
    ...fields,
    step: step > fields.target ? 1n : step,
    have: (fields.target * havePercent) / 100n,
    start: addDays(TODAY, days),
  };
}

/** Plans by a term of up to fifteen years. */
export const plansByTerm = (): fc.Arbitrary<PlanWish> =>
  fc
    .record({ of: terms(), months: fc.oneof(fc.integer({ min: 1, max: 36 }), fc.integer({ min: 1, max: 180 })) })
    .map(({ of, months }) => ({ ...requestOf(of), months }));

/** Plans by an amount that takes at most four hundred contributions even without interest. */
export const plansByAmount = (): fc.Arbitrary<PlanWish> =>
  fc.record({ of: terms(), count: fc.bigInt({ min: 1n, max: 300n }) }).map(({ of, count }) => {
    const request = requestOf(of);
    return { ...request, amount: request.target / count + 1n };
  });

/** How many contributions fit into the term, by walking from one to the next. */
export function slotsOf({ start = TODAY, months = 0, every }: PlanWish): number {
  const until = addMonths(start, months);
  const dateOf = (n: number) =>
    every === 'month' ? addMonths(start, n) : addDays(start, n * (every === 'week' ? 7 : 14));
  let count = 0;
  while (dateOf(count + 1) <= until) count += 1;
  return count;
}

/** Rules that stop no plan. */
const UNBOUNDED: Rules = { ...DEFAULT_RULES, minAutomaticTransfer: 1n, clientLimit: MAX_MONEY };

/** A plan that nothing stops, unless other rules are given. */
export const proposeOn = (request: PlanWish, rules: Rules = UNBOUNDED) => proposePlan(request, rules, TODAY);

export const anyPlan = () => fc.oneof(plansByTerm(), plansByAmount());
