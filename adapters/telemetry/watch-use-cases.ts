import { type Actor, actorName } from '../../src/access/index.js';
import type { RunTransfersCommand } from '../../src/savings/index.js';
import { isUuid } from '../../src/shared/index.js';
import { observe, type Observer } from './observation.js';
import { statusOf } from './watch-ports.js';

/** Something with one `execute`, as every use case is. */
type Executable = { execute(...args: unknown[]): unknown };

type Command = { readonly actor?: Actor; readonly goal?: unknown };

/** Whatever goes around each execution: a correlation id, for one. */
export type Around = <T>(work: () => T) => T;

/** Use cases whose executions are told to observers; to callers they are the same. */
export function watchUseCases<UseCases extends object>(
  useCases: UseCases,
  observers: readonly Observer[],
  around: Around,
): UseCases {
  const watched = Object.entries(useCases as Readonly<Record<string, Executable>>).map(([name, useCase]) => {
    const outcomeOf = name === 'contribute' ? statusOf : undefined;
    const watch = ([command, ...others]: readonly unknown[]): unknown => {
      const told = name === 'runTransfers' ? countDates(command as RunTransfersCommand, observers) : command;
      const result = useCase.execute(told, ...others);
      // What needs to wait for nothing, such as a check without a database, is not worth watching.
      if (!(result instanceof Promise)) return result;
      return observe(subjectOf(name, command as Command), observers, () => result as Promise<unknown>, outcomeOf);
    };
    return [name, { execute: (...args: readonly unknown[]) => around(() => watch(args)) }] as const;
  });
  return Object.fromEntries(watched) as unknown as UseCases;
}

function subjectOf(name: string, command: Command | undefined) {
  const { actor, goal } = command ?? {};
  return {
    ...({ of: 'use-case', name } as const),
    actor: actor === undefined ? undefined : actor.kind === 'client' ? 'client' : actorName(actor),
    goal: typeof goal === 'string' && isUuid(goal) ? goal : undefined,
  };
}

/** A run that tells each date by its outcome, and how fast it was. */
function countDates(command: RunTransfersCommand, observers: readonly Observer[]): RunTransfersCommand {
  const begun = performance.now();
  let dates = 0;
  return {
    ...command,
    onLine: async (line) => {
      dates += 1;
      for (const observer of observers) {
        observer.planDate?.(line.outcome);
        observer.run?.(dates, (performance.now() - begun) / 1_000);
      }
      await command.onLine?.(line);
    },
  };
}
