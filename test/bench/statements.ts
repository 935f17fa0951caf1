import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStatements, writeStatements } from '../../adapters/bank-files/index.js';
import { openSandboxBank } from '../../adapters/bank-sandbox/index.js';
import { openJinaq } from '../../adapters/node/index.js';
import { systemClock } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import type { BankEntry, BankStatement } from '../../src/savings/index.js';
import { asClientId, civilDateOf, parseCivilDate, sumMoney, Unavailable } from '../../src/shared/index.js';
import { peakRssMb, print, round, say, timed } from './report.js';

const GOALS = 100;
const OWN = 100_000;
/** With these the file has 100 MB. */
const UNKNOWN = 145_000;
const AMOUNT = 10_00n;
const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const client = (index: number): Actor => ({ kind: 'client', client: asClientId(`client-${index}`) });
const TODAY = civilDateOf(systemClock.now());

/** A statement of 100 MB: half of its lines finish a pending contribution, the others belong to nobody. */
export async function benchStatements(folder: string | undefined): Promise<void> {
  if (folder !== undefined) return importIn(folder);
  const made = mkdtempSync(join(tmpdir(), 'jinaq-bench-'));
  try {
    await prepare(made);
    // In a process of its own, whose memory is that of the import alone.
    const { status } = spawnSync(process.execPath, [process.argv[1] ?? '', 'statements', made], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`the import ended with ${status}`);
  } finally {
    rmSync(made, { recursive: true });
  }
}

async function importIn(folder: string): Promise<void> {
  const file = join(folder, 'camt.xml');
  const n = OWN + UNKNOWN;
  say(`floor: reading ${round(statSync(file).size / 1e6, 0)} MB twice`);
  const floor = await timed(async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      for await (const record of readStatements(createReadStream(file))) void record;
    }
  });
  const jinaq = await openJinaq({ db: `sqlite:${join(folder, 'jinaq.db')}`, bank: 'sandbox::memory:' });
  const { result, seconds } = await timed(() => jinaq.statements.import(OPERATIONS, { file }));
  const [perSecond, floorPerSecond] = [n / seconds, n / floor.seconds];
  print({
    name: `statements.import, ${OWN} of ${n} lines finish a contribution, SQLite file`,
    n,
    perSecond: round(perSecond, 0),
    floorPerSecond: round(floorPerSecond, 0),
    ratio: round(perSecond / floorPerSecond),
    peakRssMb: peakRssMb(),
  });
  say(`completed ${result.completed}, noted ${result.noted}`);
  const again = await timed(() => jinaq.statements.import(OPERATIONS, { file }));
  say(`imported again in ${round(again.seconds)} s: known ${again.result.known}`);
  await jinaq.close();
}

/** Contributions whose bank never answered, and the statement that shows them. */
async function prepare(folder: string): Promise<void> {
  const sandbox = openSandboxBank({ path: ':memory:', clock: systemClock });
  const bank = { ...sandbox, transfer: () => Promise.reject(new Unavailable('bank.unavailable', 'silent')) };
  const jinaq = await openJinaq({ db: `sqlite:${join(folder, 'jinaq.db')}`, bank });
  const { useCases } = jinaq.context;
  say(`preparing ${OWN} pending contributions in ${GOALS} goals`);
  const statements: BankStatement[] = [];
  for (let index = 0; index < GOALS; index += 1) {
    await useCases.registerClient.execute({ actor: OPERATIONS, id: `client-${index}`, name: `Client ${index}` });
    const terms = { title: 'Goal', target: 9_000_000_00n, deadline: parseCivilDate('2040-12-31') };
    const { id: goal, account } = await useCases.createGoal.execute({ actor: client(index), ...terms });
    const paid = await Promise.all(
      Array.from({ length: OWN / GOALS }, () =>
        useCases.contribute.execute({ actor: client(index), goal, amount: AMOUNT }),
      ),
    );
    const entries = [
      ...paid.map(({ id: key }, nth) => entry(`${index}-${nth}`, key)),
      ...Array.from({ length: UNKNOWN / GOALS }, (_, nth) => entry(`${index}-x${nth}`)),
    ];
    const closing = sumMoney(entries.map(({ amount }) => amount));
    statements.push({ account, from: TODAY, to: TODAY, opening: 0n, closing, entries });
  }
  await jinaq.close();
  sandbox.close();
  const file = join(folder, 'camt.xml');
  await writeStatements({ file, version: '08', messageId: 'bench', createdAt: systemClock.now(), statements });
}

function entry(reference: string, key?: string): BankEntry {
  const shared = { reference, kind: 'transfer' as const, valueDate: TODAY, bookedAt: systemClock.now() };
  return { ...shared, amount: AMOUNT, ...(key !== undefined && { key }) };
}
