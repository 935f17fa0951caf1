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
        current = await bind(smpp, settings, listener, ending.signal);
        // Closed in the very moment in which it opened.
        if (ending.signal.aborted) current.destroy();
        const boundAt = performance.now();
        logger?.info({ host, port }, 'the SMPP link is up');
        const lost = untilLost(current, settings);
        listener.onBound(current);
        await lost;
        // A server that takes us and drops us at once is not met at full speed.
        if (performance.now() - boundAt > MAX_RECONNECT_MS) failures = 0;
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

async function bind(smpp: Smpp, settings: SmppSettings, listener: LinkListener, ending: AbortSignal): Promise<Session> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(settings.answerTimeoutMs)]);
  const session = new smpp.Session({ socket: await connect(settings, signal) });
  // From here on an error means no more than that it closes.
  session.on('error', () => session.destroy());
  // Before we bind: what has waited for us comes right behind the answer.
  session.on('pdu', (pdu: Pdu) => answer(smpp, session, pdu, listener));
  const { systemId, password, systemType = '' } = settings;
  const fields = { system_id: systemId, password, system_type: systemType, interface_version: SMPP_3_4 };
  try {
    const bound = await Promise.race([
      new Promise<Pdu>((resolve) => session.bind_transceiver(fields, resolve)),
      once(session, 'close', { signal }).then(() => {
        throw new Error('closed');
      }),
    ]);
    if (bound.command_status === 0) return session;
    throw new Error(statusName(smpp, bound.command_status));
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

/** Answers what the operator asks; a receipt when it is stored. */
function answer(smpp: Smpp, session: Session, pdu: Pdu, listener: LinkListener): void {
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
}

/** Proves the link alive until it is not. */
function untilLost(session: Session, { enquireMs, answerTimeoutMs }: SmppSettings): Promise<void> {
  const enquiry = setInterval(() => {
    const silence = setTimeout(() => session.destroy(), answerTimeoutMs);
    if (!session.enquire_link({}, () => clearTimeout(silence))) clearTimeout(silence);
  }, enquireMs);
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(enquiry);
      resolve();
    };
    if (session.socket.destroyed) end();
    else session.once('close', end);
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
