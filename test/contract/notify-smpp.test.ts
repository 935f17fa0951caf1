import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSmppChannel, type SmppOptions } from '../../adapters/notify-smpp/index.js';
import type { Channel, DeliveryReport, OutgoingMessage } from '../../src/messaging/index.js';
import { makeCertificate } from '../support/certificate.js';
import { receiptFields, startSmsc, type SmscOptions } from '../support/smsc.js';

const PASSWORD = 'pa55word';
const KAZAKH =
  'Құрметті Айгерім! «Той» мақсатына осы айда 60 000 ₸ жетпейді. Бүгін аударсаңыз, мерзімінен екі апта бұрын жинаймыз. ' +
  'Ғажап әріптер: ә, ғ, қ, ң, ө, ұ, ү, һ, і. 🎉 Сұрақтарыңыз болса, банк қосымшасынан жазыңыз.';

const message = (key: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key,
  to: '+77011234567',
  text: `Text of ${key}`,
  locale: 'kk',
  ...changes,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => message(`m-${index}`));

describe('SMS over SMPP', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const smsc = async (options: SmscOptions = {}) => {
    const started = await startSmsc(options);
    closing.push(() => started.stop());
    return started;
  };
  const open = async (port: number, options: Partial<SmppOptions> = {}): Promise<Channel> => {
    const channel = await openSmppChannel({
      ...{ host: '127.0.0.1', port, systemId: 'jinaq', password: PASSWORD, sender: 'JINAQ' },
      ...{ answerTimeoutMs: 2_000, reconnectMs: 10, throttleMs: 5, ...options },
    });
    closing.push(() => channel.close());
    return channel;
  };
  const collect = (channel: Channel): DeliveryReport[] => {
    const reports: DeliveryReport[] = [];
    channel.onReport(async (report) => void reports.push(report));
    return reports;
  };

  test('a long Kazakh message arrives in parts and is read as it was written', async () => {
    const { port, texts, parts } = await smsc();
    const channel = await open(port);
    const [result] = await channel.send([message('k-1', { text: KAZAKH })]);
    expect(texts()).toEqual([{ to: '77011234567', text: KAZAKH, parts: 4 }]);
    expect(result).toEqual({ status: 'sent', reference: 'm-4' });
    expect(parts[0]?.pdu).toMatchObject({ data_coding: 8, esm_class: 0x40, source_addr: 'JINAQ', source_addr_ton: 5 });
    expect(parts.every(({ pdu }) => pdu.short_message?.udh?.[0]?.length === 5)).toBe(true);
  });

  test('GSM-7 with its extension table, in one part and in several', async () => {
    const { port, texts, parts } = await smsc();
    const channel = await open(port);
    const short = 'Price: {5 €} [a|b] ^~\\ @£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà';
    const long = `${'a'.repeat(152)}€${'b'.repeat(200)}`;
    await channel.send([message('k-1', { text: short }), message('k-2', { text: long })]);
    expect(texts()).toEqual([
      { to: '77011234567', text: short, parts: 1 },
      { to: '77011234567', text: long, parts: 3 },
    ]);
    expect(parts.map(({ pdu }) => pdu.data_coding)).toEqual([0, 0, 0, 0]);
  });

  test('a repeated message has the same part reference, another one its own', async () => {
    const { port, parts } = await smsc();
    const channel = await open(port);
    await channel.send(['k-1', 'k-1', 'k-2'].map((key) => message(key, { text: 'қ'.repeat(71) })));
    const references = parts.map(({ pdu }) => pdu.short_message?.udh?.[0]?.[2]);
    expect(references[0]).toBe(references[2]);
    expect(references[0]).not.toBe(references[4]);
  });

  test('at most the window is out without its answer, and results stand in the order of the messages', async () => {
    const { port, counts, texts } = await smsc();
    const channel = await open(port, { window: 8 });
    const results = await channel.send(many(100));
    expect(counts.mostUnanswered).toBe(8);
    expect(texts().map(({ text }) => text)).toEqual(many(100).map(({ text }) => text));
    expect(results).toEqual(many(100).map((_, index) => ({ status: 'sent', reference: `m-${index + 1}` })));
  });

  test('a throttled link rests and sends everything, once and in order', async () => {
    const { port, counts, texts } = await smsc({
      behave: (nth) => (nth % 5 < 2 ? { status: nth % 2 === 0 ? 'ESME_RTHROTTLED' : 'ESME_RMSGQFUL' } : 'accept'),
    });
    const channel = await open(port, { window: 1 });
    const results = await channel.send(many(50));
    expect(results.every(({ status }) => status === 'sent')).toBe(true);
    expect(texts().map(({ text }) => text)).toEqual(many(50).map(({ text }) => text));
    expect(counts.submits).toBeGreaterThan(50);
  });

  test('an operator that takes ten at a time and refuses the rest gets everything', async () => {
    let taken = 0;
    const refill = setInterval(() => (taken = 0), 20);
    closing.push(async () => clearInterval(refill));
    const { port, texts } = await smsc({
      behave: () => ((taken += 1) > 10 ? { status: 'ESME_RTHROTTLED' } : 'accept'),
    });
    const results = await (await open(port)).send(many(200));
    expect(results.every(({ status }) => status === 'sent')).toBe(true);
    expect(new Set(texts().map(({ text }) => text)).size).toBe(200);
    expect(texts()).toHaveLength(200);
  });

  test('an operator that always throttles is not asked for ever', async () => {
    const { port, counts } = await smsc({ behave: () => ({ status: 'ESME_RTHROTTLED' }) });
    const channel = await open(port, { throttleMs: 1 });
    expect(await channel.send(many(3))).toEqual(
      many(3).map(() => ({ status: 'failed', fault: 'temporary', reason: 'ESME_RTHROTTLED' })),
    );
    expect(counts.submits).toBeLessThan(30);
  });

  test.each([
    ['ESME_RINVDSTADR', 'address'],
    ['ESME_RINVMSGLEN', 'message'],
    ['ESME_RSYSERR', 'temporary'],
    ['ESME_RINVSRCADR', 'temporary'],
  ])('%s means that the %s is at fault', async (status, fault) => {
    const { port } = await smsc({ behave: () => ({ status }) });
    expect(await (await open(port)).send([message('k-1')])).toEqual([{ status: 'failed', fault, reason: status }]);
  });

  test('a message of which some parts are out has an unknown outcome', async () => {
    const { port } = await smsc({ behave: (nth) => (nth === 2 ? { status: 'ESME_RSYSERR' } : 'accept') });
    expect(await (await open(port)).send([message('k-1', { text: KAZAKH })])).toEqual([
      { status: 'failed', fault: 'unknown', reason: 'ESME_RSYSERR' },
    ]);
  });

  test('a server that restarts in the middle loses nothing: in flight is unknown, the rest goes out', async () => {
    const first = await smsc({ behave: (nth) => (nth > 40 ? 'silent' : 'accept') });
    const channel = await open(first.port, { window: 16 });
    const sending = channel.send(many(100));
    await vi.waitFor(() => expect(first.counts.unanswered).toBe(16));
    await first.stop();
    const second = await smsc({ port: first.port });
    const results = await sending;
    const unknown = { status: 'failed', fault: 'unknown', reason: 'connection-lost' };
    expect(results.slice(0, 40).every(({ status }) => status === 'sent')).toBe(true);
    expect(results.slice(40, 56)).toEqual(Array.from({ length: 16 }, () => unknown));
    expect(results.slice(56).every(({ status }) => status === 'sent')).toBe(true);
    expect([...first.texts(), ...second.texts()].map(({ text }) => text)).toEqual(
      [...many(40), ...many(100).slice(56)].map(({ text }) => text),
    );
  });

  test('an answer that does not come makes the outcome unknown, and the link goes on', async () => {
    const { port } = await smsc({ behave: (nth) => (nth === 1 ? 'silent' : 'accept') });
    const channel = await open(port, { answerTimeoutMs: 50 });
    expect(await channel.send(many(2))).toEqual([
      { status: 'failed', fault: 'unknown', reason: 'no-answer' },
      { status: 'sent', reference: 'm-1' },
    ]);
  });

  test('an operator that is not there makes every message temporary, with the reason', async () => {
    const { port, stop } = await startSmsc();
    await stop();
    const channel = await open(port, { linkWaitMs: 50 });
    expect(await channel.send(many(2))).toEqual(
      many(2).map(() => ({ status: 'failed', fault: 'temporary', reason: 'ECONNREFUSED' })),
    );
  });

  test('a wrong password is temporary for the messages, and is never told', async () => {
    const { port } = await smsc({ password: 'another' });
    const told: unknown[] = [];
    const logger = { info: (...all: unknown[]) => told.push(all), warn: (...all: unknown[]) => told.push(all) };
    const channel = await open(port, { linkWaitMs: 50, logger });
    expect(await channel.send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'ESME_RINVPASWD' },
    ]);
    expect(told.length).toBeGreaterThan(0);
    const everything = inspect([told, channel], { depth: 9 });
    expect(everything).not.toContain(PASSWORD);
    expect(everything).not.toContain('7011234567');
  });

  test('a bad number, an endless text and a message past its use never leave', async () => {
    const { port, counts } = await smsc();
    const channel = await open(port);
    const results = await channel.send([
      message('k-1', { to: '87011234567' }),
      message('k-2', { text: 'қ'.repeat(67 * 255 + 1) }),
      message('k-3', { expiresAt: new Date(Date.now() - 1) }),
    ]);
    expect(results).toMatchObject([
      { fault: 'address' },
      { fault: 'message' },
      { fault: 'message', reason: 'expired' },
    ]);
    expect(counts.submits).toBe(0);
  });

  test('the operator is told until when a message is of use', async () => {
    const { port, parts } = await smsc();
    const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
    await (await open(port)).send([message('k-1', { expiresAt })]);
    expect(parts[0]?.pdu.validity_period).toEqual(expiresAt);
  });

  test('a receipt is told with the key, when all parts have arrived', async () => {
    const { port, deliver } = await smsc();
    const channel = await open(port);
    const reports = collect(channel);
    await channel.send([message('k-1', { text: 'қ'.repeat(71) })]);
    expect(await deliver(receiptFields('m-2', 'DELIVRD'))).toBe(0);
    expect(reports).toEqual([]);
    expect(await deliver(receiptFields('m-1', 'DELIVRD'))).toBe(0);
    expect(reports).toMatchObject([{ status: 'delivered', key: 'k-1', reference: 'm-2' }]);
    // The operator repeats itself: nobody is told twice.
    await deliver(receiptFields('m-1', 'DELIVRD'));
    expect(reports).toHaveLength(1);
  });

  test.each([
    ['UNDELIV', '042', 'temporary'],
    ['UNDELIV', '001', 'address'],
    ['EXPIRED', '000', 'temporary'],
    ['REJECTD', '000', 'message'],
  ])('a receipt %s with error %s means that the %s is at fault', async (state, error, fault) => {
    const { port, deliver } = await smsc();
    const channel = await open(port, { goneErrors: ['001'] });
    const reports = collect(channel);
    await channel.send([message('k-1')]);
    await deliver(receiptFields('m-1', state, error));
    expect(reports).toMatchObject([{ status: 'failed', fault, reason: `${state} ${error}`, key: 'k-1' }]);
  });

  test('a receipt in optional parameters counts; one that says nothing final, and a message of a person, do not', async () => {
    const { port, deliver } = await smsc();
    const channel = await open(port);
    const reports = collect(channel);
    await channel.send([message('k-1'), message('k-2')]);
    await deliver(receiptFields('m-1', 'ACCEPTD'));
    await deliver({ esm_class: 0, data_coding: 0, short_message: Buffer.from('id:m-1 stat:DELIVRD') });
    expect(reports).toEqual([]);
    await deliver({ esm_class: 4, receipted_message_id: 'm-1', message_state: 2, short_message: Buffer.alloc(0) });
    const networkError = Buffer.from([3, 0, 1]);
    const gone = { esm_class: 4, receipted_message_id: 'm-2', message_state: 5, network_error_code: networkError };
    await deliver({ ...gone, short_message: Buffer.alloc(0) });
    expect(reports).toMatchObject([
      { status: 'delivered', key: 'k-1' },
      { status: 'failed', fault: 'address', key: 'k-2' },
    ]);
  });

  test('a receipt that overtakes its answer finds its message', async () => {
    const { port } = await smsc({ receipts: 'before-answer' });
    const channel = await open(port);
    const reports = collect(channel);
    await channel.send([message('k-1')]);
    await vi.waitFor(() => expect(reports).toMatchObject([{ status: 'delivered', key: 'k-1', reference: 'm-1' }]));
  });

  test('a receipt of a message of an earlier process, which has waited for the link, is told by its reference', async () => {
    const { port, answers } = await smsc({ waitingReceipt: 'm-77' });
    const reports = collect(await open(port));
    await vi.waitFor(() => expect(answers).toEqual([0]));
    expect(reports).toMatchObject([{ status: 'delivered', reference: 'm-77' }]);
    expect(reports[0]).not.toHaveProperty('key');
  });

  test('a receipt that cannot be stored is asked for again', async () => {
    const { port, deliver } = await smsc();
    const channel = await open(port);
    await channel.send([message('k-1')]);
    const TEMPORARY = 0x64;
    expect(await deliver(receiptFields('m-1', 'DELIVRD'))).toBe(TEMPORARY);
    const stop = channel.onReport(() => Promise.reject(new Error('the database is busy')));
    expect(await deliver(receiptFields('m-1', 'DELIVRD'))).toBe(TEMPORARY);
    stop();
    const reports = collect(channel);
    expect(await deliver(receiptFields('m-1', 'DELIVRD'))).toBe(0);
    expect(reports).toMatchObject([{ status: 'delivered', key: 'k-1' }]);
  });

  test('the link is proved alive, and one that is dead is opened again', async () => {
    let isDeaf = false;
    const { port, counts, binds } = await smsc({ isDeaf: () => isDeaf });
    const channel = await open(port, { enquireMs: 20, answerTimeoutMs: 100 });
    await channel.send([message('k-1')]);
    await vi.waitFor(() => expect(counts.enquiries).toBeGreaterThan(2));
    expect(binds).toHaveLength(1);
    isDeaf = true;
    await vi.waitFor(() => expect(binds.length).toBeGreaterThan(1));
    isDeaf = false;
    expect(await channel.send([message('k-2')])).toMatchObject([{ status: 'sent' }]);
  });

  test('an operator that says goodbye is met again', async () => {
    const { port, unbindAll, binds } = await smsc();
    const channel = await open(port);
    await channel.send([message('k-1')]);
    unbindAll();
    await vi.waitFor(() => expect(binds).toHaveLength(2));
    expect(await channel.send([message('k-2')])).toMatchObject([{ status: 'sent' }]);
  });

  test('closing waits for what is under way, says goodbye, and takes nothing more', async () => {
    const { port, counts, texts } = await smsc();
    const channel = await open(port, { window: 4 });
    const sending = channel.send(many(50));
    await channel.close();
    expect((await sending).every(({ status }) => status === 'sent')).toBe(true);
    expect(texts()).toHaveLength(50);
    expect(counts.unbinds).toBe(1);
    expect(await channel.send([message('late')])).toEqual([{ status: 'failed', fault: 'temporary', reason: 'closed' }]);
  });

  test('TLS is checked: a certificate of nobody is refused, one of our authority is taken', async () => {
    const authority = makeCertificate('Authority');
    const { port } = await smsc({ tls: makeCertificate('127.0.0.1', authority) });
    const trusting = await open(port, { tls: { ca: authority.cert } });
    expect(await trusting.send([message('k-1')])).toMatchObject([{ status: 'sent' }]);
    const wary = await open(port, { tls: {}, linkWaitMs: 50 });
    expect(await wary.send([message('k-1')])).toMatchObject([
      { fault: 'temporary', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ]);
  });

  test.each([
    [{ host: 'smsc.example' }, 'tls'],
    [{ sender: 'a name too long' }, 'sender'],
    [{ systemId: '' }, 'systemId'],
    [{ window: 0 }, 'window'],
  ])('options that make no sense are refused (%#)', async (changes, path) => {
    await expect(open(1, changes)).rejects.toMatchObject({ code: 'input.invalid', details: { problems: [{ path }] } });
  });
});
