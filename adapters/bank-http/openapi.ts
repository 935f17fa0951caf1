import { z } from 'zod';
import { PROBLEM_STATUSES, problemSchema } from './problem.js';
import { isInPath, ROUTES, type Route } from './routes.js';
import { wire } from './schemas.js';

type Json = Readonly<Record<string, unknown>>;

const SCHEMA_PATH = '#/components/schemas/';

/** The schemas that have a name in the document. */
const NAMED = {
  Money: wire.money,
  Date: wire.date,
  Account: wire.account,
  Entry: wire.entry,
  TransferOrder: wire.transferOrder,
  TransferResult: wire.transferResult,
  TransferStatus: wire.transferStatus,
  SavingsAccountOrder: wire.accountOrder,
  SavingsAccount: wire.savingsAccount,
  ClosedAccount: wire.closedAccount,
  MainAccount: wire.mainAccount,
  Balance: wire.balance,
  Statement: wire.statement,
  Transactions: wire.transactions,
  Problem: problemSchema,
} as const;

const DESCRIPTION = [
  'What a bank serves so that Jinaq can talk to it. Money is a decimal string in tenge, days are Asia/Almaty.',
  'Everything that changes something is a PUT whose repetition changes nothing: an order is named by a key that the',
  'client chooses, and gets its first outcome again. A client repeats a request whose outcome it does not know.',
  'An outcome by the rules of the bank (refused, held, unseen) is a 200; an error is a problem document (RFC 9457),',
  'and programs match on its code.',
].join(' ');

/** The contract as an OpenAPI 3.1 document; `openapi.yaml` beside this file is the same, and a test keeps it so. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [call, route] of Object.entries<Route>(ROUTES)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(call, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bank of Jinaq',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }],
    paths,
    components: { schemas: schemas(), securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function operationOf(call: string, route: Route): Json {
  const parameters = Object.entries(route.parameters).map(([name, schema]) => ({
    name,
    in: isInPath(route, name) ? 'path' : 'query',
    required: true,
    schema: referenceTo(schema) ?? plain(z.toJSONSchema(schema, { io: 'input' })),
  }));
  const body = route.body && { required: true, content: { 'application/json': { schema: referenceTo(route.body) } } };
  return {
    operationId: call,
    summary: route.summary,
    parameters,
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      200: { description: 'The answer.', content: { 'application/json': { schema: referenceTo(route.answer) } } },
      ...problemResponses(route),
      default: { description: 'A failure of the bank; nobody knows whether it has acted.' },
    },
  };
}

function problemResponses({ method }: Route): Json {
  const codesByStatus = groupCodes();
  return Object.fromEntries(
    [...codesByStatus]
      .filter(([status]) => method === 'PUT' || status !== 409)
      .map(([status, codes]) => [
        status,
        {
          description: codes.join(', '),
          ...(status === 503 ? { headers: { 'Retry-After': { schema: { type: 'string' } } } } : {}),
          content: { 'application/problem+json': { schema: referenceTo(problemSchema) } },
        },
      ]),
  );
}

function groupCodes(): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const [code, status] of Object.entries(PROBLEM_STATUSES))
    groups.set(status, [...(groups.get(status) ?? []), code]);
  return groups;
}

function referenceTo(schema: z.ZodType): Json | undefined {
  const name = Object.entries<z.ZodType>(NAMED).find(([, named]) => named === schema)?.[0];
  return name === undefined ? undefined : { $ref: SCHEMA_PATH + name };
}

function schemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries<z.ZodType>(NAMED)) registry.add(schema, { id });
  // What is on the wire is what goes into the schemas; what comes out of them are values of the core.
  const made = z.toJSONSchema(registry, { io: 'input', uri: (id) => SCHEMA_PATH + id }).schemas;
  return Object.fromEntries(Object.entries(made).map(([id, schema]) => [id, plain(schema)]));
}

/** Without the names that a schema has on its own: here it is a part of the document. */
function plain({ $schema: _, $id: __, ...schema }: Json): Json {
  return schema;
}
