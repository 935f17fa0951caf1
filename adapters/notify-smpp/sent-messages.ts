import type { DeliveryReport } from '../../src/messaging/index.js';
import type { Receipt } from './receipt.js';

/** A message whose parts are out: it has arrived when all of them have. */
export type SentMessage = {
  readonly key: string;
  readonly parts: number;
  /** Its id in the words of the send result: that of the last part. Unknown until the last part is accepted. */
  reference?: string;
  readonly delivered: Set<string>;
  isOver: boolean;
};

/** Messages that are remembered at most; of older ones a receipt tells the reference alone. */
const MAX_REMEMBERED = 100_000;
/** How long a receipt may overtake the answer that gives its id. */
const OVERTAKING_MS = 2_000;

/** Remembers which message an id belongs to, for as long as there is room and this process lives. */
export class SentMessages {
  readonly #byId = new Map<string, SentMessage>();
  /** Receipts that wait for the answer with their id. */
  readonly #overtaking = new Map<string, (() => void)[]>();

  remember(id: string, message: SentMessage): void {
    this.#byId.set(id, message);
    for (const goOn of this.#overtaking.get(id) ?? []) goOn();
    if (this.#byId.size <= MAX_REMEMBERED) return;
    const [oldest = ''] = this.#byId.keys();
    this.#byId.delete(oldest);
  }

  /**
   * What a receipt means for its message.
   *
   * @param mayCome whether an answer is outstanding that could bring the id
   * @returns undefined while other parts are on their way, or when the message was told before
   */
  async take(receipt: Receipt, at: Date, mayCome: boolean): Promise<DeliveryReport | undefined> {
    const { id, outcome } = receipt;
    const message = this.#byId.get(id) ?? (mayCome ? await this.#waitFor(id) : undefined);
    const reference = message?.reference ?? id;
    const told = { reference, at, ...(message === undefined ? {} : { key: message.key }) };
    if (message?.isOver === true) return undefined;
    if (outcome !== 'delivered') {
      if (message !== undefined) message.isOver = true;
      return { ...told, status: 'failed', ...outcome };
    }
    if (message !== undefined) {
      message.delivered.add(id);
      if (message.delivered.size < message.parts) return undefined;
      message.isOver = true;
    }
    return { ...told, status: 'delivered' };
  }

  /** The report could not be stored: the receipt will come again and is to count then. */
  restore(id: string): void {
    const message = this.#byId.get(id);
    if (message === undefined) return;
    message.isOver = false;
    message.delivered.delete(id);
  }

  async #waitFor(id: string): Promise<SentMessage | undefined> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, OVERTAKING_MS);
      const goOn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#overtaking.set(id, [...(this.#overtaking.get(id) ?? []), goOn]);
    });
    this.#overtaking.delete(id);
    return this.#byId.get(id);
  }
}
