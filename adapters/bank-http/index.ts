export { type HttpBank, openHttpBank } from './client.js';
export type { FailureReason } from './failure.js';
export { openApiDocument } from './openapi.js';
export type { BankLogger, HttpBankOptions, SignableRequest } from './options.js';
export { type ServeBankOptions, type ServedBank, serveBank } from './server.js';
export { type CallCounts, HTTP_FAULT_KINDS, type HttpFault, type HttpFaults } from './server-faults.js';
