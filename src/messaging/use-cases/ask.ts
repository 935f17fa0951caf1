import { type Actor, authorise, relationToSelf } from '../../access/index.js';
import type { Goal, Locale } from '../../savings/index.js';
import { type CivilDate, type ClientId, civilDateOf, invalidInput } from '../../shared/index.js';
import { type AnswerPart, answerAbout, type OwnGoal } from '../domain/answer.js';
import { type Intent, type Understood, understandQuestion, wordsOf } from '../domain/question.js';
import type { HelpTurn } from '../ports/help-desk.js';
import type { MessagingPorts } from '../ports/index.js';
import type { MessagingTx } from '../ports/messaging-tx.js';
import { requireClient } from './load-client.js';
import { loadSituations } from './load-situations.js';

export type AskCommand = { readonly actor: Actor; readonly client: ClientId; readonly text: string };

/** What the member is told, and whether a person will answer instead. */
export type Answer = {
  readonly id: string;
  readonly locale: Locale;
  readonly intents: readonly Intent[];
  readonly answer: string;
  readonly isHandedOver: boolean;
};

type Deps = Pick<MessagingPorts, 'store' | 'clock' | 'ids' | 'renderer'>;

const MAX_QUESTION_LENGTH = 1_000;
/** More goals than this make no answer that anybody reads. */
const MAX_GOALS = 10;
const GOALS_PAGE = 100;

/**
 * Answers a member's question about their own goals, in the language it was asked in: how much is missing, who may
 * withdraw, when the next transfer is, how to leave, how to complain. The answer comes from the books and the goals of
 * the one who asks and from nothing else; what is not understood waits for a person.
 *
 * @throws access.denied not-found input.invalid
 */
export class AskQuestion {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute({ actor, client: id, text }: AskCommand): Promise<Answer> {
    authorise(actor, 'messages.ask', relationToSelf(actor, id));
    const question = text.trim();
    if (question === '' || question.length > MAX_QUESTION_LENGTH) {
      throw invalidInput({ path: 'text', message: `must be 1 to ${MAX_QUESTION_LENGTH} characters` });
    }
    const { store, clock, ids, renderer } = this.#deps;
    return store.transact(async (tx) => {
      const at = clock.now();
      const client = await requireClient(tx, id);
      const understood = understandQuestion(question, client.locale);
      const { locale, intents } = understood;
      const isHandedOver = intents.length === 0;
      const parts = isHandedOver ? [HANDED_OVER] : await answerParts(tx, id, understood, question, at);
      const answer = parts.map(({ template, params }) => renderer.render(template, params, locale).text).join('\n');
      const turn: HelpTurn = {
        ...{ id: ids.next(), client: id, at, question, answer, isHandedOver, closedBy: null, closedAt: null },
      };
      await tx.help.save(turn);
      return { id: turn.id, locale, intents, answer, isHandedOver };
    });
  }
}

const HANDED_OVER: AnswerPart = { template: 'answer.handed-over', params: {} };
const NO_GOALS: AnswerPart = { template: 'answer.no-goals', params: {} };

async function answerParts(
  tx: MessagingTx,
  client: ClientId,
  { intents }: Understood,
  question: string,
  now: Date,
): Promise<readonly AnswerPart[]> {
  const goals = await ownGoals(tx, client);
  const named = goals.filter(({ title }) => isNamedIn(question, title));
  const meant = (named.length > 0 ? named : goals).slice(0, MAX_GOALS);
  if (meant.length === 0) return [NO_GOALS];
  const today: CivilDate = civilDateOf(now);
  const situations = await loadSituations(tx, meant, { now, withShares: true });
  const parts: AnswerPart[] = [];
  for (const situation of situations) {
    const own: OwnGoal = { situation, client, planDue: await planDue(tx, situation.goal, client) };
    parts.push(...intents.map((intent) => answerAbout(intent, own, today)));
  }
  return parts;
}

/** The goals in which the client has a place and that are not over. */
async function ownGoals(tx: MessagingTx, client: ClientId): Promise<readonly Goal[]> {
  const goals = (await tx.goals.page({ client }, null, GOALS_PAGE)).filter(({ status }) => status !== 'closed');
  const members = await tx.members.findMany(goals.map(({ id: goal }) => ({ goal, client })));
  const inside = new Set(
    members.flatMap(({ goal, status }) => (status === 'active' || status === 'leaving' ? [goal] : [])),
  );
  return goals.filter(({ id }) => inside.has(id));
}

async function planDue(tx: MessagingTx, { id: goal }: Goal, client: ClientId): Promise<CivilDate | null> {
  const [plan] = await tx.plans.page({ goal, client, status: 'active' }, null, 1);
  return plan?.runOn ?? null;
}

function isNamedIn(question: string, title: string): boolean {
  const words = wordsOf(title);
  return words.length > 0 && ` ${wordsOf(question).join(' ')} `.includes(` ${words.join(' ')} `);
}
