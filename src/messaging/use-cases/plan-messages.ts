import { type Actor, authorise } from '../../access/index.js';
import type { Goal } from '../../savings/index.js';
import { civilDateOf, type GoalId, pages } from '../../shared/index.js';
import { planDeadlineNotices } from '../domain/deadline.js';
import { isFeedbackDay, planFeedback } from '../domain/feedback.js';
import { isHeldOut } from '../domain/hold-out.js';
import type { MessageDraft } from '../domain/message.js';
import { planReminders } from '../domain/reminder.js';
import type { PolicyContext } from '../domain/situation.js';
import type { TemplateName } from '../domain/template.js';
import type { MessagingPorts } from '../ports/index.js';
import { loadSituations } from './load-situations.js';
import { EVENT_READER, planNextNotices } from './plan-notices.js';

export type PlanMessagesCommand = {
  readonly actor: Actor;
  /** Plan from events only, and leave the reminders of the day for another run. */
  readonly isEventsOnly?: boolean | undefined;
  readonly onProgress?: ((goals: number) => void) | undefined;
  readonly signal?: { readonly aborted: boolean } | undefined;
};

/** What was looked at, and how many messages of each template were planned; those planned before do not count again. */
export type PlanReport = {
  readonly events: number;
  readonly goals: number;
  readonly planned: number;
  readonly templates: Readonly<Partial<Record<TemplateName, number>>>;
};

const PAGE = 500;

/**
 * Plans every message that is due: notices of what has happened since the last run, then reminders, weekly feedback and
 * deadlines of all active goals. Planning again plans nothing twice; a run that was broken off is taken up by the next.
 *
 * @throws access.denied
 */
export class PlanMessages {
  readonly #deps: Pick<MessagingPorts, 'store' | 'clock' | 'digest' | 'messaging'>;

  constructor(deps: Pick<MessagingPorts, 'store' | 'clock' | 'digest' | 'messaging'>) {
    this.#deps = deps;
  }

  async execute({ actor, isEventsOnly = false, onProgress, signal }: PlanMessagesCommand): Promise<PlanReport> {
    authorise(actor, 'messages.plan');
    const counts = new Map<TemplateName, number>();
    const add = (added: ReadonlyMap<TemplateName, number>) => {
      for (const [template, count] of added) counts.set(template, (counts.get(template) ?? 0) + count);
    };
    let events = 0;
    for (;;) {
      if (signal?.aborted || !(await this.#hasEvents())) break;
      const step = await planNextNotices(this.#deps);
      if (step.events === 0) break;
      events += step.events;
      add(step.added);
    }
    let goals = 0;
    if (!isEventsOnly) {
      for await (const page of this.#duePages()) {
        if (signal?.aborted) break;
        add(await this.#deps.store.transact((tx) => tx.messages.insertNew(page.drafts)));
        goals += page.goals;
        onProgress?.(goals);
      }
    }
    const planned = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { events, goals, planned, templates: Object.fromEntries(counts) };
  }

  /** Most often nothing has happened: whoever only looks keeps nobody who writes waiting. */
  #hasEvents(): Promise<boolean> {
    return this.#deps.store.read(async (tx) => (await tx.feed.next(EVENT_READER, 1)).length > 0);
  }

  /** What the passing of time makes due, a page of goals at a time, read beside the writers. */
  async *#duePages(): AsyncGenerator<{ readonly goals: number; readonly drafts: readonly MessageDraft[] }> {
    const { store, clock, digest, messaging } = this.#deps;
    const now = clock.now();
    const context: PolicyContext = {
      now,
      today: civilDateOf(now),
      isHeldOut: (client) => isHeldOut(client, messaging, digest),
    };
    const withShares = isFeedbackDay(context.today, messaging);
    const load = (after: GoalId | null) =>
      store.read(async (tx) => {
        const goals: readonly Goal[] = await tx.goals.page({ status: 'active' }, after, PAGE);
        const situations = await loadSituations(tx, goals, { now, withShares });
        return situations.map((situation) => ({
          id: situation.goal.id,
          drafts: [
            ...planReminders(situation, messaging, context),
            ...planDeadlineNotices(situation, messaging, context),
            ...planFeedback(situation, messaging, context),
          ],
        }));
      });
    for await (const page of pages(load, ({ id }) => id, PAGE)) {
      yield { goals: page.length, drafts: page.flatMap(({ drafts }) => drafts) };
    }
  }
}
