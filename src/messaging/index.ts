// Channels: what every way to a person has in common.
export { CHANNEL_NAMES, type ChannelName } from './domain/channel-name.js';
export { MESSAGE_CLASSES, type MessageClass } from './domain/message-class.js';
export {
  type Channel,
  type OutgoingMessage,
  type DeliveryReport,
  type ReportListener,
  SEND_FAULTS,
  type SendFailure,
  type SendFault,
  type SendResult,
} from './ports/channel.js';
