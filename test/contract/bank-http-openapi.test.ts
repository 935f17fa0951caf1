import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument, serveBank, type ServedBank } from '../../adapters/bank-http/index.js';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

// `npx vitest run test/contract/bank-http-openapi.test.ts -u` writes it anew.
const FILE = '../../adapters/bank-http/openapi.yaml';
const document = JSON.parse(JSON.stringify(openApiDocument())) as OpenApi;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

describe('the OpenAPI document of the bank', () => {
  let sandbox: SandboxBank;
  let served: ServedBank;
  let main: string;
  let goal: string;

  beforeAll(async () => {
    sandbox = openSandboxBank({ path: ':memory:', clock: testClock() });
    served = await serveBank(sandbox, { port: 0 });
    main = (await sandbox.fund('aigerim', tenge(100_000))).account;
    goal = (await sandbox.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT })).account;
    await sandbox.transfer({ key: 'k/1', from: main, to: goal, amount: 1_234_50n, purpose: 'Той' });
  });
  afterAll(async () => {
    await served.close();
    sandbox.close();
  });

  const ask = async (operationId: string, { path = {}, query = '', body }: Ask): Promise<Response> => {
    const found = operations.find(({ operation }) => operation.operationId === operationId);
    const url = found?.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method: found?.method ?? '', headers, body: body === undefined ? null : JSON.stringify(body) };
    return fetch(`${served.url}${url}${query}`, init);
  };
  const validatorOf = (operationId: string, status: number): z.ZodType => {
    const found = operations.find(({ operation }) => operation.operationId === operationId);
    const [content] = Object.values(found?.operation.responses[status]?.content ?? {});
    return validator(content?.schema ?? {});
  };

  test('is the file in the folder of the adapter', async () => {
    await expect(stringify(document, { lineWidth: 120 })).toMatchFileSnapshot(FILE);
  });

  test('is what the server hands out', async () => {
    expect(await (await fetch(`${served.url}/openapi.json`)).json()).toEqual(document);
  });

  test('names every route that is served, and no other', async () => {
    for (const { path } of operations) {
      const methods = operations.filter((operation) => operation.path === path).map(({ method }) => method);
      for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']) {
        const { status, headers } = await fetch(`${served.url}${path.replace(/[{}]/g, '')}`, { method });
        const isServed = !(status === 404 && headers.get('content-type')?.includes('problem') !== true);
        expect([method, path, isServed]).toEqual([method, path, methods.includes(method)]);
      }
    }
  });

  test.each([
    ['mainAccount', () => ({ path: { client: 'aigerim' } })],
    ['openSavingsAccount', () => ({ path: { key: 'goal-2' }, body: { client: 'aigerim', product: PRODUCT } })],
    ['closeSavingsAccount', () => ({ path: { account: goal } })],
    ['transfer', () => ({ path: { key: 'k-2' }, body: { from: main, to: goal, amount: '15.50' } })],
    ['transfer', () => ({ path: { key: 'k-3' }, body: { from: main, to: goal, amount: '999999.00' } })],
    ['transferStatus', () => ({ path: { key: 'k/1' } })],
    ['transferStatus', () => ({ path: { key: 'never' } })],
    ['balance', () => ({ path: { account: main } })],
    ['statement', () => ({ path: { account: main }, query: '?from=2026-01-01&to=2026-01-31' })],
    ['transactions', () => ({ path: { account: main }, query: '?from=2026-01-01&to=2026-01-31' })],
  ])('describes the answer to %s (%#)', async (operationId, request) => {
    const response = await ask(operationId, request());
    const answer = (await response.json()) as object;
    expect(response.status).toBe(200);
    expect(validatorOf(operationId, 200).safeParse(answer)).toMatchObject({ success: true });
    expect(validatorOf(operationId, 200).safeParse({ ...answer, ...BROKEN }).success).toBe(false);
  });

  test.each([
    [400, 'transfer', () => ({ path: { key: 'k-9' }, body: { from: main, to: goal, amount: 15 } })],
    [400, 'statement', () => ({ path: { account: main }, query: '?from=2026-02-30&to=2026-01-31' })],
    [404, 'balance', () => ({ path: { account: 'KZ86125KZT5004100100' } })],
    [409, 'transfer', () => ({ path: { key: 'k/1' }, body: { from: main, to: goal, amount: '1.00' } })],
  ])('describes the problem %d of %s', async (status, operationId, request) => {
    const response = await ask(operationId, request());
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = await response.json();
    expect(validatorOf(operationId, status).safeParse(problem)).toMatchObject({ success: true });
  });
});

type Content = { readonly content?: Readonly<Record<string, { readonly schema: object }>> };
type Operation = { readonly operationId: string; readonly responses: Readonly<Record<string, Content>> };
type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

type Ask = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: object;
};

/** None of these is right in any answer. */
const BROKEN = { account: 7, status: 'lost', balance: 15, entries: {} };

/** A check made of nothing but the document, by the way back from JSON Schema. */
function validator(schema: object): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
}
