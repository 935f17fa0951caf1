export { consoleChannel } from './console-channel.js';
