export { EVENT_CONTENTS } from './event-data.js';
export { type EventJson, eventJson, eventJsonSchema, eventSchema } from './event-schema.js';
export { type FileSubscriber, type FileSubscriberOptions, openFileSubscriber } from './file-subscriber.js';
