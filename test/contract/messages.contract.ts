import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message, MessageDraft, MessagingTx } from '../../src/messaging/index.js';
import { draftMessage } from '../../src/messaging/domain/message.js';
import { addDays, type GoalId, type Store } from '../../src/shared/index.js';
import { AIGERIM, BEYOND_DOUBLE, BOLAT, contribution, DAY, event, goal, NOW, seed } from './store-fixtures.js';

/** An empty store of its own for each test. */
export type OpenMessageStore = () => Promise<{ readonly store: Store<MessagingTx>; close(): void | Promise<void> }>;

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** What every store must do for messages, whatever database is under it. */
export function messageStoreContract(name: string, open: OpenMessageStore): void {
  describe(`messages in the store: ${name}`, () => {
    let store: Store<MessagingTx>;
    let close: () => void | Promise<void>;
    const flat = goal();

    beforeEach(async () => {
      const opened = await open();
      store = opened.store;
      close = () => opened.close();
      await seed(store, flat);
    });
    afterEach(async () => close());

    const aDraft = (occasion: string, client = AIGERIM, suppressed?: string): MessageDraft =>
      draftMessage(
        {
          ...{ template: 'reminder.due', occasion, client, goal: flat.id, expiresAt: later(60), suppressed },
          params: { goal: '«Той»', share: 1n, due: DAY, missing: BEYOND_DOUBLE, target: 3n, effect: 'none' },
          unlessPaidAfter: DAY,
        },
        NOW,
      );
    const insert = (...drafts: readonly MessageDraft[]) => store.transact((tx) => tx.messages.insertNew(drafts));
    const find = async ({ key }: Pick<Message, 'key'>) =>
      store.read(async (tx) => (await tx.messages.findMany([key])).get(key));

    it('a message comes back as it was decided, money and instants included', async () => {
      await insert(aDraft('1'));
      expect(await find(aDraft('1'))).toEqual({ ...aDraft('1'), leftAt: null });
    });

    it('a key is planned once, and only what was added counts', async () => {
      expect(await insert(aDraft('1'), aDraft('2'))).toEqual(new Map([['reminder.due', 2]]));
      expect(await insert(aDraft('1'), aDraft('3'), aDraft('3'))).toEqual(new Map([['reminder.due', 1]]));
      expect((await insert(aDraft('1', AIGERIM, 'hold-out'))).size).toBe(0);
      expect((await find(aDraft('1')))?.delivery.status).toBe('planned');
    });

    it('due are those whose time has come, the longest waiting first, and none with which all was done', async () => {
      await insert(aDraft('1'), aDraft('2'), aDraft('3', AIGERIM, 'hold-out'));
      const wait = { ...aDraft('1'), leftAt: null, delivery: { status: 'planned', dueAt: later(5) } } as const;
      await store.transact((tx) => tx.messages.saveMany([wait]));
      const due = (minutes: number, limit = 9) => store.transact((tx) => tx.messages.due(later(minutes), limit));
      expect((await due(4)).map(({ key }) => key)).toEqual([aDraft('2').key]);
      expect((await due(5)).map(({ key }) => key)).toEqual([aDraft('2').key, aDraft('1').key]);
      expect(await due(5, 1)).toHaveLength(1);
    });

    it('places are used by capped messages that have left since then', async () => {
      const notice = draftMessage(
        {
          template: 'goal.closed',
          occasion: '1',
          client: AIGERIM,
          goal: flat.id,
          params: { goal: 'x' },
          expiresAt: null,
        },
        NOW,
      );
      await insert(aDraft('1'), aDraft('2'), notice);
      const left = [aDraft('1'), notice].map((draft) => ({ ...draft, leftAt: later(1) }));
      await store.transact((tx) => tx.messages.saveMany(left));
      const places = (since: Date) => store.read((tx) => tx.messages.usedPlaces([AIGERIM, BOLAT], since));
      const used = { client: AIGERIM, goal: flat.id, messageClass: 'reminder', at: later(1) };
      expect(await places(NOW)).toEqual([used]);
      expect(await places(later(2))).toEqual([]);
    });

    it('a client’s messages come the latest first, page by page', async () => {
      await insert(aDraft('1'), aDraft('2'), aDraft('3', BOLAT), aDraft('4'));
      const page = (before: string | null) => store.read((tx) => tx.messages.ofClient(AIGERIM, before, 2));
      expect((await page(null)).map(({ key }) => key)).toEqual([aDraft('4').key, aDraft('2').key]);
      expect((await page(aDraft('2').key)).map(({ key }) => key)).toEqual([aDraft('1').key]);
    });

    it('what channels took is told in that order, and found by the reference while it is on its way', async () => {
      await insert(aDraft('1'), aDraft('2', BOLAT));
      const left = await store.read((tx) => tx.messages.findMany([aDraft('1').key]));
      await store.transact((tx) => tx.messages.saveMany([...left.values()].map((one) => ({ ...one, leftAt: NOW }))));
      await store.transact((tx) =>
        tx.messages.noteSendings([
          { key: aDraft('2', BOLAT).key, channel: 'sms', status: 'sent', reference: 'r-1', at: NOW },
          { key: aDraft('1').key, channel: 'push', status: 'delivered', reference: 'r-2', at: later(1) },
        ]),
      );
      await store.read(async (tx) => {
        const [first, second] = await tx.messages.sendings(0, 9);
        expect([first?.client, second?.client]).toEqual([BOLAT, AIGERIM]);
        expect(second).toMatchObject({ template: 'reminder.due', goal: flat.id, channel: 'push', at: later(1) });
        expect([first, second]).toMatchObject([{ leftAt: null }, { messageClass: 'reminder', leftAt: NOW }]);
        expect(await tx.messages.sendings(first?.id ?? 0, 9)).toEqual([second]);
        expect(await tx.messages.keyOf('sms', 'r-1')).toBe(first?.key);
        expect(await tx.messages.keyOf('push', 'r-1')).toBeUndefined();
        expect(await tx.messages.keyOf('push', 'r-2')).toBeUndefined();
      });
    });

    it('a reader of events is told each once, in their order', async () => {
      await store.transact((tx) => tx.events.append([event(flat), event(flat), event(flat)]));
      const next = (limit: number) => store.transact((tx) => tx.feed.next('a-reader', limit));
      const [first, second, third] = await next(9);
      await store.transact((tx) => tx.feed.advance('a-reader', second?.position ?? 0));
      expect(await next(9)).toEqual([third]);
      expect(await store.transact((tx) => tx.feed.next('another', 1))).toEqual([first]);
    });

    it('a reader that is rolled back is told the same again', async () => {
      await store.transact((tx) => tx.events.append([event(flat)]));
      const failed = store.transact(async (tx) => {
        await tx.feed.advance('a-reader', 1_000);
        throw new Error('crashed');
      });
      await expect(failed).rejects.toThrow('crashed');
      expect(await store.transact((tx) => tx.feed.next('a-reader', 9))).toHaveLength(1);
    });

    it('preferences, addresses, paydays and milestones are kept, the latest of each', async () => {
      const said = { client: AIGERIM, channel: 'sms', messageClass: 'reminder', setAt: NOW } as const;
      const address = { client: AIGERIM, channel: 'email', address: 'a@example.kz', setAt: NOW } as const;
      await store.transact(async (tx) => {
        for (const isAllowed of [true, false]) await tx.recipients.savePreference({ ...said, isAllowed });
        for (const offReason of [null, 'gone']) await tx.recipients.saveAddress({ ...address, offReason });
        for (const day of [31, 10]) await tx.recipients.savePayday(AIGERIM, day);
        for (const percent of [25, 50]) await tx.messages.saveMilestone(flat.id, percent);
      });
      await store.read(async (tx) => {
        expect(await tx.recipients.preferences([AIGERIM, BOLAT])).toEqual([{ ...said, isAllowed: false }]);
        expect(await tx.recipients.addresses([AIGERIM, BOLAT])).toEqual([{ ...address, offReason: 'gone' }]);
        expect(await tx.recipients.paydays([AIGERIM, BOLAT])).toEqual(new Map([[AIGERIM, 10]]));
        expect(await tx.messages.milestones([flat.id])).toEqual(new Map<GoalId, number>([[flat.id, 50]]));
      });
    });

    it('the secret of unsubscribe links is made once', async () => {
      const secret = (made: string) => store.transact((tx) => tx.recipients.secret(() => made));
      expect([await secret('one'), await secret('two')]).toEqual(['one', 'one']);
    });

    it('payments are those of the last days that were not refused', async () => {
      const early = contribution(flat, AIGERIM, { valueDate: addDays(DAY, -1), key: 'early' });
      const made = contribution(flat, AIGERIM, { valueDate: DAY, key: 'made' });
      const refused = contribution(flat, BOLAT, { valueDate: DAY, key: 'refused', status: 'refused' });
      await store.transact((tx) => tx.contributions.insertMany([early, made, refused]));
      const since = await store.read((tx) => tx.payments.since([flat.id], DAY));
      expect(since.get(flat.id)).toEqual([{ client: AIGERIM, on: DAY }]);
    });

    it('reminded clients come with what they paid in the days after, held out or not', async () => {
      await insert(aDraft('1'), aDraft('2'), aDraft('3', BOLAT, 'hold-out'));
      const paid = (key: string, at: Date, client = AIGERIM) =>
        contribution(flat, client, { key, createdAt: at, status: 'completed', amount: 5_00n });
      const days = (n: number) => later(n * 1_440);
      await store.transact((tx) =>
        tx.contributions.insertMany([
          paid('1', days(0)),
          paid('2', days(6.9)),
          paid('3', days(7)),
          paid('4', later(-1), BOLAT),
        ]),
      );
      const range = { from: later(-1), to: later(1), days: 7 };
      const all = await store.read((tx) => tx.messages.reminded(range, null, 9));
      expect([...all].sort((a, b) => (a.client < b.client ? -1 : 1))).toEqual([
        // Two payments of five tenge, counted for each of two reminders.
        { client: AIGERIM, isHeldOut: false, reminders: 2, saved: 20_00n },
        { client: BOLAT, isHeldOut: true, reminders: 1, saved: 0n },
      ]);
      const [first] = all;
      expect(await store.read((tx) => tx.messages.reminded(range, first?.client ?? null, 9))).toEqual(all.slice(1));
      expect(await store.read((tx) => tx.messages.reminded({ ...range, from: later(1) }, null, 9))).toEqual([]);
    });

    it('questions that wait for a person are listed until one has answered', async () => {
      const turn = {
        ...{ id: '0194a1b2-0000-7000-8000-000000000001', client: AIGERIM, at: NOW, question: 'Почему?', answer: '…' },
        ...{ isHandedOver: true, closedBy: null, closedAt: null },
      };
      const other = { ...turn, id: '0194a1b2-0000-7000-8000-000000000002', isHandedOver: false, at: later(1) };
      await store.transact(async (tx) => {
        await tx.help.save(turn);
        await tx.help.save(other);
      });
      const waiting = () => store.read((tx) => tx.help.waiting(null, 9));
      expect(await waiting()).toEqual([turn]);
      expect(await store.read((tx) => tx.help.ofClient(AIGERIM, later(1)))).toEqual([other]);
      const closed = { ...turn, closedBy: 'staff:operations', closedAt: later(2) };
      await store.transact((tx) => tx.help.save(closed));
      expect(await waiting()).toEqual([]);
      expect(await store.read((tx) => tx.help.find(turn.id))).toEqual(closed);
    });
  });
}
