import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openWebPushChannel, type WebPushOptions } from '../../adapters/notify-webpush/index.js';
import type { Channel, OutgoingMessage } from '../../src/messaging/index.js';
import { makeCertificate } from '../support/certificate.js';
import { type HttpHandler, startHttpServer } from '../support/http-server.js';
import { makeVapidKeys, subscribeBrowser, vapidClaims } from '../support/push-browser.js';

const SUBJECT = 'mailto:push@bank.example';
const authority = makeCertificate('Authority');
const vapid = makeVapidKeys();
const take: HttpHandler = (_, response) => void response.writeHead(201).end();

describe('Web Push', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const serve = async (handler: HttpHandler) => {
    const server = await startHttpServer(handler, makeCertificate('127.0.0.1', authority));
    closing.push(() => server.stop());
    return { ...server, browser: subscribeBrowser(`${server.url}/push/abc?x=1`) };
  };
  const open = async (options: Partial<WebPushOptions> = {}): Promise<Channel> => {
    const local = { services: ['127.0.0.1'], ca: authority.cert, timeoutMs: 1_000 };
    const channel = await openWebPushChannel({ vapid, subject: SUBJECT, ...local, ...options });
    closing.push(() => channel.close());
    return channel;
  };
  const message = (key: string, to: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
    ...{ key, to, subject: 'Той', text: 'Бүгін 60 000 ₸ аударсаңыз, мерзімінен бұрын жинаймыз 🎉', locale: 'kk' },
    ...{ data: { goal: 'g-1' }, ...changes },
  });

  test('the browser that subscribed reads the message, and only the bank could have sent it', async () => {
    const { url, requests, browser } = await serve(take);
    const expiresAt = new Date(Date.now() + 3_600_500);
    const sent = message('k-1', browser.subscription, { expiresAt });
    const [result] = await (await open()).send([sent]);
    const [request] = requests;
    if (request === undefined) throw new Error('nothing arrived');
    expect(JSON.parse(browser.decrypt(request.body))).toEqual({
      ...{ key: 'k-1', title: 'Той', body: sent.text, locale: 'kk', data: { goal: 'g-1' } },
    });
    expect(request).toMatchObject({ method: 'POST', url: '/push/abc?x=1' });
    expect(request.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'normal' });
    expect(Number(request.headers.ttl)).toBeGreaterThan(3_590);
    expect(Number(request.headers.ttl)).toBeLessThanOrEqual(3_600);
    const { claims, publicKey } = vapidClaims(request);
    expect(publicKey).toBe(vapid.publicKey);
    expect(claims).toMatchObject({ aud: url, sub: SUBJECT });
    expect(Number(claims.exp)).toBeLessThanOrEqual(Date.now() / 1000 + 86_400);
    expect(result).toEqual({ status: 'sent', reference: request.headers.topic });
  });

  test('a repeated message has the topic of the first one, so that it replaces it', async () => {
    const { requests, browser } = await serve(take);
    const channel = await open();
    for (const key of ['k-1', 'k-1', 'k-2']) await channel.send([message(key, browser.subscription)]);
    const topics = requests.map(({ headers }) => headers.topic);
    expect(topics[0]).toMatch(/^[\w-]{32}$/);
    expect(topics[1]).toBe(topics[0]);
    expect(topics[2]).not.toBe(topics[0]);
  });

  test.each([
    [404, {}, { fault: 'address', reason: 'HTTP 404' }],
    [410, {}, { fault: 'address', reason: 'HTTP 410' }],
    [429, { 'retry-after': '120' }, { fault: 'temporary', reason: 'HTTP 429', retryAfterMs: 120_000 }],
    [503, {}, { fault: 'temporary', reason: 'HTTP 503' }],
    [403, {}, { fault: 'message', reason: 'HTTP 403' }],
    [413, {}, { fault: 'message', reason: 'HTTP 413' }],
    [301, { location: 'https://elsewhere.example' }, { fault: 'message', reason: 'HTTP 301' }],
  ])('a push service that says %d', async (status, headers, failure) => {
    const { browser, requests } = await serve((_, response) => void response.writeHead(status, headers).end());
    const results = await (await open()).send([message('k-1', browser.subscription)]);
    expect(results).toEqual([{ status: 'failed', ...failure }]);
    expect(requests).toHaveLength(1);
  });

  test('an address that is no push service is never called, whoever gave it', async () => {
    const { requests, browser, url } = await serve(take);
    const channel = await open({ services: ['push.example'] });
    const { port } = new URL(url);
    const targets = [
      browser.subscription,
      subscribeBrowser('https://169.254.169.254/latest/meta-data').subscription,
      subscribeBrowser(`https://push.example:pass@127.0.0.1:${port}/`).subscription,
      subscribeBrowser('https://evil-push.example/').subscription,
    ];
    expect(await channel.send(targets.map((to, index) => message(`k-${index}`, to)))).toEqual(
      targets.map(() => ({ status: 'failed', fault: 'address', reason: 'no-push-service' })),
    );
    expect(requests).toEqual([]);
  });

  test.each([
    '',
    '{',
    '{}',
    JSON.stringify({ endpoint: 'http://127.0.0.1/', keys: { p256dh: 'a', auth: 'b' } }),
    JSON.stringify({ endpoint: 'https://127.0.0.1/', keys: { p256dh: 'a', auth: 'b' } }),
  ])('what is no subscription turns the address off: %s', async (to) => {
    expect(await (await open()).send([message('k-1', to)])).toEqual([
      { status: 'failed', fault: 'address', reason: 'no-subscription' },
    ]);
  });

  test('a long text is cut to what a push service takes, without breaking a character', async () => {
    const { requests, browser } = await serve(take);
    await (await open()).send([message('k-1', browser.subscription, { text: '🎉'.repeat(3_000) })]);
    const [{ body } = { body: Buffer.alloc(0) }] = requests;
    expect(body.length).toBeLessThanOrEqual(4_096);
    expect(body.length).toBeGreaterThan(4_080);
    const shown = JSON.parse(browser.decrypt(body)) as { body: string };
    expect(shown.body).toMatch(/^(?:🎉)+…$/u);
    const results = await (await open()).send([message('k-2', browser.subscription, { subject: 'x'.repeat(5_000) })]);
    expect(results).toEqual([{ status: 'failed', fault: 'message', reason: 'too-long' }]);
  });

  test('silence leaves the outcome unknown; a certificate of nobody gets nothing', async () => {
    const { browser } = await serve(() => undefined);
    const results = await (await open({ timeoutMs: 50 })).send([message('k-1', browser.subscription)]);
    expect(results).toEqual([{ status: 'failed', fault: 'unknown', reason: 'timeout' }]);
    const strange = await open({ ca: makeCertificate('Another authority').cert });
    expect(await strange.send([message('k-1', browser.subscription)])).toMatchObject([{ fault: 'temporary' }]);
  });

  test('neither the private key nor the subscription is logged', async () => {
    const told: unknown[] = [];
    const logger = { info: (...all: unknown[]) => told.push(all), warn: (...all: unknown[]) => told.push(all) };
    const { browser } = await serve((_, response) => void response.writeHead(500).end());
    const channel = await open({ logger });
    await channel.send([message('k-1', browser.subscription)]);
    expect(told).toHaveLength(1);
    const everything = inspect([told, channel], { depth: 9 });
    expect(everything).not.toContain(vapid.privateKey);
    expect(everything).not.toContain('push/abc');
  });

  test.each([
    [{ vapid: { ...vapid, privateKey: makeVapidKeys().privateKey } }, 'vapid'],
    [{ vapid: { publicKey: 'a', privateKey: 'b' } }, 'vapid'],
    [{ subject: 'bank' }, 'subject'],
    [{ services: [] }, 'services'],
    [{ maxInFlight: 0 }, 'maxInFlight'],
  ])('options that make no sense are refused (%#)', async (changes, path) => {
    await expect(open(changes)).rejects.toMatchObject({ code: 'input.invalid', details: { problems: [{ path }] } });
  });
});
