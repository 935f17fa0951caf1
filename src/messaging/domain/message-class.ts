/**
 * What a message is for. Reminders and marketing are capped and can be refused; `service` (money moved, a vote was
 * opened) and `legal` messages are owed to the member and never capped.
 */
export const MESSAGE_CLASSES = ['marketing', 'reminder', 'service', 'legal'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
