import { afterEach, describe, expect, test, vi } from 'vitest';
import { openChannels } from '../../adapters/node/index.js';
import type { Channel, DeliveryReport, ReportListener } from '../../src/messaging/index.js';
import { parseInstant } from '../../src/shared/index.js';
import { client, openGoal, openSavingsWorld, type SavingsWorld, staff } from '../support/savings-world.js';
import { receiptFields, type SmscOptions, startSmsc } from '../support/smsc.js';

const MEMBERS = ['aigerim', 'bolat', 'dana'];
const OPERATIONS = staff('operations');
const NINE = parseInstant('2026-01-05T09:00:00+05:00');

describe('an SMS that Jinaq sends', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const serve = async (options: SmscOptions = {}) => {
    const smsc = await startSmsc(options);
    closing.push(smsc.stop);
    const { port } = smsc;
    const sms = { host: '127.0.0.1', port, systemId: 'j', password: 'p', sender: 'JINAQ', reconnectMs: 10 };
    return {
      smsc,
      channels: await openChannels({ sms: { ...sms, answerTimeoutMs: 2_000 }, clock: { now: () => NINE } }),
    };
  };
  /** A vote is opened: the others are told, and that is owed to them. */
  const openVote = async (channels: readonly Channel[]): Promise<SavingsWorld> => {
    const world = await openSavingsWorld({ channels });
    closing.push(() => world.jinaq.close());
    for (const [index, id] of MEMBERS.entries()) {
      const address = `+7701000000${index}`;
      await world.jinaq.messages.preferences(OPERATIONS, { client: id, channel: 'sms', address });
    }
    const goal = await openGoal(world, MEMBERS);
    await world.jinaq.proposals.open(client('aigerim'), { goal, kind: 'cancel' });
    await world.jinaq.messages.plan(OPERATIONS, {});
    return world;
  };
  const messagesOf = async ({ jinaq }: SavingsWorld, id: string) =>
    (await jinaq.messages.explain(OPERATIONS, { client: id })).filter(({ template }) =>
      /^proposal|^vote/.test(template),
    );

  test('is delivered once its receipt is there, to each member once', async () => {
    const { smsc, channels } = await serve({ receipts: 'after-answer' });
    const world = await openVote(channels);
    await world.jinaq.messages.send(OPERATIONS, {});
    await vi.waitFor(async () => {
      expect(await messagesOf(world, 'bolat')).toMatchObject([{ status: 'delivered', channel: 'sms' }]);
    });
    await world.jinaq.messages.send(OPERATIONS, {});
    const toBolat = smsc.texts().filter(({ to }) => to === '77010000001');
    expect(new Set(toBolat.map(({ text }) => text)).size).toBe(toBolat.length);
  });

  test('to a number that does not exist turns the number off; the message is found in the inbox', async () => {
    const { smsc, channels } = await serve({
      behave: (_, pdu) => (pdu.destination_addr === '77010000001' ? { status: 'ESME_RINVDSTADR' } : 'accept'),
    });
    const world = await openVote(channels);
    await world.jinaq.messages.send(OPERATIONS, {});
    expect(await messagesOf(world, 'bolat')).toMatchObject([{ status: 'delivered', channel: 'inbox' }]);
    const tried = smsc.counts.submits;
    const { addresses } = await world.jinaq.messages.preferences(OPERATIONS, { client: 'bolat' });
    expect(addresses).toMatchObject([{ channel: 'sms', offReason: 'ESME_RINVDSTADR' }]);
    const goal = await openGoal(world, ['dana', 'bolat']);
    await world.jinaq.proposals.open(client('dana'), { goal, kind: 'cancel' });
    await world.jinaq.messages.plan(OPERATIONS, {});
    await world.jinaq.messages.send(OPERATIONS, {});
    expect(await messagesOf(world, 'bolat')).toMatchObject([{ channel: 'inbox' }, { channel: 'inbox' }]);
    expect(smsc.counts.submits).toBeLessThanOrEqual(tried + 2);
  });

  test('whose answer was lost is sent again, since it is owed', async () => {
    const { smsc, channels } = await serve({ behave: (nth) => (nth <= 2 ? 'hang-up' : 'accept') });
    const world = await openVote(channels);
    const { waiting } = await world.jinaq.messages.send(OPERATIONS, {});
    expect(waiting).toBeGreaterThan(0);
    world.clock.set(new Date(world.clock.now().getTime() + 120_000));
    await world.jinaq.messages.send(OPERATIONS, {});
    for (const id of ['bolat', 'dana']) expect(await messagesOf(world, id)).toMatchObject([{ status: 'sent' }]);
    expect(new Set(smsc.parts.map(({ to }) => to))).toContain('77010000001');
  });

  test('of which a receipt says that it failed is found in the inbox', async () => {
    const { smsc, channels } = await serve();
    const world = await openVote(channels);
    await world.jinaq.messages.send(OPERATIONS, {});
    for (const { id } of smsc.parts) expect(await smsc.deliver(receiptFields(id, 'REJECTD'))).toBe(0);
    await world.jinaq.messages.send(OPERATIONS, {});
    expect(await messagesOf(world, 'bolat')).toMatchObject([{ status: 'delivered', channel: 'inbox' }]);
  });

  test('has arrived when one of two reports that come together says so', async () => {
    const sent: string[] = [];
    const listeners: ReportListener[] = [];
    const channel: Channel = {
      name: 'sms',
      send: async (messages) => {
        sent.push(...messages.map(({ key }) => key));
        return messages.map(({ key }) => ({ status: 'sent', reference: `r:${key}` }));
      },
      onReport: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
      close: async () => undefined,
    };
    const world = await openVote([channel]);
    await world.jinaq.messages.send(OPERATIONS, {});
    const key = sent.find((one) => /^proposal\.opened.*bolat$/.test(one)) ?? '';
    const report = async (changes: Partial<DeliveryReport>): Promise<void> => {
      const common = { reference: `r:${key}`, at: world.clock.now(), status: 'delivered' };
      await Promise.all(listeners.map((listener) => listener({ ...common, ...changes } as DeliveryReport)));
    };
    const failure = { status: 'failed', fault: 'temporary', reason: 'EXPIRED' } as const;
    await Promise.all([report({}), report(failure), report({ reference: 'of somebody else', key: 'unknown' })]);
    expect(await messagesOf(world, 'bolat')).toMatchObject([{ status: 'delivered', channel: 'sms' }]);
  });
});
