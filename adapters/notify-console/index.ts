export { consoleNotifier } from './console-notifier.js';
