// Channels: what every way to a person has in common.
export { CHANNEL_NAMES, type ChannelName } from './domain/channel-name.js';
export { type MessageByMessage, messageByMessage } from './domain/message-by-message.js';
export { failedAs, networkFailure } from './domain/send-failure.js';
export { MESSAGE_CLASSES, type MessageClass } from './domain/message-class.js';
export {
  type Channel,
  type ChannelLogger,
  type OutgoingMessage,
  type DeliveryReport,
  type ReportListener,
  SEND_FAULTS,
  type SendFailure,
  type SendFault,
  type SendResult,
} from './ports/channel.js';

// The length and the parts of an SMS.
export {
  GSM7_ALPHABET,
  GSM7_EXTENSION,
  MAX_SMS_PARTS,
  SMS_ENCODINGS,
  SMS_LIMITS,
  type SmsEncoding,
  type SmsSegments,
  smsSegments,
} from './domain/sms-segments.js';

// How a message finds its way: states, routes, retries.
export {
  applyReport,
  ATTEMPT_LEASE_MS,
  beginAttempt,
  DELIVERY_STATUSES,
  type Delivery,
  type DeliveryContext,
  type DeliveryStatus,
  type DeliveryStep,
  fallBack,
  finishAttempt,
  INTERRUPTED,
  isInterrupted,
  isSendable,
  markRead,
  type QueuedDelivery,
  queueDelivery,
  type SentDelivery,
} from './domain/delivery.js';
export { DELIVERY_ROUTES, fallbackChannel, type Route, type RouteStep, routeFor } from './domain/delivery-route.js';
export { MAX_ATTEMPTS, mayRepeat, nextAttempt, type RetryContext } from './domain/retry.js';

// What is told to whom, and when.
export {
  DEFAULT_MESSAGING,
  type MessagingSettings,
} from './domain/settings.js';
export type { Message, MessageDraft } from './domain/message.js';
export {
  type ParamKind,
  type Params,
  type ParamsOf,
  specOf,
  TEMPLATE_NAMES,
  type TemplateName,
  TEMPLATES,
  type TemplateSpec,
} from './domain/template.js';
export type { Address, Preference, Recipient } from './domain/preferences.js';
export type { Payment } from './domain/situation.js';
export { CAPPED_BY_DAY, type UsedPlace } from './domain/suppression.js';
export { wakeAt } from './domain/wake.js';
export type { MessagingPorts } from './ports/index.js';
export type {
  EventFeed,
  MessageRepository,
  MessagingTx,
  NewSending,
  PaymentRepository,
  RecipientRepository,
  RemindedRange,
  RemindedRow,
  Sending,
} from './ports/messaging-tx.js';
export type { RenderedMessage, Renderer } from './ports/renderer.js';
export { PlanMessages, type PlanMessagesCommand, type PlanReport } from './use-cases/plan-messages.js';
export { SendMessages, type SendMessagesCommand, type SendReport } from './use-cases/send-messages.js';
export {
  ExplainMessages,
  type InboxCommand,
  type InboxMessage,
  type MessageState,
  ReadMessage,
  ShowInbox,
} from './use-cases/read-messages.js';
export {
  type PreferencesCommand,
  type PreferencesView,
  SetPreferences,
  Unsubscribe,
} from './use-cases/set-preferences.js';
export { type MessagePreview, type PreviewCommand, PreviewMessages } from './use-cases/preview-message.js';
export {
  MIN_GROUP,
  type GroupEffect,
  measureEffect,
  type RemindedClient,
  type ReminderEffect,
} from './domain/reminder-effect.js';
export {
  EFFECT_DAYS,
  type EffectCommand,
  type EffectReport,
  MeasureReminderEffect,
  readReminded,
} from './use-cases/measure-effect.js';
export { type Intent, INTENTS, type Understood, understandQuestion } from './domain/question.js';
export type { HelpDesk, HelpTurn } from './ports/help-desk.js';
export { type Answer, type AskCommand, AskQuestion } from './use-cases/ask.js';
export { CloseHandover, type Handover, ListHandovers } from './use-cases/handovers.js';
export { type ChannelReport, openReportDesk } from './use-cases/note-reports.js';
