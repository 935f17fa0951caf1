import type { Death } from '../process-crash.js';

/** A step of a story as it stands in its file, or a word about what no step can tell. */
export type ToldStep =
  | { readonly kind: 'step'; readonly step: Readonly<Record<string, unknown>> }
  | { readonly kind: 'comment'; readonly text: string };

/** A step in which the process dies as it did in the run. The next one is there at once: in the run another one was. */
export function toldDeath({ on, when, nth, during }: Death, step: Readonly<Record<string, unknown>>): ToldStep[] {
  const job = typeof during === 'string' ? { during } : {};
  const crash = { process: 'crash', with: { on, when, ...(nth === 1 ? {} : { nth }), ...job } };
  return [crash, { ...step, dies: true }, { process: 'restart' }].map((told) => ({ kind: 'step', step: told }));
}

/** The steps without the death in the one at this place: it ends as it may. */
export function withoutDeath(steps: readonly ToldStep[], index: number): readonly ToldStep[] {
  return steps.flatMap((told, at): readonly ToldStep[] => {
    if (at === index - 1 || at === index + 1) return [];
    if (at !== index || told.kind !== 'step') return [told];
    return [{ kind: 'step', step: Object.fromEntries(Object.entries(told.step).filter(([name]) => name !== 'dies')) }];
  });
}
