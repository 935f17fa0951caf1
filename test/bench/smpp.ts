import { once } from 'node:events';
import { connect } from 'node:net';
import smpp from 'smpp';
import { openSmppChannel } from '../../adapters/notify-smpp/index.js';
import type { OutgoingMessage } from '../../src/messaging/index.js';
import { startSmsc } from '../support/smsc.js';
import { peakRssMb, print, round, say, timed } from './report.js';

const MESSAGES = 20_000;
const WINDOW = 64;
const SHORT = 'Той: 60 000 ₸ жетпейді, 5 қаңтарға дейін.';
const LONG = `${SHORT} `.repeat(4);

/** SMS through a message centre in this same process, which costs about as much as the sender. */
export async function benchSmpp(): Promise<void> {
  const floor = await measureBareSession();
  for (const [name, text] of [
    ['one part', SHORT],
    ['three parts', LONG],
  ] as const) {
    const smsc = await startSmsc({ receipts: 'after-answer' });
    const channel = await openSmppChannel({
      ...{ host: '127.0.0.1', port: smsc.port, systemId: 'bench', password: 'bench', sender: 'JINAQ', window: WINDOW },
    });
    let reports = 0;
    channel.onReport(async () => void (reports += 1));
    const messages = Array.from({ length: MESSAGES }, (_, index): OutgoingMessage => {
      return { key: `m-${index}`, to: `+7701${String(index).padStart(7, '0')}`, text, locale: 'kk' };
    });
    say(`${MESSAGES} messages of ${name}, window ${WINDOW}`);
    const { result, seconds } = await timed(() => channel.send(messages));
    if (result.some(({ status }) => status !== 'sent')) throw new Error('a message was not sent');
    await channel.close();
    const perSecond = MESSAGES / seconds;
    print({
      name: `smpp, ${name}, window ${WINDOW}, ${reports} receipts told`,
      n: MESSAGES,
      perSecond: round(perSecond, 0),
      ...(text === SHORT ? { floorPerSecond: round(floor, 0), ratio: round(perSecond / floor) } : {}),
      peakRssMb: peakRssMb(),
    });
    await smsc.stop();
  }
}

/** The same submits by the bare session of the library, without receipts. @returns messages a second */
async function measureBareSession(): Promise<number> {
  say('floor: the bare session of the library');
  const smsc = await startSmsc();
  const socket = connect({ host: '127.0.0.1', port: smsc.port });
  await once(socket, 'connect');
  const session = new smpp.Session({ socket });
  await new Promise((resolve) => session.bind_transceiver({ system_id: 'floor', password: 'floor' }, resolve));
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < MESSAGES) {
      next += 1;
      const fields = { destination_addr: `7701${next}`, data_coding: 8, short_message: Buffer.from(SHORT, 'utf16le') };
      await new Promise((resolve) => session.submit_sm(fields, resolve));
    }
  };
  const { seconds } = await timed(() => Promise.all(Array.from({ length: WINDOW }, one)));
  session.destroy();
  await smsc.stop();
  return MESSAGES / seconds;
}
