import { describe, expect, it } from 'vitest';
import {
  createDeduplicator,
  type EventSubscriber,
  MAX_DELIVERY_ATTEMPTS,
  type PublishedEvent,
} from '../../../src/outbox/index.js';
import { type GoalId, Unavailable } from '../../../src/shared/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../support/savings-world.js';

const OPERATIONS = staff('operations');
const MINUTE_MS = 60_000;

type Listener = EventSubscriber & { readonly heard: PublishedEvent[]; fails: (event: PublishedEvent) => Error | null };

function listener(name = 'bank'): Listener {
  const heard: PublishedEvent[] = [];
  const self: Listener = {
    ...{ name, heard, fails: () => null },
    handle: async (event) => {
      // The next event of a goal must not overtake this one.
      await new Promise((resolve) => setImmediate(resolve));
      const failure = self.fails(event);
      if (failure !== null) throw failure;
      heard.push(event);
    },
  };
  return self;
}

const dispatch = ({ jinaq }: SavingsWorld) => jinaq.events.dispatch(OPERATIONS);
const later = ({ clock }: SavingsWorld, ms: number) => clock.set(new Date(clock.now().getTime() + ms));
const positions = (events: readonly PublishedEvent[], goal: GoalId) =>
  events.filter((event) => event.goal === goal).map(({ position }) => position);
const pay = ({ jinaq }: SavingsWorld, goal: GoalId, key?: string) =>
  jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000, key });

describe('events out', () => {
  it('are all told, those of a goal in their order, and each once when nothing goes wrong', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    const goals = [await openGoal(world, ['aigerim', 'bolat']), await openGoal(world, ['aigerim'])];
    for (const key of ['1', '2', '3']) for (const goal of goals) await pay(world, goal, `${key}-${goal}`);
    const [report] = await dispatch(world);
    for (const goal of goals) {
      const history = await world.jinaq.goals.history(OPERATIONS, { goal });
      expect(positions(bank.heard, goal)).toEqual(history.map(({ position }) => position));
    }
    expect(report).toEqual({ subscriber: 'bank', delivered: bank.heard.length, failed: 0, parked: 0, stopped: null });
    await dispatch(world);
    expect(bank.heard).toHaveLength(report?.delivered ?? 0);
    const [event] = bank.heard;
    expect(event).toMatchObject({ id: `${event?.goal}/${event?.position}`, version: 1, type: 'goal.created' });
    await world.jinaq.close();
  });

  it('are told in their order though a goal has more of them than fit into one turn', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    const goal = await openGoal(world, ['aigerim']);
    for (let key = 0; key < 120; key += 1) await pay(world, goal, String(key));
    await dispatch(world);
    expect(bank.heard).toHaveLength(241);
    expect(positions(bank.heard, goal)).toEqual([...positions(bank.heard, goal)].sort((a, b) => a - b));
    await world.jinaq.close();
  });

  it('of one goal wait for the event at which a subscriber fails; other goals and other subscribers go on', async () => {
    const [bank, loyalty] = [listener('bank'), listener('loyalty')];
    const world = await openSavingsWorld({ subscribers: [bank, loyalty] });
    const [bad, good] = [await openGoal(world, ['aigerim']), await openGoal(world, ['aigerim'])];
    bank.fails = ({ goal, type }) =>
      goal === bad && type === 'contribution.completed' ? new Error('no such account') : null;
    for (const goal of [bad, good, bad, good]) await pay(world, goal, undefined);
    const [first] = await dispatch(world);
    expect(first).toMatchObject({ failed: 1, parked: 0 });
    expect(bank.heard.filter(({ goal }) => goal === bad).map(({ type }) => type)).toEqual([
      'goal.created',
      'contribution.requested',
    ]);
    expect(positions(bank.heard, good)).toHaveLength(5);
    expect(loyalty.heard).toHaveLength(10);
    const [trouble] = await world.jinaq.events.list(OPERATIONS);
    expect(trouble).toMatchObject({
      goal: bad,
      type: 'contribution.completed',
      attempts: 1,
      reason: 'no such account',
    });

    // Before its pause is over nothing is tried; then it goes on at that event.
    bank.fails = () => null;
    expect((await dispatch(world))[0]).toMatchObject({ delivered: 0 });
    later(world, 10_000);
    expect((await dispatch(world))[0]).toMatchObject({ delivered: 3, failed: 0 });
    expect(positions(bank.heard, bad)).toEqual(positions(loyalty.heard, bad));
    expect(await world.jinaq.events.list(OPERATIONS)).toEqual([]);
    await world.jinaq.close();
  });

  it(`park a goal after ${MAX_DELIVERY_ATTEMPTS} failures until somebody lets it be tried again`, async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    const goal = await openGoal(world, ['aigerim']);
    bank.fails = () => new Error('never');
    for (let attempt = 1; attempt < MAX_DELIVERY_ATTEMPTS; attempt += 1) {
      expect((await dispatch(world))[0]).toMatchObject({ failed: 1, parked: 0 });
      later(world, 60 * MINUTE_MS);
    }
    expect((await dispatch(world))[0]).toMatchObject({ failed: 1, parked: 1 });
    later(world, 24 * 60 * MINUTE_MS);
    bank.fails = () => null;
    expect((await dispatch(world))[0]).toMatchObject({ delivered: 0, failed: 0 });
    expect(await world.jinaq.events.list(OPERATIONS)).toMatchObject([{ goal, wakeAt: null }]);
    expect(await world.jinaq.events.retry(OPERATIONS, { subscriber: 'bank' })).toEqual({ goals: 1 });
    expect((await dispatch(world))[0]).toMatchObject({ delivered: 1 });
    await world.jinaq.close();
  });

  it('are never parked while the subscriber says that its own system is away, and are not all tried then', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    for (let index = 0; index < 80; index += 1) await openGoal(world, ['aigerim']);
    bank.fails = () => new Unavailable('store.unavailable', 'The queue does not answer.');
    const [first] = await dispatch(world);
    expect(first).toMatchObject({ delivered: 0, parked: 0, stopped: 'subscriber-unavailable' });
    expect(first?.failed).toBeLessThan(64);
    for (let attempt = 0; attempt < 2 * MAX_DELIVERY_ATTEMPTS; attempt += 1) {
      later(world, 60 * MINUTE_MS);
      expect((await dispatch(world))[0]).toMatchObject({ parked: 0 });
    }
    bank.fails = () => null;
    later(world, 60 * MINUTE_MS);
    expect((await dispatch(world))[0]).toMatchObject({ delivered: 80, failed: 0 });
    await world.jinaq.close();
  });

  it('are told by one of two dispatchers that run side by side', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    for (let index = 0; index < 40; index += 1) await pay(world, await openGoal(world, ['aigerim']), String(index));
    await Promise.all([dispatch(world), dispatch(world), dispatch(world)]);
    expect(new Set(bank.heard.map(({ id }) => id)).size).toBe(bank.heard.length);
    expect(bank.heard).toHaveLength(120);
    await world.jinaq.close();
  });

  it('that were not begun when a run is stopped are told by the next one at once', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    for (let index = 0; index < 50; index += 1) await openGoal(world, ['aigerim']);
    const signal = { aborted: false };
    bank.fails = () => {
      signal.aborted = true;
      return null;
    };
    const { dispatchEvents } = world.jinaq.context.useCases;
    const [stopped] = await dispatchEvents.execute({ actor: OPERATIONS, signal });
    expect(stopped).toMatchObject({ stopped: 'interrupted' });
    expect(stopped?.delivered).toBeLessThan(50);
    expect((await dispatch(world))[0]?.delivered).toBe(50 - (stopped?.delivered ?? 0));
    await world.jinaq.close();
  });

  it('show their lag by subscriber', async () => {
    const bank = listener();
    const world = await openSavingsWorld({ subscribers: [bank] });
    const goal = await openGoal(world, ['aigerim']);
    await dispatch(world);
    const lagOf = async () => (await world.jinaq.events.status(OPERATIONS)).find(({ reader }) => reader === 'bank');
    expect(await lagOf()).toMatchObject({ events: 0, oldestAt: null });
    await pay(world, goal, 'k');
    expect(await lagOf()).toMatchObject({ events: 2, oldestAt: world.clock.now() });
    await world.jinaq.close();
  });

  it('let each event count once, however often it is told, with the deduplicator', async () => {
    const [seen, counted] = [new Map<GoalId, number>(), [] as string[]];
    let breaks = true;
    const handle = createDeduplicator<null>({
      transact: (work) => work(null),
      lastPosition: async (_tx, goal) => seen.get(goal) ?? null,
      savePosition: async (_tx, goal, position) => void seen.set(goal, position),
      handle: async (_tx, { id }) => void counted.push(id),
    });
    const bank: EventSubscriber = {
      name: 'bank',
      handle: async (event) => {
        await handle(event);
        if (breaks) throw new Error('the answer got lost');
      },
    };
    const world = await openSavingsWorld({ subscribers: [bank] });
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    await dispatch(world);
    breaks = false;
    later(world, MINUTE_MS);
    await dispatch(world);
    const history = await world.jinaq.goals.history(OPERATIONS, { goal });
    expect(counted).toEqual(history.map(({ position }) => `${goal}/${position}`));
    await world.jinaq.close();
  });

  it.each(['', 'Bank', 'messages', 'a'.repeat(65)])('refuse the subscriber name %j', async (name) => {
    const refused = refusalOf(openSavingsWorld({ subscribers: [listener(name)] }));
    expect(await refused).toMatchObject({ code: 'input.invalid' });
  });

  it('refuse two subscribers of one name', async () => {
    const refused = refusalOf(openSavingsWorld({ subscribers: [listener(), listener()] }));
    expect((await refused).message).toContain('twice');
  });
});
