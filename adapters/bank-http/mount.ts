import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { Bank } from '../../src/savings/index.js';
import { formatTenge } from '../../src/shared/index.js';
import { type Answer, answerThrough, asAnswer } from './answer.js';
import { openApiDocument } from './openapi.js';
import type { BankLogger } from './options.js';
import { PERFORM } from './perform.js';
import { problemOf } from './problem.js';
import { type Call, isInPath, ROUTES, type Route } from './routes.js';
import type { HttpFaults } from './server-faults.js';
import { read } from './zod-problems.js';

type Perform = (bank: Bank, input: { parameters: unknown; body: unknown }) => Promise<object>;

/** Serves every route of the contract, and the document that describes it. */
export function mountContract(app: FastifyInstance, bank: Bank, faults: HttpFaults, logger?: BankLogger): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ status: 404, title: 'There is no such route.' }));
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger?.warn({ error: error.name, code: error.code }, 'a request failed');
    const title = status >= 500 ? 'The bank has failed.' : error.message;
    return reply.code(status).send(status === 400 ? { status, title, code: 'input.invalid' } : { status, title });
  });
  app.get('/openapi.json', () => openApiDocument());
  for (const [call, route] of Object.entries(ROUTES) as [Call, Route][]) {
    const perform = PERFORM[call] as Perform;
    const work = async (request: FastifyRequest): Promise<Answer> => {
      try {
        return { status: 200, json: asJson(await perform(bank, inputOf(route, request))) };
      } catch (error) {
        const problem = problemOf(error);
        if (problem !== undefined) return asAnswer(problem);
        logger?.warn({ call, error: error instanceof Error ? error.name : typeof error }, 'a call failed');
        return { status: 500, json: JSON.stringify({ status: 500, title: 'The bank has failed.' }) };
      }
    };
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => answerThrough(faults.next(call), reply, () => work(request)),
    });
  }
}

/** @throws input.invalid */
function inputOf(route: Route, request: FastifyRequest): { parameters: unknown; body: unknown } {
  const path = request.params as Record<string, unknown>;
  const query = request.query as Record<string, unknown>;
  const parameters = Object.entries(route.parameters).map(([name, schema]) => {
    const value = isInPath(route, name) ? path[name] : query[name];
    return [name, read(schema, value, name)] as const;
  });
  const body = route.body === undefined ? undefined : read(route.body, request.body);
  return { parameters: Object.fromEntries(parameters), body };
}

/** Money as tenge; instants as JSON has them, in UTC. */
function asJson(result: object): string {
  return JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? formatTenge(value) : value));
}
