import type { CivilDate, ClientId, GoalId } from '../../shared/index.js';
import type { Delivery } from './delivery.js';
import { type Params, type ParamsOf, specOf, type TemplateName } from './template.js';
import type { MessageClass } from './message-class.js';

/**
 * A message that was decided on. There is exactly one for each key, however often it is planned: the key names the
 * template, the occasion (an event's place in the history, or a period) and the recipient.
 */
export type Message = {
  readonly key: string;
  readonly client: ClientId;
  readonly goal: GoalId;
  readonly template: TemplateName;
  readonly messageClass: MessageClass;
  readonly params: Params;
  readonly plannedAt: Date;
  /** From then on it is of no use; null: always of use. */
  readonly expiresAt: Date | null;
  /** It is of no use once the member has paid after this day; null: whether they pay does not matter. */
  readonly unlessPaidAfter: CivilDate | null;
  /** When it first left for a channel: then it has used up its place under the caps. */
  readonly leftAt: Date | null;
  readonly delivery: Delivery;
};

/** A message as it is decided, before anything came of it. */
export type MessageDraft = Omit<Message, 'leftAt'>;

type DraftOf<Name extends TemplateName> = {
  readonly template: Name;
  /** What it is about, unique among the messages of this template to this client. */
  readonly occasion: string;
  readonly client: ClientId;
  readonly goal: GoalId;
  readonly params: ParamsOf<Name>;
  readonly expiresAt: Date | null;
  readonly unlessPaidAfter?: CivilDate | undefined;
  /** Why it is decided and kept, and never sent. */
  readonly suppressed?: string | undefined;
};

/** Decides a message, due at once. */
export function draftMessage<Name extends TemplateName>(draft: DraftOf<Name>, now: Date): MessageDraft {
  const { template, occasion, client, goal, params, expiresAt, unlessPaidAfter = null, suppressed } = draft;
  return {
    key: `${template}/${occasion}/${client}`,
    client,
    goal,
    template,
    messageClass: specOf(template).messageClass,
    params,
    plannedAt: now,
    expiresAt,
    unlessPaidAfter,
    delivery:
      suppressed === undefined
        ? { status: 'planned', dueAt: now }
        : { status: 'suppressed', reason: suppressed, at: now },
  };
}
