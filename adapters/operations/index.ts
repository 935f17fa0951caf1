export { CATALOGUE, type CatalogueEntry, type OperationName } from './catalogue.js';
export type { DatabaseDesk, DatabaseReport, MigrationReport, SchemaState } from './database-desk.js';
export { createFacade, type Facade } from './facade.js';
export { type Operation, type OperationContext, operation, type Progress } from './operation.js';
export { errorFields, type Json, toJson } from './present.js';
export { requireOperation, runOperation } from './run-operation.js';
export { composeUseCases, type Ports, USE_CASES, type UseCases } from './use-cases.js';
