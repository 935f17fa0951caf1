import { type EventSubscriber, HANDLING_MS } from '../../src/outbox/index.js';
import { invalidInput, Unavailable } from '../../src/shared/index.js';

/** The reader that plans messages. */
const OWN_READER = 'messages';

/**
 * Checks the names of subscribers, and lets each have its time for an event and no more: one that never answers must
 * not hold up a dispatcher for ever.
 *
 * @throws input.invalid
 */
export function openSubscribers(subscribers: readonly EventSubscriber[]): readonly EventSubscriber[] {
  const names = subscribers.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!/^[a-z0-9-]{1,64}$/.test(name) || name === OWN_READER) {
      throw invalidInput({
        path: `subscribers.${index}.name`,
        message: `must be 1 to 64 of a-z, 0-9 and -, and not ${OWN_READER}`,
      });
    }
    if (names.indexOf(name) < index) {
      throw invalidInput({ path: `subscribers.${index}.name`, message: `${name} is there twice` });
    }
  }
  return subscribers.map((subscriber) => ({
    name: subscriber.name,
    handle: (event) => inTime(subscriber.handle(event)),
  }));
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Unavailable('store.unavailable', `The subscriber did not answer within ${HANDLING_MS / 1_000} s.`));
    }, HANDLING_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
