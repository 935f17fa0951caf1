import { type Actor, actorName, authorise } from '../../access/index.js';
import { NotFound } from '../../shared/index.js';
import type { HelpTurn } from '../ports/help-desk.js';
import type { MessagingPorts } from '../ports/index.js';

/** A question that waits for a person, with what was said before it. */
export type Handover = HelpTurn & {
  readonly transcript: readonly { readonly at: Date; readonly question: string; readonly answer: string }[];
};

const TRANSCRIPT_MS = 24 * 3_600_000;
const MAX_LISTED = 1_000;

/**
 * Lists the questions that wait for a person, the oldest first, each with what the client had asked in the day before.
 *
 * @throws access.denied
 */
export class ListHandovers {
  readonly #deps: Pick<MessagingPorts, 'store'>;

  constructor(deps: Pick<MessagingPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<readonly Handover[]> {
    authorise(actor, 'messages.handovers');
    return this.#deps.store.read(async (tx) => {
      const found: Handover[] = [];
      for (const turn of await tx.help.waiting(null, MAX_LISTED)) {
        const before = await tx.help.ofClient(turn.client, new Date(turn.at.getTime() - TRANSCRIPT_MS));
        const transcript = before
          .filter(({ at }) => at <= turn.at)
          .map(({ at, question, answer }) => ({ at, question, answer }));
        found.push({ ...turn, transcript });
      }
      return found;
    });
  }
}

/**
 * Notes that a person has answered a question that was handed over.
 *
 * @throws access.denied not-found
 */
export class CloseHandover {
  readonly #deps: Pick<MessagingPorts, 'store' | 'clock'>;

  constructor(deps: Pick<MessagingPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, handover }: { readonly actor: Actor; readonly handover: string }): Promise<HelpTurn> {
    authorise(actor, 'messages.handovers');
    return this.#deps.store.transact(async (tx) => {
      const found = await tx.help.find(handover);
      if (found === undefined || !found.isHandedOver) throw new NotFound('handover', handover);
      if (found.closedAt !== null) return found;
      const closed: HelpTurn = { ...found, closedBy: actorName(actor), closedAt: this.#deps.clock.now() };
      await tx.help.save(closed);
      return closed;
    });
  }
}
