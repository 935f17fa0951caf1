import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { invariant } from '../../src/shared/index.js';
import type { Problem } from './problem.js';
import type { MetFault } from './server-faults.js';

/** What goes onto the wire: a result, or a problem. */
export type Answer = {
  readonly status: number;
  readonly json: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Does the work and answers it, or whatever the fault makes of that. */
export async function answerThrough(fault: MetFault | undefined, reply: FastifyReply, work: () => Promise<Answer>) {
  switch (fault?.kind) {
    case undefined:
      return send(reply, await work());
    case 'slow': {
      const answer = await work();
      await sleep(fault.delayMs);
      return send(reply, answer);
    }
    case 'duplicate-delivery': {
      const [first] = await Promise.all([work(), work()]);
      return send(reply, first);
    }
    case 'reset':
      return breakOff(reply);
    case 'reset-after':
      await work();
      return breakOff(reply);
    case 'half-answer':
      return sendHalf(reply, await work());
    case 'wrong-json':
      return send(reply, { ...(await work()), json: '{"status": completed' });
    case 'wrong-shape':
      await work();
      return send(reply, { status: 200, json: '{"status":"ok"}' });
    case 'error-500':
      return send(reply, { status: 500, json: '{"status":500,"title":"Internal Server Error"}' });
    case 'overloaded':
      return send(reply, { ...asAnswer(OVERLOADED), headers: { 'retry-after': String(fault.retryAfterSeconds) } });
    case 'conflict':
      return send(reply, asAnswer(CONFLICT));
  }
}

/** A problem on its way onto the wire. */
export function asAnswer(problem: Problem): Answer {
  return { status: problem.status, json: JSON.stringify(problem) };
}

const OVERLOADED: Problem = { status: 503, title: 'The bank is busy.', code: 'bank.unavailable' };
const CONFLICT: Problem = {
  status: 409,
  title: 'The key came before with another amount.',
  code: 'idempotency.key-reused',
  details: { field: 'amount' },
};

function send(reply: FastifyReply, { status, json, headers = {} }: Answer): FastifyReply {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  return reply.code(status).headers(headers).type(`${type}; charset=utf-8`).send(json);
}

/** Breaks the connection as a crash of the bank's machine does: with a reset, not with an orderly end. */
function breakOff(reply: FastifyReply): FastifyReply {
  reply.hijack();
  socketOf(reply).resetAndDestroy();
  return reply;
}

/** Promises all of the answer and breaks the connection after half of it. */
function sendHalf(reply: FastifyReply, { status, json }: Answer): FastifyReply {
  const body = Buffer.from(json);
  reply.hijack();
  const socket = socketOf(reply);
  socket.write(`HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
  // Only when the half is on its way: a reset takes back what still waits to be sent.
  socket.write(body.subarray(0, body.length >> 1), () => socket.destroy());
  return reply;
}

function socketOf(reply: FastifyReply) {
  const { socket } = reply.raw;
  invariant(socket, 'a request under way has a socket');
  return socket;
}
