import { AsyncLocalStorage } from 'node:async_hooks';

const CURRENT = new AsyncLocalStorage<string>();

/**
 * Does work under an id by which everything that is logged of it can be found: a request's own id, where it has one.
 * What is done inside other work keeps the id of that.
 */
export function withCorrelation<T>(id: string, work: () => T): T {
  return CURRENT.run(id, work);
}

/** The id of the work that the running code belongs to; undefined outside of any. */
export function correlationId(): string | undefined {
  return CURRENT.getStore();
}
