import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpBank, type HttpBankOptions, openHttpBank, serveBank } from '../../adapters/bank-http/index.js';
import type { Bank } from '../../src/savings/index.js';
import { makeCertificate } from '../support/certificate.js';

const ORDER = { key: 'k-1', from: 'KZ86125KZT5004100100', to: 'KZ86125KZT5004100101', amount: 1_000_00n };
const COMPLETED = { status: 'completed', reference: 'B1', valueDate: '2026-01-05' };
const SECRET = 'jvP3-secret-token';

type Handler = (request: IncomingMessage & { readonly text: string }, response: ServerResponse, nth: number) => void;

describe('the client of a bank behind HTTP', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A bank of a few lines, which does what no served bank would. */
  const rawBank = async (handler: Handler): Promise<{ url: string; requests: { headers: object; text: string }[] }> => {
    const requests: { headers: object; text: string; url: string | undefined }[] = [];
    const server: Server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        requests.push({ headers: request.headers, text, url: request.url });
        handler(Object.assign(request, { text }), response, requests.length);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
  };
  const open = (baseUrl: string, options: Partial<HttpBankOptions> = {}): HttpBank => {
    const client = openHttpBank({ baseUrl, retry: { attempts: 1 }, ...options });
    closing.push(() => client.close());
    return client;
  };
  const json = (response: ServerResponse, status: number, body: object | string, headers = {}) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  const failure = (reason: string, more: object = {}) => ({ code: 'bank.unavailable', details: { reason, ...more } });

  test('a sick bank is asked as often as agreed, each time with the same key and body', async () => {
    const { url, requests } = await rawBank((_, response) => json(response, 502, 'Bad Gateway'));
    const bank = open(url, { retry: { attempts: 4, baseDelayMs: 1 } });
    await expect(bank.transfer(ORDER)).rejects.toMatchObject(failure('server-error', { status: 502 }));
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map((request) => JSON.stringify([request]))).size).toBe(1);
    expect(requests[0]).toMatchObject({
      url: '/v1/transfers/k-1',
      text: JSON.stringify({ from: ORDER.from, to: ORDER.to, amount: '1000.00' }),
    });
  });

  test.each([
    [301, { location: 'https://elsewhere.example' }, 'not-accepted'],
    [401, {}, 'not-accepted'],
    [403, {}, 'not-accepted'],
    // Anything on the way may say 404 or 400: only the bank itself can say that there is no such account.
    [404, {}, 'not-accepted'],
    [400, {}, 'not-accepted'],
  ])(
    'HTTP %d without a problem of the contract is no answer, and is not asked again',
    async (status, headers, reason) => {
      const { url, requests } = await rawBank((_, response) => json(response, status, '<html>', headers));
      const bank = open(url, { retry: { attempts: 4, baseDelayMs: 1 } });
      await expect(bank.transferStatus('k-1')).rejects.toMatchObject(failure(reason, { status }));
      expect(requests).toHaveLength(1);
    },
  );

  test('a bare 409 to an order is a reused key, to a question it is no answer', async () => {
    const { url } = await rawBank((_, response) => json(response, 409, ''));
    await expect(open(url).transfer(ORDER)).rejects.toMatchObject({ code: 'idempotency.key-reused' });
    await expect(open(url).transferStatus('k-1')).rejects.toMatchObject(failure('not-accepted'));
  });

  test('a problem whose status is not the one of the answer is not believed', async () => {
    const problem = { status: 404, code: 'not-found', title: 'There is no account.' };
    const { url } = await rawBank((_, response) => json(response, 400, problem));
    await expect(open(url).balance('KZ1')).rejects.toMatchObject(failure('not-accepted'));
  });

  test.each([
    ['money as a number', { balance: 15.5 }],
    ['money with three decimals', { balance: '15.505' }],
    ['money beyond what a database holds', { balance: '99999999999999999.00' }],
    ['no money', {}],
    ['null', 'null'],
    ['nothing', ''],
  ])('%s is no balance', async (_, body) => {
    const { url } = await rawBank((_, response) => json(response, 200, body));
    await expect(open(url).balance('KZ1')).rejects.toMatchObject(failure('wrong-answer', { status: 200 }));
  });

  test.each([
    ['a status of its own invention', { status: 'done' }],
    ['completion without a reference', { status: 'completed', valueDate: '2026-01-05' }],
    ['a day that does not exist', { ...COMPLETED, valueDate: '2026-02-30' }],
    ['a refusal for no known reason', { status: 'refused', reason: 'mood' }],
    ['unseen, to an order', { status: 'unseen' }],
  ])('%s is no outcome of a transfer', async (_, body) => {
    const { url } = await rawBank((_, response) => json(response, 200, body));
    await expect(open(url).transfer(ORDER)).rejects.toMatchObject(failure('wrong-answer'));
  });

  test('an answer without end is given up at 64 MB', async () => {
    const { url } = await rawBank((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, ' ')));
      };
      response.on('drain', more);
      more();
    });
    await expect(open(url).balance('KZ1')).rejects.toMatchObject(failure('no-answer'));
  });

  test('a date in Retry-After is waited for', async () => {
    const { url, requests } = await rawBank((_, response, nth) => {
      const at = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000).toUTCString();
      return nth === 1 ? json(response, 503, '', { 'retry-after': at }) : json(response, 200, COMPLETED);
    });
    const begun = performance.now();
    await open(url, { retry: { attempts: 2, baseDelayMs: 1 } }).transfer(ORDER);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(900);
    expect(requests).toHaveLength(2);
  });

  test('when most calls fail the bank is left alone for a while, then one call finds that it is back', async () => {
    let isSick = true;
    const { url, requests } = await rawBank((_, response) =>
      isSick ? json(response, 500, '') : json(response, 200, { balance: '1.00' }),
    );
    const bank = open(url, { breaker: { minAttempts: 5, windowMs: 60_000, openMs: 300 } });
    for (let call = 0; call < 5; call += 1) {
      await expect(bank.balance('KZ1')).rejects.toMatchObject(failure('server-error', { sent: true }));
    }
    await expect(bank.balance('KZ1')).rejects.toMatchObject(failure('circuit-open', { sent: false }));
    expect(requests).toHaveLength(5);
    isSick = false;
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await Promise.all([bank.balance('KZ1'), bank.balance('KZ1')])).toEqual([100n, 100n]);
  });

  test('a call whose first attempt was sent is never said to be unsent, whatever stops its second', async () => {
    const { url, requests } = await rawBank((_, response) => json(response, 500, ''));
    const bank = open(url, { breaker: { minAttempts: 1 }, retry: { attempts: 3, baseDelayMs: 1 } });
    await expect(bank.transfer(ORDER)).rejects.toMatchObject(failure('circuit-open', { sent: true }));
    let nth = 0;
    const sign = () => (++nth === 1 ? {} : Promise.reject(new Error('the key is gone')));
    const signing = open(url, { sign, retry: { attempts: 3, baseDelayMs: 1 } });
    await expect(signing.transfer(ORDER)).rejects.toMatchObject(failure('not-signed', { sent: true }));
    expect(requests).toHaveLength(2);
  });

  test('answers that are refusals do not make a bank sick', async () => {
    const problem = {
      status: 404,
      code: 'not-found',
      title: 'There is no account.',
      details: { what: 'account', id: 'KZ1' },
    };
    const { url, requests } = await rawBank((_, response) => json(response, 404, problem));
    const bank = open(url, { breaker: { minAttempts: 2 } });
    for (let call = 0; call < 10; call += 1) {
      await expect(bank.balance('KZ1')).rejects.toMatchObject({ name: 'NotFound', code: 'not-found' });
    }
    expect(requests).toHaveLength(10);
  });

  test('no more calls are under way than agreed, the others wait, and too many are sent back unsent', async () => {
    let underWay = 0;
    let most = 0;
    const { url, requests } = await rawBank((_, response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        json(response, 200, COMPLETED);
      }, 20);
    });
    const bank = open(url, { maxInFlight: 4, maxWaiting: 8 });
    const calls = Array.from({ length: 15 }, (_, index) => bank.transfer({ ...ORDER, key: `k-${index}` }));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(most).toBe(4);
    expect(requests).toHaveLength(12);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject(failure('too-many-waiting', { sent: false }));
  });

  test('300 calls at once reuse their connections and leave no listeners behind', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on('warning', listen);
    const ports = new Set<number | undefined>();
    const { url } = await rawBank((request, response) => {
      ports.add(request.socket.remotePort);
      json(response, 200, { balance: '1.00' });
    });
    const bank = open(url, { maxInFlight: 50 });
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 300 }, () => bank.balance('KZ1')));
    }
    await new Promise(setImmediate);
    process.off('warning', listen);
    expect(warnings).toEqual([]);
    expect(ports.size).toBeLessThanOrEqual(50);
  });

  test('a closed client sends nothing, but lets what is under way come to its end', async () => {
    const { url, requests } = await rawBank((_, response) => setTimeout(() => json(response, 200, COMPLETED), 50));
    const bank = openHttpBank({ baseUrl: url });
    const underWay = bank.transfer(ORDER);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await bank.close();
    expect(await underWay).toEqual(COMPLETED);
    await expect(bank.transfer(ORDER)).rejects.toMatchObject(failure('closed', { sent: false }));
    expect(requests).toHaveLength(1);
  });

  test('a bank that is not there is unavailable', async () => {
    const { url } = await rawBank(() => undefined);
    await closing.pop()?.();
    await expect(open(url).balance('KZ1')).rejects.toMatchObject(failure('no-answer'));
  });

  describe('credentials', () => {
    test('a token and a fresh signature over method, path and body go with each attempt', async () => {
      const { url, requests } = await rawBank((_, response, nth) =>
        nth === 1 ? json(response, 500, '') : json(response, 200, COMPLETED),
      );
      let nth = 0;
      const bank = open(`${url}/api/`, {
        retry: { baseDelayMs: 1 },
        token: async () => `${SECRET}-${++nth}`,
        sign: ({ method, path, body }) => ({ 'x-signature': `${nth} ${method} ${path} ${body?.length}` }),
      });
      await bank.transfer(ORDER);
      const signed = `PUT /api/v1/transfers/k-1 ${requests[0]?.text.length}`;
      expect(requests.map(({ headers }) => headers)).toMatchObject([
        { authorization: `Bearer ${SECRET}-1`, 'x-signature': `1 ${signed}` },
        { authorization: `Bearer ${SECRET}-2`, 'x-signature': `2 ${signed}` },
      ]);
    });

    test('a served bank with a token answers those who have it', async () => {
      const served = await serveBank({ balance: async () => 1_00n } as Partial<Bank> as Bank, {
        port: 0,
        token: SECRET,
      });
      closing.push(() => served.close());
      expect(await open(served.url, { token: SECRET }).balance('KZ1')).toBe(1_00n);
      for (const token of [undefined, `${SECRET}x`]) {
        await expect(open(served.url, { token }).balance('KZ1')).rejects.toMatchObject(failure('not-accepted'));
      }
    });

    test('no log and no error holds a token, a signature, an account or an answer', async () => {
      const bodies = ['', SECRET, `{"balance":"${SECRET}"}`];
      const { url } = await rawBank((_, response, nth) =>
        json(response, [200, 500, 403][nth % 3] ?? 0, bodies[nth % 3] ?? ''),
      );
      const log: unknown[] = [];
      const logger = { info: (...line: unknown[]) => log.push(line), warn: (...line: unknown[]) => log.push(line) };
      const sign = () => ({ 'x-signature': SECRET });
      const failSigning = () => Promise.reject(new Error(SECRET));
      const banks = [
        open(url, { logger, token: SECRET, sign }),
        open(url, { logger, token: SECRET, sign: failSigning }),
        open(url, { logger, token: () => `${SECRET}\n`, sign }),
        open(url, { logger, sign: () => ({ 'x-signature': `${SECRET}\r\n` }) }),
        open('http://127.0.0.1:1', { logger, token: SECRET, sign }),
      ];
      const outcomes = await Promise.allSettled(banks.flatMap((bank) => [1, 2, 3].map(() => bank.transfer(ORDER))));
      const errors = outcomes.map((outcome) =>
        outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined,
      );
      expect(errors).not.toContain(undefined);
      expect(log.length).toBeGreaterThanOrEqual(15);
      const everything = inspect([errors, log], { depth: 20, showHidden: true });
      for (const secret of [SECRET, ORDER.from, ORDER.to]) expect(everything).not.toContain(secret);
    });

    test('what cannot be signed is not sent', async () => {
      const { url, requests } = await rawBank((_, response) => json(response, 200, COMPLETED));
      const bank = open(url, { sign: () => Promise.reject(new Error('no key')), retry: { attempts: 3 } });
      await expect(bank.transfer(ORDER)).rejects.toMatchObject(failure('not-signed', { sent: false }));
      expect(requests).toHaveLength(0);
    });
  });

  describe('TLS', () => {
    const authority = makeCertificate('Jinaq test authority');
    const bank = makeCertificate('bank', authority);
    const stranger = makeCertificate('stranger', makeCertificate('another authority'));
    const serve = async (ca?: string) => {
      const answer = { balance: async () => 1_00n } as Partial<Bank> as Bank;
      const served = await serveBank(answer, { port: 0, tls: { cert: bank.cert, key: bank.key, ca } });
      closing.push(() => served.close());
      return served.url;
    };

    test('a bank is believed when its certificate is from the given authority, and not otherwise', async () => {
      const url = await serve();
      expect(url).toMatch(/^https:/);
      expect(await open(url, { tls: { ca: authority.cert } }).balance('KZ1')).toBe(1_00n);
      await expect(open(url).balance('KZ1')).rejects.toMatchObject(failure('no-answer'));
    });

    test('a bank that asks for a certificate of ours gets it', async () => {
      const url = await serve(authority.cert);
      const ours = makeCertificate('jinaq', authority);
      const tls = { ca: authority.cert };
      expect(await open(url, { tls: { ...tls, cert: ours.cert, key: ours.key } }).balance('KZ1')).toBe(1_00n);
      for (const wrong of [tls, { ...tls, cert: stranger.cert, key: stranger.key }]) {
        await expect(open(url, { tls: wrong }).balance('KZ1')).rejects.toMatchObject(failure('no-answer'));
      }
    });
  });

  test.each([
    ['a bank over a network without encryption', { baseUrl: 'http://bank.example' }, 'baseUrl'],
    ['a password in the address', { baseUrl: `https://jinaq:${SECRET}@bank.example` }, 'baseUrl'],
    ['another protocol', { baseUrl: 'ftp://bank.example' }, 'baseUrl'],
    ['no address', { baseUrl: 'bank' }, 'baseUrl'],
    ['a query in the address', { baseUrl: 'https://bank.example/?a=b' }, 'baseUrl'],
    ['no time at all', { timeoutMs: 0 }, 'timeoutMs'],
    ['no attempt', { retry: { attempts: 0 } }, 'retry.attempts'],
    ['a breaker that never closes', { breaker: { failureRatio: 1 } }, 'breaker.failureRatio'],
    ['a token that is no header', { token: `${SECRET}\n` }, 'token'],
  ])('%s is refused when the client is opened, without quoting a secret', (_, options, path) => {
    const refusal = (() => {
      try {
        return openHttpBank({ baseUrl: 'https://bank.example', ...options });
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({ code: 'input.invalid', details: { problems: [{ path }] } });
    expect(inspect(refusal, { depth: 10 })).not.toContain(SECRET);
  });

  test('a network that encrypts by itself can be named as such', () => {
    expect(() => open('http://bank.internal', { allowPlainHttp: true })).not.toThrow();
  });
});
