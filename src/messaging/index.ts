// Channels: what every way to a person has in common.
export { CHANNEL_NAMES, type ChannelName } from './domain/channel-name.js';
export { failedAs, type MessageByMessage, messageByMessage } from './domain/message-by-message.js';
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
