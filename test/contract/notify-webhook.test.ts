import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import {
  isSignedByJinaq,
  openWebhookChannel,
  SIGNATURE_HEADER,
  type WebhookOptions,
} from '../../adapters/notify-webhook/index.js';
import type { Channel, OutgoingMessage } from '../../src/messaging/index.js';
import { makeCertificate } from '../support/certificate.js';
import { type HttpHandler, startHttpServer } from '../support/http-server.js';

const SECRET = 'a shared secret of more than 32 characters';
const message = (key: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key,
  to: 'aigerim',
  subject: 'Той',
  text: '60 000 ₸ жетпейді',
  locale: 'kk',
  data: { template: 'reminder', goal: 'g-1' },
  ...changes,
});
const take: HttpHandler = (_, response) => void response.writeHead(202).end();

describe('a webhook', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const serve = async (handler: HttpHandler, tls?: { cert: string; key: string }) => {
    const server = await startHttpServer(handler, tls);
    closing.push(() => server.stop());
    return server;
  };
  const open = (url: string, options: Partial<WebhookOptions> = {}): Channel => {
    const channel = openWebhookChannel({ url, secret: SECRET, baseDelayMs: 1, timeoutMs: 1_000, ...options });
    closing.push(() => channel.close());
    return channel;
  };

  test('a message arrives as JSON with its key, signed over time and body', async () => {
    const { url, requests } = await serve(take);
    const channel = open(`${url}/messages?tenant=1`);
    expect(await channel.send([message('goal:1/2')])).toEqual([{ status: 'sent', reference: 'goal:1/2' }]);
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: '/messages?tenant=1' });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'goal%3A1%2F2' });
    const body = String(request?.body);
    expect(JSON.parse(body)).toEqual(message('goal:1/2'));
    const signature = String(request?.headers[SIGNATURE_HEADER]);
    const now = new Date();
    const signed = { body, signature, secret: SECRET, now };
    expect(isSignedByJinaq(signed)).toBe(true);
    expect(isSignedByJinaq({ ...signed, body: body.replace('60', '90') })).toBe(false);
    expect(isSignedByJinaq({ ...signed, secret: `${SECRET}!` })).toBe(false);
    expect(isSignedByJinaq({ ...signed, now: new Date(now.getTime() + 400_000) })).toBe(false);
    expect(isSignedByJinaq({ ...signed, signature: signature.replace(/t=\d+/, 't=1') })).toBe(false);
    expect(isSignedByJinaq({ ...signed, signature: 'v1=' })).toBe(false);
  });

  test('the receiver may give a reference, and says whose fault a refusal is', async () => {
    const answers: [number, object][] = [
      [200, { reference: 'gw-7' }],
      [422, { fault: 'address', reason: 'no phone' }],
      [422, { fault: 'message' }],
      [400, {}],
      [403, {}],
      [404, {}],
    ];
    const { url } = await serve((_, response, nth) => {
      const [status, body] = answers[nth - 1] ?? [500, {}];
      response.writeHead(status).end(JSON.stringify(body));
    });
    const channel = open(url, { maxInFlight: 1 });
    expect(await channel.send(answers.map((_, index) => message(`k-${index}`)))).toEqual([
      { status: 'sent', reference: 'gw-7' },
      { status: 'failed', fault: 'address', reason: 'no phone' },
      { status: 'failed', fault: 'message', reason: 'refused' },
      { status: 'failed', fault: 'message', reason: 'HTTP 400' },
      { status: 'failed', fault: 'temporary', reason: 'HTTP 403' },
      { status: 'failed', fault: 'temporary', reason: 'HTTP 404' },
    ]);
  });

  test('a busy or broken receiver is asked again with the same key and body, as often as agreed', async () => {
    const { url, requests } = await serve((_, response, nth) => {
      if (nth === 1) response.destroy();
      else response.writeHead(nth === 2 ? 503 : 200).end();
    });
    expect(await open(url).send([message('k-1')])).toMatchObject([{ status: 'sent' }]);
    expect(requests).toHaveLength(3);
    expect(
      new Set(requests.map(({ headers, body }) => `${String(headers['idempotency-key'])} ${String(body)}`)).size,
    ).toBe(1);
    const broken = await serve((_, response) => void response.writeHead(500).end());
    expect(await open(broken.url, { attempts: 2 }).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'HTTP 500' },
    ]);
    expect(broken.requests).toHaveLength(2);
  });

  test('a receiver that asks for patience is left alone, and the sender is told how long', async () => {
    const { url, requests } = await serve((_, response) => void response.writeHead(429, { 'retry-after': '30' }).end());
    expect(await open(url).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'HTTP 429', retryAfterMs: 30_000 },
    ]);
    expect(requests).toHaveLength(1);
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await serve(take);
    const { url } = await serve((_, response) => void response.writeHead(307, { location: elsewhere.url }).end());
    expect(await open(url).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'HTTP 307' },
    ]);
    expect(elsewhere.requests).toEqual([]);
  });

  test('an answer that does not come leaves the outcome unknown; nobody there is temporary', async () => {
    const { url } = await serve(() => undefined);
    expect(await open(url, { timeoutMs: 50, attempts: 1 }).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'unknown', reason: 'timeout' },
    ]);
    const gone = await startHttpServer(take);
    await gone.stop();
    expect(await open(gone.url).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'ECONNREFUSED' },
    ]);
  });

  test('an endless answer is not read', async () => {
    const { url } = await serve((_, response) => void response.writeHead(200).end('x'.repeat(100_000)));
    expect(await open(url, { attempts: 1 }).send([message('k-1')])).toMatchObject([
      { status: 'failed', fault: 'unknown' },
    ]);
  });

  test('certificates are checked; neither secret nor person is logged', async () => {
    const authority = makeCertificate('Authority');
    const { url } = await serve(take, makeCertificate('127.0.0.1', authority));
    expect(await open(url, { ca: authority.cert }).send([message('k-1')])).toMatchObject([{ status: 'sent' }]);
    const told: unknown[] = [];
    const logger = { info: (...all: unknown[]) => told.push(all), warn: (...all: unknown[]) => told.push(all) };
    const wary = open(url, { logger });
    expect(await wary.send([message('k-1')])).toMatchObject([{ status: 'failed', fault: 'temporary' }]);
    expect(told).toHaveLength(1);
    const everything = inspect([told, wary], { depth: 9 });
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain('aigerim');
  });

  test.each([
    [{ url: 'ftp://bank.example' }, 'url'],
    [{ url: 'http://bank.example' }, 'url'],
    [{ url: 'https://user:pass@bank.example' }, 'url'],
    [{ secret: 'short' }, 'secret'],
    [{ attempts: 0 }, 'attempts'],
  ])('options that make no sense are refused (%#)', (changes, path) => {
    expect(() => open('https://bank.example', changes)).toThrow(
      expect.objectContaining({ code: 'input.invalid', details: { problems: [expect.objectContaining({ path })] } }),
    );
  });
});
