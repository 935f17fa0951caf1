export type { FundedAccount } from './cash.js';
export type { SandboxControls } from './controls.js';
export { FAULT_CALLS, FAULT_KINDS, type FaultKind, type FaultSpec } from './fault-spec.js';
export type { InterestCredited } from './interest.js';
export type { BooksCheck, SandboxAccount } from './register.js';
export { openSandboxBank, type SandboxBank, type SandboxBankOptions } from './sandbox-bank.js';
export type { RateChange } from './savings.js';
