import type { Client } from '../../savings/index.js';
import { type ClientId, NotFound } from '../../shared/index.js';
import type { MessagingTx } from '../ports/messaging-tx.js';

/**
 * @throws not-found
 */
export async function requireClient(tx: MessagingTx, id: ClientId): Promise<Client> {
  const client = (await tx.clients.findMany([id])).get(id);
  if (client === undefined) throw new NotFound('client', id);
  return client;
}
