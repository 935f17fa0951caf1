import { benchBatch } from './batch.js';
import { benchBerka } from './berka.js';
import { benchCancel } from './cancel.js';
import { benchContributions } from './contributions.js';
import { benchContributionsPostgres } from './contributions-postgres.js';
import { benchInterest, benchInterestHistory } from './interest.js';
import { benchMessages } from './messages.js';
import { benchSmpp } from './smpp.js';
import { benchSmppReminders } from './smpp-reminders.js';
import { benchStatements } from './statements.js';

const BENCHES: Readonly<Record<string, (...words: string[]) => Promise<void>>> = {
  batch: benchBatch,
  berka: benchBerka,
  cancel: benchCancel,
  contributions: benchContributions,
  'contributions-postgres': benchContributionsPostgres,
  interest: benchInterest,
  'interest-history': benchInterestHistory,
  messages: benchMessages,
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
}
