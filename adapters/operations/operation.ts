import type { z } from 'zod';
import type { Actor } from '../../src/access/index.js';
import type { Signer } from '../../src/ledger/index.js';
import type { EventSubscriber } from '../../src/outbox/index.js';
import type { SandboxBank } from '../bank-sandbox/index.js';
import type { SandboxChannels } from '../notify-sandbox/index.js';
import type { DatabaseDesk } from './database-desk.js';
import type { UseCases } from './use-cases.js';

/** How far long work is; `total` is absent where nobody can know it. */
export type Progress = {
  readonly done: number;
  readonly refused: number;
  readonly total?: number | undefined;
  /** What else is worth telling meanwhile. */
  readonly note?: string | undefined;
};

/** What an operation works with: the use cases, and ways to tell how far it is and to be stopped. */
export type OperationContext = {
  readonly useCases: UseCases;
  readonly signer: Signer;
  /** The bank's control room, when the bank is the sandbox. */
  readonly sandbox?: SandboxBank | undefined;
  /** The control room of the channels, when they are the sandbox's. */
  readonly sandboxChannels?: SandboxChannels | undefined;
  /** Who has subscribed to events in this process. */
  readonly subscribers?: readonly EventSubscriber[] | undefined;
  /** Metrics of this process and its database, in OpenMetrics text. */
  readonly readMetrics?: (() => Promise<{ readonly contentType: string; readonly text: string }>) | undefined;
  /** Who looks after the database. */
  readonly database?: DatabaseDesk | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * One use case under one name, `topic.verb`, for every face: the command line, scenarios, embedders.
 * A face adds nothing of its own but words and colours.
 */
export type Operation<Name extends string = string, Schema extends z.ZodObject = z.ZodObject, Result = unknown> = {
  readonly name: Name;
  /** One sentence for help texts. */
  readonly summary: string;
  readonly input: Schema;
  /** The field that the command line takes without a flag. */
  readonly positional?: string;
  /** Needs neither database nor bank: a face may run it where there are none. */
  readonly isOffline?: boolean;
  /** Needs the channels on which messages leave; a face need not open them for anything else. */
  readonly sendsMessages?: boolean;
  readonly run: (context: OperationContext, actor: Actor, input: z.output<Schema>) => Promise<Result>;
  /** The code of a refusal that is told in the result and not thrown: the bank said no. Exit code 3. */
  readonly refusalOf?: (result: Result) => string | null;
  /** True when the work ended with some items failed: exit code 8. */
  readonly hasFailures?: (result: Result) => boolean;
};

/** Declares an operation with its types inferred. */
export function operation<const Name extends string, Schema extends z.ZodObject, Result>(
  definition: Operation<Name, Schema, Result>,
): Operation<Name, Schema, Result> {
  return definition;
}
