/**
 * What a message is for. Reminders and marketing are capped and can be refused; `service` (money moved, a vote was
 * opened) and `legal` messages are owed to the member and never capped. `feedback` tells how everybody is getting on:
 * at most once a week and goal, and with reminders and marketing at most one a day to a person.
 */
export const MESSAGE_CLASSES = ['marketing', 'reminder', 'service', 'legal', 'feedback'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
