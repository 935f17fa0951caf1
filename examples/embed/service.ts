/** What both services of this folder serve, however they were composed: one call over HTTP. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openSandboxBank } from '../../adapters/bank-sandbox/index.js';
import { errorFields, toJson } from '../../adapters/operations/index.js';
import { systemClock } from '../../adapters/system/index.js';
import type { Bank, Contribute, CreateGoal, ErrorKind, GoalId, RegisterClient } from '../../src/index.js';
import {
  addDays,
  asClientId,
  civilDateOf,
  DomainError,
  ERROR_CODES,
  parseClientId,
  parseId,
  parseMoney,
} from '../../src/index.js';

/** A service with the use cases it needs, and nothing else of the library. */
export type Service = {
  readonly registerClient: RegisterClient;
  readonly createGoal: CreateGoal;
  readonly contribute: Contribute;
  close(): void;
};

type Answer = { readonly status: number; readonly body: unknown };

const STATUS_OF: { readonly [Kind in ErrorKind]: number } = {
  ...{ input: 400, access: 403, 'not-found': 404, conflict: 409, rule: 422, unavailable: 503 },
};

/** Serves `POST /contributions` with `{ goal, amount, key }`; whoever authenticates puts the client into `x-client`. */
export function listen({ contribute }: Service, port = 0): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    void answer(contribute, request)
      .catch((error: unknown): Answer => ({ status: 500, body: { error: String(error) } }))
      .then(({ status, body }) => response.writeHead(status).end(JSON.stringify(toJson(body))));
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/contributions` });
    });
  });
}

async function answer(contribute: Contribute, request: IncomingMessage): Promise<Answer> {
  try {
    const { goal, amount, key } = JSON.parse(await text(request)) as Record<string, unknown>;
    const contribution = await contribute.execute({
      actor: { kind: 'client', client: parseClientId(String(request.headers['x-client'])) },
      goal: parseId<GoalId>(String(goal), 'goal'),
      amount: parseMoney(String(amount)),
      key: String(key),
    });
    // 202: the bank has not answered yet; the same key asks again.
    return { status: { completed: 200, pending: 202, refused: 422 }[contribution.status], body: contribution };
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, body: { error: { code: 'input.invalid' } } };
    if (!(error instanceof DomainError)) throw error;
    return { status: STATUS_OF[ERROR_CODES[error.code].kind], body: { error: errorFields(error) } };
  }
}

/** Tries a service out in memory: Aigerim opens a goal, pays into it, and sends the same request again. */
export async function tryOut(
  serve: (database: string, bank: Bank) => Promise<Service>,
  write: (line: string) => void = console.log,
): Promise<void> {
  const bank = openSandboxBank({ path: ':memory:', clock: systemClock });
  const service = await serve(':memory:', bank);
  const actor = { kind: 'client', client: asClientId('aigerim') } as const;
  await service.registerClient.execute({
    actor: { kind: 'staff', role: 'operations' },
    id: 'aigerim',
    name: 'Aigerim',
  });
  await bank.fund('aigerim', parseMoney('100000'));
  const deadline = addDays(civilDateOf(systemClock.now()), 365);
  const { id: goal } = await service.createGoal.execute({ actor, title: 'Той', target: parseMoney('60000'), deadline });
  const { server, url } = await listen(service);
  for (const [amount, key] of [
    ['45000.50', 'one'],
    ['45000.50', 'one'],
    ['20000', 'two'],
  ]) {
    const body = JSON.stringify({ goal, amount, key });
    const response = await fetch(url, { method: 'POST', body, headers: { 'x-client': 'aigerim' } });
    write(`${amount} under key ${key}: ${response.status} ${await response.text()}`);
  }
  server.close();
  server.closeAllConnections();
  service.close();
  bank.close();
}
