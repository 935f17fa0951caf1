import type { Smpp, Fields, Pdu, Session } from 'smpp';
import { failedAs } from '../../src/messaging/index.js';
import { failureOf, isTooMuch, type PartAnswer } from './answer.js';
import type { SmppSettings } from './options.js';
import { statusName } from './status-name.js';

/** One submit_sm on its way. */
export type Part = {
  readonly fields: Fields;
  /** Is told once. */
  readonly settle: (answer: PartAnswer) => void;
  /** Is told the id that an answer brought, also one that came too late to settle anything. */
  readonly onAccepted: (id: string) => void;
};

type Waiting = Part & { timer?: NodeJS.Timeout };

/** The longest rest in first rests. */
const MAX_REST = 20;
/** Rests in a row without one part accepted, some 40 seconds by default: then the sender is to decide. */
const MAX_REFUSALS = 12;

/** Sends parts in their order, so many at once; rests when it is too much; and loses none when the link breaks. */
export class PartQueue {
  readonly #smpp: Smpp;
  readonly #settings: SmppSettings;
  /** To be sent again, before everything else. */
  #again: Waiting[] = [];
  #queue: Waiting[] = [];
  #head = 0;
  readonly #inFlight = new Set<Waiting>();
  #session: Session | undefined;
  /** Parts that may be out at once: halved by each refusal, and growing by one with each window that is accepted. */
  #limit: number;
  #refusals = 0;
  #rest: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  #downFor = 'not-connected';

  constructor(smpp: Smpp, settings: SmppSettings) {
    this.#smpp = smpp;
    this.#settings = settings;
    this.#limit = settings.window;
  }

  /** True while a part is out without its answer. */
  get isAwaiting(): boolean {
    return this.#inFlight.size > 0;
  }

  add(part: Part): void {
    this.#queue.push({ ...part });
    this.#pump();
  }

  bound(session: Session): void {
    this.#session = session;
    this.#downFor = 'not-connected';
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#pump();
  }

  /** What was out is in the dark; what waited goes on waiting for the next session. */
  lost(): void {
    this.#session = undefined;
    for (const part of [...this.#inFlight]) this.#settle(part, failedAs('unknown', 'connection-lost'));
    this.#waitForLink();
  }

  /** The link cannot be opened: what waits too long is told why. */
  failedToOpen(reason: string): void {
    this.#downFor = reason;
  }

  /** Lets go of everything that has not gone out. */
  stop(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#patience);
    this.#failWaiting('closed');
  }

  #pump(): void {
    while (this.#session !== undefined && this.#rest === undefined && this.#inFlight.size < Math.floor(this.#limit)) {
      const part = this.#take();
      if (part === undefined) return;
      this.#submit(this.#session, part);
    }
    this.#waitForLink();
  }

  #take(): Waiting | undefined {
    const first = this.#again.shift();
    if (first !== undefined) return first;
    const part = this.#queue[this.#head];
    if (part !== undefined) this.#head += 1;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return part;
  }

  #submit(session: Session, part: Waiting): void {
    this.#inFlight.add(part);
    if (session.submit_sm(part.fields, (answer) => this.#answered(part, answer))) {
      part.timer = setTimeout(
        () => this.#settle(part, failedAs('unknown', 'no-answer')),
        this.#settings.answerTimeoutMs,
      );
      return;
    }
    // Nothing was written: it goes with the next session.
    this.#inFlight.delete(part);
    this.#again.unshift(part);
    this.#session = undefined;
  }

  #answered(part: Waiting, { command_status: status, message_id: id = '' }: Pdu): void {
    if (status === 0) {
      this.#refusals = 0;
      this.#limit = Math.min(this.#settings.window, this.#limit + 1 / this.#limit);
      part.onAccepted(id);
      this.#settle(part, { status: 'accepted', id });
      return;
    }
    const code = statusName(this.#smpp, status);
    if (isTooMuch(code)) this.#refused(part, code);
    else this.#settle(part, failureOf(code));
  }

  #refused(part: Waiting, code: string): void {
    if (!this.#inFlight.delete(part)) return;
    clearTimeout(part.timer);
    this.#again.push(part);
    if (this.#rest !== undefined) return;
    if (this.#refusals === MAX_REFUSALS) {
      this.#refusals = 0;
      this.#failWaiting(code);
      return;
    }
    const restMs = this.#settings.throttleMs * Math.min(MAX_REST, 2 ** this.#refusals);
    this.#refusals += 1;
    this.#limit = Math.max(1, this.#limit / 2);
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#pump();
    }, restMs);
  }

  #settle(part: Waiting, answer: PartAnswer): void {
    if (!this.#inFlight.delete(part)) return;
    clearTimeout(part.timer);
    part.settle(answer);
    this.#pump();
  }

  #waitForLink(): void {
    const isEmpty = this.#again.length === 0 && this.#queue.length === 0;
    if (this.#session !== undefined || this.#patience !== undefined || isEmpty) return;
    this.#patience = setTimeout(() => {
      this.#patience = undefined;
      this.#failWaiting(this.#downFor);
    }, this.#settings.linkWaitMs);
  }

  #failWaiting(reason: string): void {
    for (let part = this.#take(); part !== undefined; part = this.#take()) part.settle(failedAs('temporary', reason));
  }
}
