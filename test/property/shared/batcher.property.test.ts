import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batcher, type Outcome } from '../../../src/shared/index.js';

/** What the flush does with an item, and how many microtasks pass before it is handed in. */
const commands = () =>
  fc.array(fc.record({ fate: fc.constantFrom('done', 'refused', 'crash'), pause: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 40,
  });

type Command = { readonly id: number; readonly fate: string };

class Probe {
  running = 0;
  mostRunning = 0;
  largest = 0;
  readonly finished: number[] = [];

  /** All or nothing, like a transaction: an item that crashes takes the whole batch with it. */
  readonly flush = async (items: readonly Command[]): Promise<Outcome<string>[]> => {
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    this.largest = Math.max(this.largest, items.length);
    await Promise.resolve();
    this.running -= 1;
    if (items.some(({ fate }) => fate === 'crash')) throw new Error(`crash of ${items.map(({ id }) => id).join()}`);
    this.finished.push(...items.map(({ id }) => id));
    return items.map(({ id, fate }) =>
      fate === 'done' ? { status: 'completed', value: `result ${id}` } : { status: 'refused', error: `refusal ${id}` },
    );
  };
}

async function run(plan: readonly { readonly fate: string; readonly pause: number }[], maxBatch: number) {
  const probe = new Probe();
  const batcher = new Batcher({ maxBatch, flush: probe.flush });
  const answers: Promise<string>[] = [];
  for (const [id, { fate, pause }] of plan.entries()) {
    for (let i = 0; i < pause; i += 1) await Promise.resolve();
    const answer = batcher.submit({ id, fate });
    answer.catch(() => undefined);
    answers.push(answer);
  }
  return { probe, answers: await Promise.allSettled(answers) };
}

describe('Batcher', () => {
  it('gives every item exactly its own result, refusal or failure, whatever its neighbours do', async () => {
    await fc.assert(
      fc.asyncProperty(commands(), fc.integer({ min: 1, max: 8 }), async (plan, maxBatch) => {
        const { answers } = await run(plan, maxBatch);
        const expected = plan.map(({ fate }, id) => {
          if (fate === 'done') return { status: 'fulfilled', value: `result ${id}` };
          return { status: 'rejected', reason: fate === 'refused' ? `refusal ${id}` : new Error(`crash of ${id}`) };
        });
        expect(answers).toEqual(expected);
      }),
    );
  });

  it('never flushes more than maxBatch, nor twice at once, and keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(commands(), fc.integer({ min: 1, max: 8 }), async (plan, maxBatch) => {
        const { probe } = await run(plan, maxBatch);
        expect(probe.largest).toBeLessThanOrEqual(maxBatch);
        expect(probe.mostRunning).toBe(1);
        const notCrashed = plan.flatMap(({ fate }, id) => (fate === 'crash' ? [] : [id]));
        expect(probe.finished).toEqual(notCrashed);
      }),
    );
  });
});
