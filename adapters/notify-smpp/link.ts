import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Smpp, Pdu, Session } from 'smpp';
import type { SmppSettings } from './options.js';
import { statusName } from './status-name.js';

/** What is told about the link. */
export type LinkListener = {
  /** Messages may go out on this session. */
  onBound(session: Session): void;
  /** This session is gone, with every answer that it still owed. */
  onLost(): void;
  /** It could not be opened; it will be tried again. */
  onFailed(reason: string): void;
  /** A deliver_sm: a receipt, or a message of a person. Resolves when it may be acknowledged. */
  onDeliver(pdu: Pdu): Promise<void>;
};

/** A link that opens itself again until it is closed. */
export type Link = { close(): Promise<void> };

const SMPP_3_4 = 0x34;
const MAX_RECONNECT_MS = 30_000;

/** Keeps one session bound as transceiver, for as long as it is not closed. */
export function keepLink(smpp: Smpp, settings: SmppSettings, listener: LinkListener): Link {
  const ending = new AbortController();
  let current: Session | undefined;
  const { logger, host, port } = settings;

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!ending.signal.aborted) {
      try {
        current = await bind(smpp, settings, ending.signal);
        failures = 0;
        logger?.info({ host, port }, 'the SMPP link is up');
        const lost = serve(smpp, current, settings, listener);
        listener.onBound(current);
        await lost;
        listener.onLost();
        if (!ending.signal.aborted) logger?.warn({ host, port }, 'the SMPP link was lost');
      } catch (error) {
        const reason = reasonOf(error);
        listener.onFailed(reason);
        if (!ending.signal.aborted) logger?.warn({ host, port, reason }, 'the SMPP link cannot be opened');
      }
      current = undefined;
      const wait = Math.min(MAX_RECONNECT_MS, settings.reconnectMs * 2 ** failures);
      failures += 1;
      // Half of it by chance, so that several processes do not come back in step.
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return {
    close: async () => {
      ending.abort();
      if (current !== undefined) await unbind(current, settings);
      await ended;
    },
  };
}

async function bind(smpp: Smpp, settings: SmppSettings, ending: AbortSignal): Promise<Session> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(settings.answerTimeoutMs)]);
  const session = new smpp.Session({ socket: await connect(settings, signal) });
  // From here on an error means no more than that it closes.
  session.on('error', () => session.destroy());
  const { systemId, password, systemType = '' } = settings;
  const fields = { system_id: systemId, password, system_type: systemType, interface_version: SMPP_3_4 };
  try {
    const answer = await Promise.race([
      new Promise<Pdu>((resolve) => session.bind_transceiver(fields, resolve)),
      once(session, 'close', { signal }).then(() => {
        throw new Error('closed');
      }),
    ]);
    if (answer.command_status === 0) return session;
    throw new Error(statusName(smpp, answer.command_status));
  } catch (error) {
    session.destroy();
    throw error;
  }
}

async function connect({ host, port, tls }: SmppSettings, signal: AbortSignal): Promise<Socket> {
  const socket = tls === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...tls });
  socket.setNoDelay(true);
  try {
    await once(socket, tls === undefined ? 'connect' : 'secureConnect', { signal });
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}

/** Answers what the operator asks and proves the link alive. @returns when it is lost */
function serve(smpp: Smpp, session: Session, settings: SmppSettings, listener: LinkListener): Promise<void> {
  const enquiry = setInterval(() => {
    const silence = setTimeout(() => session.destroy(), settings.answerTimeoutMs);
    session.enquire_link({}, () => clearTimeout(silence));
  }, settings.enquireMs);
  session.on('pdu', (pdu: Pdu) => {
    if (pdu.isResponse()) return;
    if (pdu.command === 'deliver_sm') {
      listener.onDeliver(pdu).then(
        () => session.send(pdu.response()),
        () => session.send(pdu.response({ command_status: smpp.errors.ESME_RX_T_APPN })),
      );
      return;
    }
    session.send(pdu.response());
    if (pdu.command === 'unbind') session.close();
  });
  return new Promise((resolve) => {
    session.once('close', () => {
      clearInterval(enquiry);
      resolve();
    });
    if (session.socket.destroyed) session.emit('close');
  });
}

/** Says goodbye and does not wait long for the answer. */
async function unbind(session: Session, { answerTimeoutMs }: SmppSettings): Promise<void> {
  const over = new Promise<void>((resolve) => session.once('close', resolve));
  const timer = setTimeout(() => session.destroy(), Math.min(answerTimeoutMs, 2_000));
  if (session.socket.destroyed || !session.unbind({}, () => session.close())) session.destroy();
  else await over;
  clearTimeout(timer);
}

function reasonOf(error: unknown): string {
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
  if (name === 'AbortError') return 'timeout';
  return typeof code === 'string' ? code : String(message);
}
