import { CATALOGUE } from '../../../adapters/operations/index.js';
import { type Actor, actorName } from '../../../src/access/index.js';
import { formatInstant } from '../../../src/shared/index.js';
import type { Strike } from '../fault-board.js';
import type { JournalEntry } from '../journal.js';
import type { Run } from '../play-run.js';
import type { Death } from '../process-crash.js';
import { toldDeath, type ToldStep } from './told-step.js';

export type Story = {
  readonly now: string;
  readonly clients: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly steps: readonly ToldStep[];
  /** What happened and cannot be told: faults of other kinds, and calls that others died beside. */
  readonly untold: readonly string[];
};

/** Tells what came from outside in a run as a scenario would, each thing at its time; Jinaq's own jobs run by themselves. */
export function tellStory({ journal, strikes, startMs, report }: Run): Story {
  const names = nameResults(journal);
  const untold: string[] = [];
  const admitted = new Set<JournalEntry>();
  const clients = admit(journal, admitted);
  const steps: ToldStep[] = [];
  let nowMs = startMs;
  const wait = (atMs: number): void => {
    if (Math.floor(atMs / 1_000) <= Math.floor(nowMs / 1_000)) return;
    nowMs = atMs;
    steps.push({ kind: 'step', step: { until: formatInstant(new Date(atMs)) } });
  };
  const deaths = new Map(
    strikes.flatMap(({ death }) => (typeof death?.during === 'object' ? [[death.during, death]] : [])),
  );
  const happened = [
    ...strikes
      .filter(({ death }) => typeof death?.during !== 'object')
      .map((strike) => ({ atMs: strike.atMs, strike, entry: undefined })),
    ...journal.filter((entry) => !admitted.has(entry)).map((entry) => ({ atMs: entry.atMs, strike: undefined, entry })),
  ].sort((a, b) => a.atMs - b.atMs);
  for (const { atMs, strike, entry } of happened) {
    if (strike?.death !== undefined) {
      // What was due before runs before; the job that dies is among those of this very moment.
      wait(atMs - SECOND_MS);
      nowMs = atMs;
      steps.push(...toldDeath(strike.death, { until: formatInstant(new Date(atMs)) }));
    } else if (strike !== undefined) {
      const step = stepOfStrike(strike);
      if (step === undefined) untold.push(...wordOf(strike));
      // It has to wait for the call that it meets, which may come from a job at this very moment.
      else steps.push({ kind: 'step', step });
    } else {
      wait(atMs);
      const death = deaths.get(entry);
      const told = stepOfEntry(entry, names, death);
      if (told.kind === 'comment') untold.push(`${formatInstant(new Date(atMs))} ${told.text}`);
      steps.push(...(death !== undefined && told.kind === 'step' ? toldDeath(death, told.step) : [told]));
    }
  }
  wait(report.violations[0]?.atMs ?? nowMs);
  return { now: formatInstant(new Date(startMs)), clients, steps, untold };
}

/** Registering and a first sum on the account are how a scenario begins. */
function admit(journal: readonly JournalEntry[], admitted: Set<JournalEntry>): Story['clients'] {
  const clients: Record<string, Record<string, unknown>> = {};
  for (const entry of journal) {
    const input = entry.input as Readonly<Record<string, unknown>>;
    if (entry.outcome !== 'done') continue;
    const client = String(input.id ?? input.client);
    if (entry.operation === 'clients.register' && clients[client] === undefined) {
      clients[client] = plain({ ...input, id: undefined });
      admitted.add(entry);
    }
    const known = clients[client];
    if (entry.operation !== 'bank.fund' || known === undefined || known.balance !== undefined) continue;
    known.balance = input.amount;
    admitted.add(entry);
  }
  return clients;
}

type Names = { readonly references: ReadonlyMap<string, string>; readonly saved: ReadonlyMap<JournalEntry, string> };

/** Names each result that a later step reads, by the ids in it. */
function nameResults(journal: readonly JournalEntry[]): Names {
  const used = JSON.stringify(journal.map(({ input }) => input));
  const references = new Map<string, string>();
  const saved = new Map<JournalEntry, string>();
  for (const entry of journal) {
    for (const [path, id] of Object.entries(entry.ids)) {
      if (references.has(id) || !used.includes(id)) continue;
      const name = saved.get(entry) ?? `${entry.operation.split('.')[0] ?? 'result'}${saved.size + 1}`;
      saved.set(entry, name);
      references.set(id, `$${name}.${path}`);
    }
  }
  return { references, saved };
}

function stepOfEntry(entry: JournalEntry, { references, saved }: Names, death: Death | undefined): ToldStep {
  const { operation, actor, input, outcome } = entry;
  const what = `${actorName(actor)} ${operation}`;
  if (death === undefined && (outcome === 'lost' || outcome === 'open'))
    return { kind: 'comment', text: `${what}: the process died before it answered` };
  if (!CATALOGUE.some(({ name }) => name === operation)) return { kind: 'comment', text: `${what}: no step does that` };
  const given = plain(input as Readonly<Record<string, unknown>>, references);
  const save = saved.get(entry);
  return {
    kind: 'step',
    step: {
      ...actorOf(actor, operation),
      ...(Object.keys(given).length === 0 ? {} : { with: given }),
      ...(save === undefined ? {} : { save }),
      ...(death !== undefined || outcome === 'done' ? {} : { refused: outcome }),
    },
  };
}

const SECOND_MS = 1_000;

function actorOf(actor: Actor, operation: string): Readonly<Record<string, string>> {
  if (operation.startsWith('bank.')) return { bank: operation.slice('bank.'.length) };
  if (actor.kind === 'client') return { as: actor.client, do: operation };
  return { do: operation, role: actor.kind === 'staff' ? actor.role : 'operations' };
}

/** What the sandbox bank can be told to do wrong. */
function stepOfStrike({ kind, call, isOver }: Strike): Readonly<Record<string, unknown>> | undefined {
  const fault = (name: string, on = call) => ({ bank: 'fault', with: { on, kind: name } });
  switch (kind) {
    case 'bank-refuses':
      return fault('refuse', 'transfer');
    case 'bank-holds':
      return fault('held', 'transfer');
    case 'bank-loses-call':
      return fault('timeout-before-debit');
    case 'bank-loses-answer':
      return fault('timeout-after-debit');
    case 'bank-acts-twice':
      return fault('duplicate-answer');
    case 'bank-down':
      return { bank: isOver === true ? 'up' : 'down' };
    // What neither meets one call of the bank nor stands in the journal.
    case 'bank-answers-late':
    case 'bank-acts-late':
    case 'bank-drops-line':
    case 'bank-doubles-line':
    case 'process-crash':
    case 'store-busy':
    case 'store-full':
    case 'clock-steps':
    case 'job-twice':
    case 'channel-down':
    // These two are things that happened at the bank: the journal has them.
    case 'bank-closes-account':
    case 'bank-odd-interest':
      return undefined;
  }
}

function wordOf({ kind, atMs }: Strike): readonly string[] {
  const isInJournal = kind === 'bank-closes-account' || kind === 'bank-odd-interest';
  return isInJournal ? [] : [`${formatInstant(new Date(atMs))} ${kind}`];
}

/** Data as a file has it: no fields without a value, references in the place of ids. */
function plain(
  data: Readonly<Record<string, unknown>>,
  references: ReadonlyMap<string, string> = new Map(),
): Record<string, unknown> {
  const convert = (value: unknown): unknown => {
    if (typeof value === 'string') return references.get(value) ?? value.replaceAll('$', '$$$$');
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    if (value instanceof Date) return formatInstant(value);
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value === 'object' && value !== null)
      return plain(value as Readonly<Record<string, unknown>>, references);
    return value;
  };
  const fields = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([name, value]) => [name, convert(value)]));
}
