import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jinaq, openChannels, openJinaq } from '../../adapters/node/index.js';
import { createIds } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import type { Client, Goal, Member } from '../../src/savings/index.js';
import { asClientId, asGoalId, civilDate, parseInstant } from '../../src/shared/index.js';
import { startSmsc } from '../support/smsc.js';
import { peakRssMb, print, round, say, timed } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const MEMBERS = 5;
const PAGE = 500;
/** Joined on the 6th, so that the 3rd of the next month is the day of the reminder; a Tuesday, without weekly feedback. */
const JOINED = parseInstant('2026-01-06T12:00:00+05:00');
const REMINDED = parseInstant('2026-02-03T10:00:00+05:00');

/** Reminders that are due, planned and sent as SMS through a message centre in this process, with receipts. */
export async function benchSmppReminders(count = '50000'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-bench-'));
  const smsc = await startSmsc({ receipts: 'after-answer' });
  try {
    const sms = { host: '127.0.0.1', port: smsc.port, systemId: 'bench', password: 'bench', sender: 'JINAQ' };
    const clock = { now: () => REMINDED };
    const jinaq = await openJinaq({
      db: `sqlite:${join(folder, 'jinaq.db')}`,
      ...{ bank: 'sandbox::memory:', clock, messaging: { holdOutBps: 0 } },
      channels: await openChannels({ sms, clock }),
    });
    const members = Number(count);
    await openGoals(jinaq, members);
    const planned = await timed(() => jinaq.messages.plan(OPERATIONS, {}));
    if (planned.result.planned !== members) throw new Error(`${planned.result.planned} reminders are planned`);
    report('messages.plan, reminders', members, planned.seconds);
    say(`sending ${members} reminders`);
    const sent = await timed(() => jinaq.messages.send(OPERATIONS, {}));
    if (sent.result.sent !== members) throw new Error(`sent: ${JSON.stringify(sent.result)}`);
    report('messages.send, SMS over SMPP, SQLite file, synchronous FULL', members, sent.seconds);
    // Closing waits for the receipts that are being stored.
    const closed = await timed(() => jinaq.close());
    checkArrivals(smsc, members);
    say(`closed after ${round(closed.seconds)} s; ${smsc.parts.length} parts, each message once`);
  } finally {
    await smsc.stop();
    rmSync(folder, { recursive: true });
  }
}

function report(name: string, n: number, seconds: number): void {
  print({ name, n, perSecond: round(n / seconds, 0), peakRssMb: peakRssMb() });
}

/** Every member got one text that can be read to its end. */
function checkArrivals(smsc: Awaited<ReturnType<typeof startSmsc>>, members: number): void {
  const texts = smsc.texts();
  const reached = new Set(texts.map(({ to }) => to));
  if (texts.length !== members || reached.size !== members) throw new Error(`${texts.length} texts to ${reached.size}`);
}

/** Goals of five members each, everybody in one goal. */
async function openGoals(jinaq: Jinaq, members: number): Promise<void> {
  say(`${members / MEMBERS} goals of ${MEMBERS} members`);
  const ids = createIds();
  for (let from = 0; from < members; from += PAGE) {
    const clients = Array.from({ length: Math.min(PAGE, members - from) }, (_, index) => clientAt(from + index));
    await jinaq.ports.store.transact(async (tx) => {
      await tx.clients.insertMany(clients);
      for (let first = 0; first < clients.length; first += MEMBERS) {
        const group = clients.slice(first, first + MEMBERS);
        const goal = goalOf(ids.next(), group);
        await tx.goals.insert(goal);
        await tx.members.saveMany(group.map((client) => memberOf(goal, client)));
      }
    });
  }
}

function clientAt(index: number): Client {
  const phone = `+7701${String(index).padStart(7, '0')}`;
  const id = asClientId(`client-${index}`);
  return { id, name: id, iin: null, phone, locale: 'kk', account: null, status: 'active', registeredAt: JOINED };
}

function goalOf(id: string, [organiser]: readonly Client[]): Goal {
  if (organiser === undefined) throw new Error('a goal has an organiser');
  return {
    ...{ id: asGoalId(id), title: 'Той', kind: 'shared', status: 'active', statusSince: JOINED, frozen: false },
    ...{ target: 600_000_00n, deadline: civilDate(2027, 8, 31), minContribution: null, decision: 'majority' },
    ...{ organiser: organiser.id, deputy: null, account: `account-${id}`, createdAt: JOINED },
    product: { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' },
  };
}

function memberOf({ id: goal, organiser }: Goal, { id: client }: Client): Member {
  const role = client === organiser ? 'organiser' : 'participant';
  return { goal, client, role, status: 'active', shareAmounts: false, shareWithAdvisor: false, joinedAt: JOINED };
}
