import type { CatalogueEntry, OperationName } from '../../adapters/operations/index.js';

/** What an operation gives back. */
export type ResultOf<Name extends OperationName> = Awaited<ReturnType<Extract<CatalogueEntry, { name: Name }>['run']>>;
