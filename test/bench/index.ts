import { benchBatch, benchBatchPostgres } from './batch.js';
import { benchBatchPlans } from './batch-plans.js';
import { benchBerka } from './berka.js';
import { benchCancel } from './cancel.js';
import { benchContributions } from './contributions.js';
import { benchContributionsPostgres } from './contributions-postgres.js';
import { benchGrowthPostgres } from './growth-postgres.js';
import { benchDistributed } from './distributed.js';
import { benchInterest, benchInterestHistory } from './interest.js';
import { benchIsolationPostgres } from './isolation-postgres.js';
import { benchMessages } from './messages.js';
import { benchProcessesPostgres } from './processes-postgres.js';
import { printTable } from './report.js';
import { benchSmpp } from './smpp.js';
import { benchSmppReminders } from './smpp-reminders.js';
import { benchStatements } from './statements.js';

const BENCHES: Readonly<Record<string, (...words: string[]) => Promise<void>>> = {
  batch: benchBatch,
  'batch-plans': benchBatchPlans,
  'batch-postgres': benchBatchPostgres,
  berka: benchBerka,
  cancel: benchCancel,
  contributions: benchContributions,
  'contributions-postgres': benchContributionsPostgres,
  'growth-postgres': benchGrowthPostgres,
  distributed: benchDistributed,
  interest: benchInterest,
  'interest-history': benchInterestHistory,
  'isolation-postgres': benchIsolationPostgres,
  messages: benchMessages,
  'processes-postgres': benchProcessesPostgres,
  smpp: benchSmpp,
  'smpp-reminders': benchSmppReminders,
  statements: benchStatements,
};

const [name = '', ...words] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  process.stderr.write(`name one of: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await bench(...words);
  printTable();
}
