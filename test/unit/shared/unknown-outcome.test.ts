import { describe, expect, it } from 'vitest';
import { DomainError, isOutcomeUnknown, Unavailable, UNKNOWN_OUTCOME, untilKnown } from '../../../src/shared/index.js';

const unknown = (message = 'cut at the commit') =>
  new Unavailable('store.unavailable', message, { details: UNKNOWN_OUTCOME });
const away = new Unavailable('store.unavailable', 'away');

/** Work that meets these errors one after the other and then succeeds; notes whether it was told of an earlier attempt. */
function workThatMeets(...errors: readonly Error[]) {
  const attempts: boolean[] = [];
  const work = async (isRepeated: boolean) => {
    attempts.push(isRepeated);
    const error = errors[attempts.length - 1];
    if (error !== undefined) throw error;
    return 'done';
  };
  return { attempts, work };
}

describe('work whose commit was cut', () => {
  it('is done again, told of the attempt before, until its outcome is known', async () => {
    const { attempts, work } = workThatMeets(unknown(), unknown());
    expect(await untilKnown(work)).toBe('done');
    expect(attempts).toEqual([false, true, true]);
  });

  it('is given up after three attempts, with the outcome still unknown', async () => {
    const { attempts, work } = workThatMeets(unknown('1'), unknown('2'), unknown('3'), unknown('4'));
    await expect(untilKnown(work)).rejects.toThrow('3');
    expect(attempts).toHaveLength(3);
  });

  it('stays unknown when the store cannot be asked afterwards', async () => {
    const error = await untilKnown(workThatMeets(unknown(), away).work).catch((thrown: unknown) => thrown);
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it('may turn out to be refused', async () => {
    const refusal = new DomainError('savings.over-target', 'too much');
    await expect(untilKnown(workThatMeets(unknown(), refusal).work)).rejects.toBe(refusal);
  });
});

describe('work that failed for sure', () => {
  it.each([away, new DomainError('savings.over-target', 'too much'), new TypeError('a bug')])(
    'is not done again: %s',
    async (error) => {
      const { attempts, work } = workThatMeets(error);
      await expect(untilKnown(work)).rejects.toBe(error);
      expect(attempts).toHaveLength(1);
    },
  );
});
