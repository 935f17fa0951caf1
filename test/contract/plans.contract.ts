import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIds } from '../../adapters/system/index.js';
import type { Contribution, Goal, Plan, SavingsTx } from '../../src/savings/index.js';
import {
  addDays,
  asContributionId,
  asPlanId,
  type PlanId,
  parseCivilDate,
  parseClientId,
  type Store,
} from '../../src/shared/index.js';
import { AIGERIM, BEYOND_DOUBLE, BOLAT, contribution, DAY, goal, NOW, seed } from './store-fixtures.js';

type OpenStore = () => Promise<{ readonly store: Store<SavingsTx>; readonly close: () => void | Promise<void> }>;

const ids = createIds();
const newPlanId = (): PlanId => asPlanId(ids.next());
const SENDING = asContributionId(ids.next());
const later = (days: number) => addDays(DAY, days);

function plan(of: Goal, rest: Partial<Plan> = {}): Plan {
  return {
    ...{ id: newPlanId(), goal: of.id, client: AIGERIM, status: 'active', floor: 5_000_00n, catchUp: false },
    rule: { kind: 'fixed', amount: 10_000_00n, every: 'month', on: 31, growth: null },
    consent: { givenAt: NOW, givenBy: 'client:aigerim', reference: null },
    ...{ startedOn: DAY, due: { number: 1, on: DAY }, runOn: DAY, attempts: 0, sending: null },
    ...{ collected: 0n, missed: 0n, rises: 0, income: null, readTo: later(-1), lastOn: null, createdAt: NOW },
    ...rest,
  };
}

/** Every column holds something that a careless driver would lose. */
const full = (of: Goal): Plan =>
  plan(of, {
    ...{ client: BOLAT, status: 'paused', floor: BEYOND_DOUBLE, catchUp: true, startedOn: later(-400) },
    rule: { kind: 'fixed', amount: BEYOND_DOUBLE, every: 'fortnight', on: 7, growth: { by: 1, onRise: true } },
    consent: { givenAt: new Date(NOW.getTime() + 1), givenBy: 'staff:operations', reference: 'Шарт №1 "a"' },
    ...{ due: { number: 52, on: later(40) }, runOn: later(44), attempts: 2, sending: SENDING },
    ...{ collected: BEYOND_DOUBLE + 1n, missed: BEYOND_DOUBLE + 2n, rises: 7, income: BEYOND_DOUBLE + 3n },
    ...{ readTo: later(-3), lastOn: later(-2), createdAt: new Date(NOW.getTime() + 2) },
  });

/** What every store must do with plans, with what is due of them, and with the dates that contributions pay. */
export function plansContract(name: string, open: OpenStore): void {
  describe(`plans in a store: ${name}`, () => {
    let store: Store<SavingsTx>;
    let close: () => void | Promise<void>;
    const [one, other] = [goal(), goal()];
    beforeEach(async () => {
      ({ store, close } = await open());
      await seed(store, one, other);
    });
    afterEach(async () => close());

    const insert = (...plans: readonly Plan[]) => store.transact((tx) => tx.plans.insertMany(plans));
    const save = (...plans: readonly Plan[]) => store.transact((tx) => tx.plans.saveMany(plans));
    const find = (...wanted: readonly PlanId[]) => store.read((tx) => tx.plans.findMany(wanted));

    it('come back as they were stored, whatever rule they have', async () => {
      const rules: readonly Plan['rule'][] = [
        { kind: 'fixed', amount: 1n, every: 'week', on: 1, growth: { by: 10_000, everyMonths: 120 } },
        { kind: 'income-share', share: 3_333 },
        { kind: 'round-up', to: 500_00n },
        { kind: 'ladder', unit: 73n, on: 7, descending: true },
      ];
      const plans = [plan(one), full(other), ...rules.map((rule) => plan(one, { rule }))];
      await insert(...plans);
      const found = await find(...plans.map(({ id }) => id), newPlanId());
      expect([...found.values()]).toEqual(plans);
      expect([...found.keys()]).toEqual(plans.map(({ id }) => id));
      // Which plans are the same is told by how their rules are written.
      expect([...found.values()].map(({ rule }) => JSON.stringify(Object.keys(rule)))).toEqual(
        plans.map(({ rule }) => JSON.stringify(Object.keys(rule))),
      );
    });

    it('are saved: all that may change changes', async () => {
      const before = plan(one);
      const untouched = plan(one);
      await insert(before, untouched);
      const { id, goal: of, client, createdAt } = before;
      const after: Plan = { ...full(other), id, goal: of, client, createdAt };
      await save(after);
      expect([...(await find(id, untouched.id)).values()]).toEqual([after, untouched]);
      const ended: Plan = {
        ...after,
        status: 'stopped',
        due: null,
        runOn: null,
        sending: null,
        income: null,
        lastOn: null,
      };
      await save(ended);
      expect((await find(id)).get(id)).toEqual(ended);
    });

    it('keep their terms when only where they stand is saved', async () => {
      const before = plan(one);
      const untouched = plan(one);
      await insert(before, untouched);
      const after = full(other);
      await store.transact((tx) => tx.plans.saveProgress([{ ...after, id: before.id }]));
      const { rule, floor, catchUp, consent, startedOn } = before;
      const terms = { rule, floor, catchUp, consent, startedOn };
      const { id, goal: of, client, createdAt } = before;
      const expected: Plan = { ...after, ...terms, id, goal: of, client, createdAt };
      expect([...(await find(before.id, untouched.id)).values()]).toEqual([expected, untouched]);
      const unknown = store.transact((tx) => tx.plans.saveProgress([before, plan(one)]));
      await expect(unknown).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect((await find(before.id)).get(before.id)).toEqual(expected);
    });

    it('that are not there cannot be saved, and nothing of their batch is kept', async () => {
      const known = plan(one);
      await insert(known);
      const work = save({ ...known, attempts: 2 }, plan(one));
      await expect(work).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect((await find(known.id)).get(known.id)).toEqual(known);
    });

    it('come in pages in the order of their ids, by goal, client and status', async () => {
      const plans = Array.from({ length: 8 }, (_, index) =>
        plan(index < 4 ? one : other, {
          client: index % 2 ? BOLAT : AIGERIM,
          status: (['active', 'paused', 'finished', 'stopped'] as const)[index % 4] ?? 'active',
        }),
      );
      await insert(...[...plans].reverse());
      const page = async (...args: Parameters<SavingsTx['plans']['page']>) =>
        (await store.read((tx) => tx.plans.page(...args))).map(({ id }) => plans.findIndex((each) => each.id === id));
      expect(await page({}, null, 5)).toEqual([0, 1, 2, 3, 4]);
      expect(await page({}, plans[4]?.id ?? null, 5)).toEqual([5, 6, 7]);
      expect(await page({ goal: other.id }, null, 9)).toEqual([4, 5, 6, 7]);
      expect(await page({ client: BOLAT }, plans[1]?.id ?? null, 9)).toEqual([3, 5, 7]);
      expect(await page({ goal: one.id, client: AIGERIM }, null, 9)).toEqual([0, 2]);
      expect(await page({ status: 'stopped' }, null, 9)).toEqual([3, 7]);
      expect(await page({ goal: one.id, client: BOLAT, status: 'paused' }, null, 9)).toEqual([1]);
      expect(await page({ goal: goal().id }, null, 9)).toEqual([]);
      expect(await page({}, plans[7]?.id ?? null, 9)).toEqual([]);
    });

    describe('that are due', () => {
      const due = (on = DAY, isPostponed = false) =>
        store.read(async (tx) => {
          const found: PlanId[] = [];
          for (let after: Plan | null = null; ; ) {
            const page: readonly Plan[] = await tx.plans.due({ on, isPostponed }, after, 2);
            found.push(...page.map(({ id }) => id));
            after = page.at(-1) ?? null;
            if (after !== null) continue;
            expect(await tx.plans.countDue({ on, isPostponed })).toBe(found.length);
            return found;
          }
        });

      it('come page by page, by the day they run on and then by id', async () => {
        const days = [0, -1, 0, -5, 1, -1, 0];
        const plans = days.map((day) => plan(one, { runOn: later(day) }));
        await insert(...[...plans].reverse());
        const [a, b, c, d, e, f, g] = plans.map(({ id }) => id);
        expect(await due()).toEqual([d, b, f, a, c, g]);
        expect(await due(later(1))).toEqual([d, b, f, a, c, g, e]);
        expect(await due(later(-2))).toEqual([d]);
        expect(await due(later(-6))).toEqual([]);
      });

      it('are active, and not on their way', async () => {
        const waiting = plan(one);
        await insert(
          waiting,
          plan(one, { sending: SENDING }),
          plan(one, { status: 'paused' }),
          plan(one, { status: 'stopped', due: null, runOn: null }),
          plan(one, { status: 'finished', due: null, runOn: null }),
        );
        expect(await due()).toEqual([waiting.id]);
        await save({ ...waiting, sending: SENDING });
        expect(await due()).toEqual([]);
        await save({ ...waiting, runOn: later(31) });
        expect(await due()).toEqual([]);
        expect(await due(later(31))).toEqual([waiting.id]);
      });

      it('are, when only those are wanted whose money was not there, all of them, whatever their day', async () => {
        const tried = [3, 1, 2].map((days) => plan(one, { attempts: 1, runOn: later(days) }));
        await insert(
          ...tried,
          plan(one),
          plan(one, { attempts: 1, sending: SENDING }),
          plan(one, { attempts: 2, status: 'paused' }),
        );
        expect(await due(DAY, true)).toEqual(tried.map(({ id }) => id));
      });

      it('are told to many readers at once, and each of them sees what the last transaction has left', async () => {
        const plans = Array.from({ length: 4 }, () => plan(one));
        await insert(...plans);
        const [first] = plans as [Plan, ...Plan[]];
        const [before] = await Promise.all([due(), save({ ...first, sending: SENDING })]);
        expect(before.length).toBeGreaterThanOrEqual(3);
        expect(await due()).toHaveLength(3);
      });
    });

    describe('and the contributions that pay their dates', () => {
      const paying = (of: Plan, on = DAY, rest: Partial<Contribution> = {}) =>
        contribution(one, of.client, { plan: { id: of.id, on }, ...rest });
      const add = (...made: readonly Contribution[]) => store.transact((tx) => tx.contributions.insertMany(made));
      const all = () => store.read((tx) => tx.contributions.page({}, null, 100));

      it('name the plan and its date', async () => {
        const of = plan(one);
        await insert(of);
        const made = [paying(of), contribution(one, AIGERIM), paying(of, later(31))];
        await add(...made);
        expect(await all()).toEqual(made);
        const [first] = made as [Contribution, ...Contribution[]];
        expect((await store.read((tx) => tx.contributions.findMany([first.id]))).get(first.id)).toEqual(first);
        const byKey = await store.read((tx) => tx.contributions.findByKeys([first]));
        expect(byKey).toEqual([first]);
      });

      it.each(['pending', 'completed'] as const)(
        'pay a date once: beside one that is %s no other is kept',
        async (status) => {
          const of = plan(one);
          await insert(of);
          await add(paying(of, DAY, { status }));
          for (const second of ['pending', 'completed'] as const) {
            const again = add(contribution(one, BOLAT), paying(of, DAY, { status: second }));
            await expect(again).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
          }
          expect(await all()).toHaveLength(1);
        },
      );

      it('pay a date that the bank refused once more, and the same day of another plan', async () => {
        const [first, second] = [plan(one), plan(one)];
        await insert(first, second);
        await add(paying(first, DAY, { status: 'refused', reason: 'bank.insufficient-funds' }));
        const tried = paying(first);
        await add(tried, paying(second), paying(first, later(31)));
        await store.transact((tx) =>
          tx.contributions.resolveMany([{ ...tried, status: 'refused', reason: 'bank.refused' }]),
        );
        await add(paying(first));
        await expect(add(paying(first))).rejects.toMatchObject({ code: 'conflict' });
        expect(await all()).toHaveLength(5);
      });

      it('never lose the date they pay, though their plan is not there', async () => {
        const missing = plan(one);
        const tried = await Promise.allSettled([add(paying(missing)), add(paying(missing))]);
        expect(tried.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
        for (const { plan: paid } of await all()) expect(paid).toEqual({ id: missing.id, on: DAY });
      });
    });

    it('a plan of a client or a goal that is not there is not kept', async () => {
      const stranger = plan(one, { client: parseClientId('stranger') });
      for (const bad of [stranger, plan(goal())]) await expect(insert(plan(one), bad)).rejects.toThrow();
      expect(await store.read((tx) => tx.plans.page({}, null, 9))).toEqual([]);
    });

    it('two decisions about one date at the same moment take turns', async () => {
      const of = plan(one);
      await insert(of);
      const decide = () =>
        store.transact(async (tx) => {
          const found = (await tx.plans.findMany([of.id])).get(of.id);
          if (found === undefined || found.sending !== null) return false;
          await Promise.resolve();
          await tx.plans.saveMany([{ ...found, sending: SENDING }]);
          return true;
        });
      const won = await Promise.all(Array.from({ length: 10 }, decide));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('a leap day is a day', async () => {
      const leap = parseCivilDate('2028-02-29');
      const of = plan(one, { due: { number: 1, on: leap }, runOn: leap, readTo: leap, lastOn: leap, startedOn: leap });
      await insert(of);
      expect((await find(of.id)).get(of.id)).toEqual(of);
    });
  });
}
