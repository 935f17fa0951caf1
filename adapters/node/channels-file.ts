import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { invalidInput } from '../../src/shared/index.js';
import { count, flag, words } from '../operations/inputs.js';
import { parseInput } from '../operations/parse-input.js';
import { readText } from './bank-connection.js';
import type { ChannelsConfig } from './open-channels.js';

const number = () => count(1, 3_600_000);
const tuning = { timeoutMs: number().optional(), maxInFlight: number().optional(), caFile: words().optional() };

/** A channel for each key. A secret is always in a file of its own, beside this one or by its whole path. */
const schema = z.strictObject({
  email: z
    .strictObject({
      host: words(),
      port: number().optional(),
      secure: flag().optional(),
      user: words().optional(),
      passwordFile: words().optional(),
      from: words(),
      caFile: words().optional(),
      dkim: z.strictObject({ domain: words(), selector: words(), keyFile: words() }).optional(),
      maxConnections: number().optional(),
      timeoutMs: number().optional(),
    })
    .optional(),
  sms: z
    .strictObject({
      host: words(),
      port: number().optional(),
      systemId: words(),
      passwordFile: words(),
      systemType: words().optional(),
      sender: words(),
      tls: flag().optional(),
      caFile: words().optional(),
      allowPlain: flag().optional(),
      window: number().optional(),
      goneErrors: z.array(words()).optional(),
    })
    .optional(),
  push: z
    .strictObject({ vapidFile: words(), subject: words(), services: z.array(words()).optional(), ...tuning })
    .optional(),
  webhook: z
    .strictObject({
      url: words(),
      secretFile: words(),
      allowPlainHttp: flag().optional(),
      attempts: number().optional(),
      ...tuning,
    })
    .optional(),
  console: flag().optional(),
});

type ChannelsFile = z.output<typeof schema>;
type Read = (file: string, path: string) => Promise<string>;

const vapidSchema = z.object({ publicKey: z.string(), privateKey: z.string() });

/**
 * Reads which channels a bank has from a YAML file, with the secrets from the files that it names.
 *
 * @param write where the console channel writes
 * @throws input.invalid naming file and line, or the key
 */
export async function readChannelsFile(file: string, write: (line: string) => void): Promise<ChannelsConfig> {
  const lines = new LineCounter();
  const text = (await readText(file, 'channels')) ?? '';
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw invalidInput(
      ...document.errors.map(({ pos, message }) => ({ path: `${file}:${lines.linePos(pos[0]).line}`, message })),
    );
  }
  const { email, sms, push, webhook, console } = parseInput(schema, document.toJS() ?? {});
  const read: Read = async (name, path) => (await readText(resolve(dirname(file), name), path)) ?? '';
  return {
    email: email && (await readEmail(email, read)),
    sms: sms && (await readSms(sms, read)),
    push: push && (await readPush(push, read)),
    webhook: webhook && (await readWebhook(webhook, read)),
    console: console === true ? write : undefined,
  };
}

async function readEmail(
  { passwordFile, caFile, dkim, ...options }: NonNullable<ChannelsFile['email']>,
  read: Read,
): Promise<ChannelsConfig['email']> {
  return {
    ...options,
    password: passwordFile && (await read(passwordFile, 'email.passwordFile')).trim(),
    ca: caFile && (await read(caFile, 'email.caFile')),
    dkim: dkim && {
      domain: dkim.domain,
      selector: dkim.selector,
      privateKey: await read(dkim.keyFile, 'email.dkim.keyFile'),
    },
  };
}

async function readSms(
  { passwordFile, tls, caFile, ...options }: NonNullable<ChannelsFile['sms']>,
  read: Read,
): Promise<ChannelsConfig['sms']> {
  const ca = caFile && (await read(caFile, 'sms.caFile'));
  return {
    ...options,
    password: (await read(passwordFile, 'sms.passwordFile')).trim(),
    tls: tls === true || ca !== undefined ? { ca } : undefined,
  };
}

async function readPush(
  { vapidFile, caFile, ...options }: NonNullable<ChannelsFile['push']>,
  read: Read,
): Promise<ChannelsConfig['push']> {
  const vapid = vapidSchema.safeParse(parseJson(await read(vapidFile, 'push.vapidFile')));
  if (!vapid.success) {
    const message = 'is not JSON with publicKey and privateKey, as `web-push generate-vapid-keys --json` makes it';
    throw invalidInput({ path: 'push.vapidFile', message });
  }
  return { ...options, vapid: vapid.data, ca: caFile && (await read(caFile, 'push.caFile')) };
}

async function readWebhook(
  { secretFile, caFile, ...options }: NonNullable<ChannelsFile['webhook']>,
  read: Read,
): Promise<ChannelsConfig['webhook']> {
  const secret = (await read(secretFile, 'webhook.secretFile')).trim();
  return { ...options, secret, ca: caFile && (await read(caFile, 'webhook.caFile')) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without its cause, which would quote the key.
    return undefined;
  }
}
