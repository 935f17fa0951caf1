import { finishAttempt } from '../domain/delivery.js';
import type { Message } from '../domain/message.js';
import type { SendResult } from '../ports/channel.js';
import type { NewSending } from '../ports/messaging-tx.js';
import { deliveryContext, type SendDeps, turnOffAddress } from './delivery-context.js';
import type { Outgoing } from './outgoing.js';

const NO_ANSWER: SendResult = { status: 'failed', fault: 'unknown', reason: 'no-answer' };

/** Notes what a channel has answered, one answer for each message. */
export async function noteAnswers(
  deps: SendDeps,
  some: readonly Outgoing[],
  results: readonly SendResult[],
): Promise<readonly Message[]> {
  return deps.store.transact(async (tx) => {
    const now = deps.clock.now();
    // Read again: a report may have overtaken the answer, and the person may have read it meanwhile.
    const current = await tx.messages.findMany(some.map(({ message }) => message.key));
    const noted: Message[] = [];
    const sendings: NewSending[] = [];
    for (const [index, { message, begun, recipient }] of some.entries()) {
      const result = results[index] ?? NO_ANSWER;
      const { channel } = begun;
      if (result.status !== 'failed') {
        sendings.push({ key: message.key, channel, status: result.status, reference: result.reference, at: now });
      }
      const found = current.get(message.key) ?? message;
      const context = deliveryContext(deps, found, recipient, now);
      const { delivery, turnOff } = finishAttempt(found.delivery, { begun, result }, context);
      const reason = result.status === 'failed' ? result.reason : '';
      if (turnOff !== null) await turnOffAddress(tx, recipient, turnOff, reason, now);
      noted.push({ ...found, delivery });
    }
    await tx.messages.saveMany(noted);
    await tx.messages.noteSendings(sendings);
    return noted;
  });
}
