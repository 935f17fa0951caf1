import type { ChannelName } from './channel-name.js';
import type { MessageClass } from './message-class.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A channel to try, and how long without a delivery it keeps the next one waiting; null: the next only if it fails. */
export type RouteStep = { readonly channel: ChannelName; readonly waitMs: number | null };

/** Channels in the order they are tried. */
export type Route = readonly RouteStep[];

const step = (channel: ChannelName, waitMs: number | null = null): RouteStep => ({ channel, waitMs });

/**
 * The order of channels for each class. A gateway of the bank's own (`webhook`) comes first where there is one; what is
 * free comes before what is paid for; marketing is never worth an SMS; whatever fails is still found in the inbox.
 */
export const DELIVERY_ROUTES: Readonly<Record<MessageClass, Route>> = {
  marketing: [step('webhook'), step('push'), step('email'), step('console'), step('inbox')],
  feedback: [step('webhook'), step('push'), step('email'), step('console'), step('inbox')],
  reminder: [step('webhook'), step('push', 4 * HOUR_MS), step('sms'), step('email'), step('console'), step('inbox')],
  service: [step('webhook'), step('push', 15 * MINUTE_MS), step('sms'), step('email'), step('console'), step('inbox')],
  legal: [
    step('webhook'),
    step('push', HOUR_MS),
    step('sms', 24 * HOUR_MS),
    step('email'),
    step('console'),
    step('inbox'),
  ],
};

/**
 * The route of a class for one person at this moment.
 *
 * @param usable channels that are open, that the person has an address for and allows for this class
 */
export function routeFor(
  messageClass: MessageClass,
  usable: ReadonlySet<ChannelName>,
  routes: Readonly<Record<MessageClass, Route>> = DELIVERY_ROUTES,
): Route {
  return routes[messageClass].filter(({ channel }) => usable.has(channel));
}

/** The next channel of a route after those that were tried; undefined when there is none left. */
export function fallbackChannel(route: Route, tried: readonly ChannelName[]): RouteStep | undefined {
  return route.find(({ channel }) => !tried.includes(channel));
}
