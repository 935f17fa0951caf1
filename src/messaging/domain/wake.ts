import { ATTEMPT_LEASE_MS, type Delivery } from './delivery.js';

/** When something is to be done about a delivery next; null when all that could be done was done. */
export function wakeAt(delivery: Delivery): Date | null {
  switch (delivery.status) {
    case 'planned':
      return delivery.dueAt;
    case 'queued':
      return delivery.begunAt === null ? delivery.notBefore : new Date(delivery.begunAt.getTime() + ATTEMPT_LEASE_MS);
    case 'sent':
      return delivery.fallbackAt;
    case 'suppressed':
    case 'delivered':
    case 'failed':
    case 'read':
      return null;
  }
}

/** Whether it is with the next channel already, and waits for nothing. */
export function isDueAgain(delivery: Delivery, now: Date): boolean {
  return delivery.status === 'queued' && delivery.begunAt === null && delivery.notBefore <= now;
}
