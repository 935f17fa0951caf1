import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLogFile, type TelemetryLogger, withCorrelation } from '../../../adapters/telemetry/index.js';
import { runScenarioFile } from '../../../cli/scenario/run-scenario.js';
import { Unavailable } from '../../../src/shared/index.js';
import { ROOT } from '../../support/architecture.js';
import { client, openGoal, openSavingsWorld, refusalOf, staff } from '../../support/savings-world.js';

type Line = Readonly<Record<string, unknown>>;

function memoryLog() {
  const lines: Line[] = [];
  const log = (level: string) => (fields: Line, message: string) =>
    void lines.push(JSON.parse(JSON.stringify({ level, ...fields, message })) as Line);
  const logger: TelemetryLogger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  return { logger, lines };
}

/** Every text of a value, however deep it lies. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Our own ids name nobody; some end in twelve digits. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Transactions between two looks at what must not be logged. */
const LOOK_EVERY = 5;
const STORIES = ['happy-family', 'invitation-by-phone', 'twice-sent-contribution', 'privacy-between-members'];

describe('a log', () => {
  it.each(STORIES)('of the story %s holds no name, number, account, title or token of anybody', async (story) => {
    const { logger, lines } = memoryLog();
    const secrets = new Set<string>();
    let transactions = 0;
    const report = await runScenarioFile(`${ROOT}/examples/scenarios/${story}.yaml`, {
      logger,
      decorate: ({ store, bank }) => ({
        bank,
        store: {
          read: (work) => store.read(work),
          transact: (work) =>
            store.transact(async (tx) => {
              const result = await work(tx);
              transactions += 1;
              if (transactions % LOOK_EVERY !== 0) return result;
              for (const one of await tx.clients.page(null, 100)) {
                // Clients of stories are called by their ids: those must not be there either.
                for (const secret of [one.id, one.name, one.iin, one.phone, one.account])
                  if (secret) secrets.add(secret);
              }
              for (const goal of await tx.goals.page({}, null, 100)) {
                secrets.add(goal.account).add(goal.title);
                for (const { to, tokenHash } of await tx.invitations.ofGoal(goal.id)) {
                  for (const secret of textsOf([to, tokenHash])) secrets.add(secret);
                }
              }
              return result;
            }),
        },
      }),
    });
    expect(report.ok).toBe(true);
    expect(secrets.size).toBeGreaterThan(5);
    expect(lines.length).toBeGreaterThan(20);
    const log = lines.map((line) => JSON.stringify(line)).join('\n');
    expect([...secrets].filter((secret) => log.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    expect(log.replace(UUID, '').match(/KZ\d\d[0-9A-Z]{16}|\+7\d{10}|\d{12}/g)).toBeNull();
  });

  it('tells each use case once, in which role, in which goal, and how it ended', async () => {
    const { logger, lines } = memoryLog();
    const world = await openSavingsWorld({ logger });
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await refusalOf(world.jinaq.goals.contribute(client('bolat'), { goal, amount: 1_000 }));
    const told = lines.filter(({ useCase }) => useCase === 'contribute');
    expect(told).toMatchObject([
      { level: 'info', actor: 'client', goal, outcome: 'completed' },
      { level: 'info', actor: 'client', goal, outcome: 'savings.not-a-member' },
    ]);
    await world.jinaq.close();
  });

  it('finds everything of one request by its correlation id, the calls of the bank included', async () => {
    const { logger, lines } = memoryLog();
    const world = await openSavingsWorld({ logger });
    const [one, two] = [await openGoal(world, ['aigerim']), await openGoal(world, ['bolat'])];
    const pay = (payer: string, goal: typeof one) => () =>
      world.jinaq.goals.contribute(client(payer), { goal, amount: 1_000 });
    await Promise.all([
      withCorrelation('request-1', pay('aigerim', one)),
      withCorrelation('request-2', pay('bolat', two)),
    ]);
    for (const [correlation, goal] of [
      ['request-1', one],
      ['request-2', two],
    ] as const) {
      const ofRequest = lines.filter((line) => line.correlation === correlation);
      expect(ofRequest.filter(({ useCase }) => useCase !== undefined)).toMatchObject([{ useCase: 'contribute', goal }]);
      expect(ofRequest.filter(({ bankCall }) => bankCall === 'transfer')).toHaveLength(1);
    }
    await world.jinaq.close();
  });

  it('warns of a bank that is away, and tells of a bug where it happened but not what it says', async () => {
    const { logger, lines } = memoryLog();
    const secret = '900101300811';
    const world = await openSavingsWorld({
      logger,
      decorate: ({ store, bank }) => ({
        store,
        bank: {
          ...bank,
          transfer: async () => {
            throw new Unavailable('bank.unavailable', `no answer about ${secret}`);
          },
          mainAccount: async () => {
            throw new TypeError(`cannot read ${secret}`);
          },
        },
      }),
      clients: {},
    });
    await expect(world.jinaq.clients.register(staff('operations'), { id: 'x', name: 'X' })).rejects.toThrow(TypeError);
    const bug = lines.find(({ level }) => level === 'error');
    expect(bug).toMatchObject({ outcome: 'bug', bug: 'TypeError' });
    expect(bug?.at).not.toEqual([]);
    expect(JSON.stringify(lines)).not.toContain(secret);
    await world.jinaq.close();
  });

  it('in a file has one JSON object a line, at its end, with time and level', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jinaq-log-'));
    const file = join(folder, 'jinaq.log');
    for (const name of ['one', 'two']) openLogFile(file).info({ useCase: name }, name);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 30, useCase: 'one', msg: 'one', pid: process.pid },
      { level: 30, useCase: 'two' },
    ]);
    expect(lines[0]).not.toContain('hostname');
    expect(() => openLogFile(join(folder, 'nowhere/jinaq.log'))).toThrow('cannot be written');
    rmSync(folder, { recursive: true });
  });
});
