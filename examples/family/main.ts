/**
 * A family saves for a wedding from January to June 2026, on a new SQLite file and the sandbox bank, with two bank
 * faults in between. Every step is a command of the CLI, shown as you would type it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createStory, type Story } from '../story.js';

const FOLDER = join(process.cwd(), 'jinaq-family');
const MEMBERS = ['aigerim', 'bolat', 'dana', 'erlan'] as const;

/** What each member pays on the 5th of each month, in tenge. */
const MONTHS = [
  ['2026-02-05', { aigerim: 60_000, bolat: 40_000, dana: 25_000, erlan: 30_000 }],
  ['2026-03-05', { aigerim: 60_000, bolat: 40_000, dana: 25_000, erlan: 30_000 }],
  ['2026-04-05', { aigerim: 60_000, bolat: 35_000, dana: 25_000, erlan: 30_000 }],
] as const;

async function openGoal(story: Story): Promise<string> {
  const now = '2026-01-05T10:00:00+05:00';
  story.tell('The bank registers four clients; the sandbox bank gives them money.');
  const clients = relative(process.cwd(), join(import.meta.dirname, 'clients.csv'));
  await story.show(['clients', 'import', clients], { now });
  story.tell('Aigerim opens a goal. It gets a savings account of its own at the bank.');
  const terms = ['--title', 'Той', '--target', '600000', '--deadline', '2026-08-31', '--min-contribution', '5000'];
  const { id: goal } = await story.ask<{ id: string }>(
    ['goals', 'create', ...terms, '--deputy', 'bolat', '--share-amounts', '--as', 'aigerim'],
    { now },
  );
  story.tell('She invites the others. Bolat and Erlan show their sums to the family, Dana keeps hers to herself.');
  for (const member of MEMBERS.slice(1)) {
    const invitation = ['goals', 'invite', goal, '--client', member, '--as', 'aigerim'];
    const { id } = await story.ask<{ id: string }>(invitation, { now });
    const consent = member === 'dana' ? [] : ['--share-amounts'];
    await story.ask(['invitations', 'accept', id, ...consent, '--as', member], { now });
  }
  return goal;
}

async function saveMonthly(story: Story, goal: string): Promise<void> {
  for (const [date, sums] of MONTHS) {
    const month = date.slice(0, 7);
    const lines = MEMBERS.map((member) => `${member},${goal},${sums[member]},${member}-${month}`);
    const file = story.write(`contributions-${month}.csv`, ['client,goal,amount,key', ...lines]);
    story.tell(`On ${date} operations run the month's contributions.`);
    await story.show(['contributions', 'import', file], { now: `${date}T11:00:00+05:00` });
  }
}

async function surviveFaults(story: Story, goal: string): Promise<void> {
  const now = '2026-05-05T12:00:00+05:00';
  story.tell('In May the bank debits Bolat and its answer is lost; then Erlan’s order never reaches the bank.');
  await story.show(['bank', 'fault', '--on', 'transfer', '--kind', 'timeout-after-debit'], { now });
  await story.show(['goals', 'contribute', goal, '--amount', '35000', '--key', 'bolat-2026-05', '--as', 'bolat'], {
    now,
  });
  await story.show(['bank', 'fault', '--on', 'transfer', '--kind', 'timeout-before-debit'], { now });
  await story.show(['goals', 'contribute', goal, '--amount', '30000', '--key', 'erlan-2026-05', '--as', 'erlan'], {
    now,
  });
  story.tell('Both are pending. Settling asks the bank: the first is only posted, the second is sent again.');
  await story.show(['transfers', 'settle'], { now: '2026-05-05T12:15:00+05:00' });
  story.tell('Dana clicks twice; the same key is one contribution. A tenge too much is refused.');
  const twice = ['goals', 'contribute', goal, '--amount', '25000', '--key', 'dana-2026-05', '--as', 'dana'];
  await story.show(twice, { now });
  await story.show(twice, { now });
  await story.show(['goals', 'contribute', goal, '--amount', '50001', '--as', 'aigerim'], { now, allowed: [3] });
}

async function prove(story: Story, goal: string): Promise<void> {
  const now = '2026-05-06T09:00:00+05:00';
  story.tell('How far are they? Dana’s sums are hers alone, so Aigerim does not see them.');
  await story.show(['goals', 'progress', goal, '--as', 'aigerim'], { now });
  await story.show(['ledger', 'statement', goal], { now });
  story.tell('Books, hash chain and bank agree to the tiyn.');
  await story.show(['ledger', 'verify'], { now });
  await story.show(['reconcile', 'run'], { now });
  story.tell('Bolat takes a signed receipt. Anybody can check it with the bank’s public key, without the database.');
  const [receipt, key] = [story.path('receipt-bolat.json'), story.path('bank-key.pem')];
  await story.show(['receipts', 'issue', goal, '--as', 'bolat', '--out', receipt], { now });
  const { publicKey } = await story.ask<{ publicKey: string }>(['receipts', 'key']);
  story.write('bank-key.pem', [publicKey.trimEnd()]);
  await story.show(['receipts', 'verify', receipt, '--key', key]);
}

function sayWhatNext(story: Story, goal: string): void {
  const flags = `--db sqlite:${story.path('family.db')} --bank sandbox:${story.path('bank.db')} --now 2026-05-07T09:00:00+05:00`;
  process.stdout.write(`
The database stays in ${story.path('')}/. Try next:

  npx jinaq goals contribute ${goal} --amount 50000 --as aigerim ${flags}
  npx jinaq goals progress ${goal} --svg progress.svg ${flags}
  npx jinaq goals history ${goal} ${flags}
  npx jinaq proposals open ${goal} --kind cancel --as dana ${flags}
  npx jinaq scenario run examples/scenarios/happy-family.yaml
`);
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const story = createStory({
  folder: FOLDER,
  files: { db: 'family.db', bank: 'bank.db' },
  print: (text) => void process.stdout.write(`${text}\n`),
});
const goal = await openGoal(story);
await saveMonthly(story, goal);
await surviveFaults(story, goal);
await prove(story, goal);
sayWhatNext(story, goal);
