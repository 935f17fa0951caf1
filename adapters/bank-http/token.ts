import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Answers 401 to every request without this bearer token. */
export function requireToken(app: FastifyInstance, token: string): void {
  const expected = hashOf(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    // Of hashes, so that neither the time it takes nor the length tells how much of a guess was right.
    if (timingSafeEqual(hashOf(request.headers.authorization ?? ''), expected)) return;
    return reply
      .code(401)
      .header('www-authenticate', 'Bearer')
      .send({ status: 401, title: 'A bearer token is needed.' });
  });
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
