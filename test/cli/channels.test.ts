import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Family, jsonOf, NOW, runCli, seedFamily } from '../support/cli.js';
import { startMailServer } from '../support/mail-server.js';
import { startSmsc } from '../support/smsc.js';

const PASSWORD = 'pa55word-in-a-file';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A folder `channels` beside the database, with the file of the channels and the passwords it names. */
function writeChannels({ cwd }: Family, yaml: string): string {
  mkdirSync(join(cwd, 'channels'), { recursive: true });
  writeFileSync(join(cwd, 'channels/password'), `${PASSWORD}\n`);
  writeFileSync(join(cwd, 'channels/channels.yaml'), yaml);
  return 'channels/channels.yaml';
}

describe('messages send', () => {
  it('reaches one member by SMS and another by e-mail, through the channels of a file', async () => {
    const smsc = await startSmsc({ password: PASSWORD });
    const mail = await startMailServer();
    closing.push(smsc.stop, mail.stop);
    const family = await seedFamily();
    const channels = writeChannels(
      family,
      `sms: { host: 127.0.0.1, port: ${smsc.port}, systemId: jinaq, passwordFile: password, sender: JINAQ }
email: { host: 127.0.0.1, port: ${mail.port}, from: "Жинақ <savings@bank.example>" }
`,
    );
    const at = (...words: string[]) => [...words, '--now', NOW];
    await jsonOf(['messages', 'preferences', 'aigerim', '--channel', 'sms', '--address', '+7 701 123 45 67'], family);
    await jsonOf(['messages', 'preferences', 'bolat', '--channel', 'email', '--address', 'bolat@mail.example'], family);
    await jsonOf(['proposals', 'open', family.goal, '--kind', 'cancel', ...at('--as', 'aigerim')], family);
    await jsonOf(at('messages', 'plan'), family);
    const sent = await runCli(at('messages', 'send', '--channels', channels), family);
    expect(sent).toMatchObject({ code: 0 });
    const again = await jsonOf(at('messages', 'send', '--channels', channels), family);
    expect(again).toMatchObject({ sent: 0, failed: 0 });
    expect(mail.mails.map(({ to }) => to)).toContainEqual(['bolat@mail.example']);
    expect(new Set(smsc.texts().map(({ to }) => to))).toEqual(new Set(['77011234567']));
    expect(new Set(mail.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(mail.mails.length);
  });

  it('does not fail because a channel is down: the message waits, and the reason is told without secrets', async () => {
    const gone = await startMailServer();
    await gone.stop();
    const family = await seedFamily();
    const channels = writeChannels(
      family,
      `email: { host: 127.0.0.1, port: ${gone.port}, from: savings@bank.example, user: jinaq, passwordFile: password }`,
    );
    await jsonOf(['messages', 'preferences', 'bolat', '--channel', 'email', '--address', 'bolat@mail.example'], family);
    await jsonOf(['proposals', 'open', family.goal, '--kind', 'cancel', '--as', 'aigerim', '--now', NOW], family);
    await jsonOf(['messages', 'plan', '--now', NOW], family);
    const run = await runCli(['messages', 'send', '--channels', channels, '--now', NOW, '--json'], family);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ failed: 0, waiting: expect.any(Number) });
    expect(run.stderr).toContain('the mail server did not take a message');
    expect(run.stderr + run.stdout).not.toMatch(/pa55word|bolat@/);
  });

  it('prints messages with a console channel, on standard error', async () => {
    const family = await seedFamily();
    const channels = writeChannels(family, 'console: true');
    await jsonOf(['proposals', 'open', family.goal, '--kind', 'cancel', '--as', 'aigerim', '--now', NOW], family);
    await jsonOf(['messages', 'plan', '--now', NOW], family);
    const run = await runCli(['messages', 'send', '--now', NOW, '--json'], {
      ...family,
      env: { JINAQ_CHANNELS: channels },
    });
    expect(run.stderr).toMatch(/^bolat \[/m);
    expect(JSON.parse(run.stdout)).toMatchObject({ failed: 0 });
  });
});

describe('a file of channels that is wrong', () => {
  let family: Family;
  beforeAll(async () => {
    family = await seedFamily();
  });
  it.each([
    ['sms: { host: 127.0.0.1 }', 'sms.systemId'],
    ['sms: { host: h, systemId: j, passwordFile: none, sender: J }', 'sms.passwordFile'],
    ['sms: { host: smsc.example, systemId: j, passwordFile: password, sender: J }', 'sms.tls'],
    ['email: { host: h, from: savings@bank.example, password: secret }', 'email.password'],
    ['fax: {}', 'fax'],
    ['push: { vapidFile: password, subject: "mailto:a@b.example" }', 'push.vapidFile'],
    ['webhook: { url: "https://bank.example", secretFile: password }', 'webhook.secret'],
    ['email: {', 'channels/channels.yaml:1'],
  ])('is refused before anything is sent, naming the place: %s', async (yaml, path) => {
    const channels = writeChannels(family, yaml);
    const run = await runCli(['messages', 'send', '--channels', channels, '--json'], family);
    expect(run.code).toBe(2);
    expect(errorOf(run).details.problems[0].path).toBe(path);
    expect(run.stderr).not.toContain(PASSWORD);
  });

  it('does not matter to commands that send nothing', async () => {
    const options = { ...family, env: { JINAQ_CHANNELS: 'nowhere.yaml' } };
    expect((await runCli(['goals'], options)).code).toBe(0);
    expect((await runCli(['messages', 'send'], options)).code).toBe(2);
  });
});
