export { type BankConnectionFiles, readBankConnection, readText, readToken } from './bank-connection.js';
export { readChannelsFile } from './channels-file.js';
export { defaultJobs } from './jobs.js';
export { createNotifyingStore, type NotifyingStore, type NotifyingStoreOptions } from './notifying-store.js';
export { type BankConnection, sandboxPath } from './open-bank.js';
export { type ChannelsConfig, openChannels } from './open-channels.js';
export { isPostgresAddress, scratchAddress } from './open-database.js';
export { type Jinaq, type JinaqOptions, openJinaq } from './open-jinaq.js';
export { type ServedSandbox, serveSandbox, type ServeSandboxOptions } from './serve-sandbox.js';
