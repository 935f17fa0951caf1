import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

/** How the message centre meets a submit_sm: takes it, answers with a status, says nothing, or hangs up. */
export type Behaviour = 'accept' | 'silent' | 'hang-up' | { readonly status: string };

export type ReceivedPart = { readonly id: string; readonly from: string; readonly to: string; readonly pdu: Pdu };
/** A message as the phone shows it: its parts joined by their header. */
export type ReceivedText = { readonly to: string; readonly text: string; readonly parts: number };

export type SmscOptions = {
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The nth submit_sm, from 1. */
  readonly behave?: (nth: number, pdu: Pdu) => Behaviour;
  readonly password?: string;
  /** Takes connections and says nothing on them any more, like one behind a broken line. */
  readonly isDeaf?: () => boolean;
  /** Sends a receipt for each accepted part at once. */
  /** A receipt that has waited: it comes right behind the answer to the bind. */
  readonly waitingReceipt?: string;
  readonly receipts?: 'before-answer' | 'after-answer';
};

/** Starts the message centre of an operator on this machine, for tests and benchmarks. */
export async function startSmsc(options: SmscOptions = {}) {
  const { behave = () => 'accept', tls, receipts } = options;
  const parts: ReceivedPart[] = [];
  const binds: Pdu[] = [];
  /** Command statuses with which the other side took a receipt that had waited. */
  const answers: number[] = [];
  const sessions = new Set<Session>();
  const counts = { submits: 0, enquiries: 0, unbinds: 0, unanswered: 0, mostUnanswered: 0 };

  const server = smpp.createServer(tls ?? {}, (session) => {
    sessions.add(session);
    session.socket.setNoDelay(true);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
    session.on('bind_transceiver', (pdu: Pdu) => {
      binds.push(pdu);
      const isWelcome = options.password === undefined || pdu.password === options.password;
      session.socket.cork();
      session.send(pdu.response(isWelcome ? {} : { command_status: smpp.errors.ESME_RINVPASWD }));
      if (options.waitingReceipt !== undefined) {
        session.deliver_sm(receiptFields(options.waitingReceipt, 'DELIVRD'), ({ command_status: status }) => {
          answers.push(status);
        });
      }
      session.socket.uncork();
    });
    session.on('enquire_link', (pdu: Pdu) => {
      counts.enquiries += 1;
      if (options.isDeaf?.() !== true) session.send(pdu.response());
    });
    session.on('unbind', (pdu: Pdu) => {
      counts.unbinds += 1;
      session.send(pdu.response());
      session.close();
    });
    session.on('submit_sm', (pdu: Pdu) => {
      counts.submits += 1;
      counts.unanswered += 1;
      counts.mostUnanswered = Math.max(counts.mostUnanswered, counts.unanswered);
      const behaviour = behave(counts.submits, pdu);
      if (behaviour === 'hang-up') session.destroy();
      if (behaviour === 'silent' || behaviour === 'hang-up') return;
      // Later, so that the window of the other side fills.
      setImmediate(() => answer(session, pdu, behaviour));
    });
  });
  const answer = (session: Session, pdu: Pdu, behaviour: 'accept' | { readonly status: string }): void => {
    counts.unanswered -= 1;
    if (behaviour !== 'accept') {
      session.send(pdu.response({ command_status: smpp.errors[behaviour.status] }));
      return;
    }
    const id = `m-${parts.length + 1}`;
    parts.push({ id, from: pdu.source_addr ?? '', to: pdu.destination_addr ?? '', pdu });
    if (receipts === 'before-answer') session.deliver_sm(receiptFields(id, 'DELIVRD'));
    session.send(pdu.response({ message_id: id }));
    if (receipts === 'after-answer') session.deliver_sm(receiptFields(id, 'DELIVRD'));
  };
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    parts,
    binds,
    answers,
    counts,
    texts: () => joinTexts(parts),
    /** @returns the command status of the answer: 0 when it was taken */
    deliver: (fields: Parameters<Session['deliver_sm']>[0]) =>
      new Promise<number>((resolve, reject) => {
        const [session] = sessions;
        if (session?.deliver_sm(fields, (pdu) => resolve(pdu.command_status)) !== true) reject(new Error('no session'));
      }),
    unbindAll: () => sessions.forEach((session) => session.unbind({})),
    stop: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A receipt as SMPP 3.4, appendix B, words it. */
export function receiptFields(id: string, state: string, error = '000') {
  const text = `id:${id} sub:001 dlvrd:001 submit date:2601050900 done date:2601050901 stat:${state} err:${error} text:`;
  return { esm_class: 4, data_coding: 0, short_message: Buffer.from(text, 'latin1') };
}

function joinTexts(parts: readonly ReceivedPart[]): ReceivedText[] {
  const open = new Map<string, { to: string; texts: string[]; total: number }>();
  const done: ReceivedText[] = [];
  for (const { to, pdu } of parts) {
    const text = String(pdu.short_message?.message);
    const header = pdu.short_message?.udh?.[0];
    if (header === undefined) {
      done.push({ to, text, parts: 1 });
      continue;
    }
    const [, , reference = 0, total = 0, number = 0] = header;
    const name = `${to} ${reference} ${total}`;
    const message = open.get(name) ?? { to, texts: [], total };
    open.set(name, message);
    message.texts[number - 1] = text;
    if (Object.keys(message.texts).length < total) continue;
    open.delete(name);
    done.push({ to, text: message.texts.join(''), parts: total });
  }
  return done;
}
