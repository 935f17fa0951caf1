import { z } from 'zod';
import { actingClient, type Actor } from '../../src/access/index.js';
import { CHANNEL_NAMES, MESSAGE_CLASSES, TEMPLATE_NAMES, type TemplateName } from '../../src/messaging/index.js';
import { LOCALES } from '../../src/savings/index.js';
import { type ClientId, parseUuid } from '../../src/shared/index.js';
import { clientId, count, day, flag, words } from './inputs.js';
import { operation } from './operation.js';

const ofSelf = 'Name the client, or act as one.';
const MAX_EFFECT_DAYS = 365;
const template = () => z.enum(TEMPLATE_NAMES as readonly [TemplateName, ...TemplateName[]]);

/** The client named, or the one who acts. */
function whom(actor: Actor, client: ClientId | undefined): ClientId {
  return client ?? actingClient(actor, ofSelf);
}

export const messageOperations = [
  operation({
    name: 'messages.plan',
    summary: 'Plan the messages that are due: notices of what has happened, reminders, feedback',
    input: z.strictObject({}),
    run: ({ useCases, onProgress, signal }, actor) =>
      useCases.planMessages.execute({ actor, signal, onProgress: (done) => onProgress?.({ done, refused: 0 }) }),
  }),
  operation({
    name: 'messages.send',
    summary: 'Send the messages that are due, each on the first channel that reaches its reader',
    input: z.strictObject({}),
    sendsMessages: true,
    run: ({ useCases, onProgress, signal }, actor) =>
      useCases.sendMessages.execute({
        actor,
        signal,
        onProgress: (done, refused) => onProgress?.({ done, refused }),
      }),
    hasFailures: ({ failed }) => failed > 0,
  }),
  operation({
    name: 'messages.preview',
    summary: 'Show messages with sample values, and what their short forms cost as SMS',
    input: z.strictObject({
      template: template().optional(),
      locale: z.enum(LOCALES).optional(),
      title: words().optional(),
    }),
    positional: 'template',
    isOffline: true,
    run: ({ useCases }, actor, input) => useCases.previewMessages.execute({ actor, ...input }),
  }),
  operation({
    name: 'messages.explain',
    summary: 'Tell what a client was sent or not, and why',
    input: z.strictObject({ client: clientId().optional() }),
    positional: 'client',
    run: async ({ useCases }, actor, { client }) =>
      useCases.explainMessages.execute({ actor, client: whom(actor, client) }),
  }),
  operation({
    name: 'messages.inbox',
    summary: 'Show the messages of the acting client, the latest first',
    input: z.strictObject({ unread: flag().optional() }),
    run: async ({ useCases }, actor, input) =>
      useCases.showInbox.execute({ actor, client: whom(actor, undefined), ...input }),
  }),
  operation({
    name: 'messages.read',
    summary: 'Note that you have read a message',
    input: z.strictObject({ message: words() }),
    positional: 'message',
    run: ({ useCases }, actor, input) => useCases.readMessage.execute({ actor, ...input }),
  }),
  operation({
    name: 'messages.preferences',
    summary: 'Show or change what a client is told on which channel, and where they are reached',
    input: z.strictObject({
      client: clientId().optional(),
      channel: z.enum(CHANNEL_NAMES).optional(),
      class: z.enum(MESSAGE_CLASSES).optional(),
      allowed: flag().optional(),
      address: words().optional(),
      payday: count(1, 31).optional(),
    }),
    positional: 'client',
    run: async ({ useCases }, actor, { client, class: messageClass, allowed: isAllowed, ...input }) =>
      useCases.setPreferences.execute({ actor, client: whom(actor, client), messageClass, isAllowed, ...input }),
  }),
  operation({
    name: 'messages.unsubscribe',
    summary: 'End reminders, feedback and marketing by the token of an unsubscribe link',
    input: z.strictObject({ token: words() }),
    positional: 'token',
    run: ({ useCases }, _actor, input) => useCases.unsubscribe.execute(input),
  }),
  operation({
    name: 'messages.effect',
    summary: 'Compare the saving of reminded clients with that of those held out, with a 95 % interval',
    input: z.strictObject({ from: day().optional(), to: day().optional(), days: count(1, MAX_EFFECT_DAYS).optional() }),
    run: ({ useCases }, actor, input) => useCases.measureReminderEffect.execute({ actor, ...input }),
  }),
  operation({
    name: 'messages.ask',
    summary: 'Ask about your goals: how much is missing, who may withdraw, the next transfer, how to leave or complain',
    input: z.strictObject({ text: words() }),
    positional: 'text',
    run: async ({ useCases }, actor, { text }) =>
      useCases.askQuestion.execute({ actor, client: whom(actor, undefined), text }),
  }),
  operation({
    name: 'messages.handovers',
    summary: 'List the questions that wait for a person, with what was said before',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.listHandovers.execute({ actor }),
  }),
  operation({
    name: 'messages.close-handover',
    summary: 'Note that you have answered a question that was handed over',
    input: z.strictObject({ handover: words() }),
    positional: 'handover',
    run: async ({ useCases }, actor, { handover }) =>
      useCases.closeHandover.execute({ actor, handover: parseUuid(handover, 'handover') }),
  }),
] as const;
