import { inspect } from 'node:util';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { openSmtpChannel, type SmtpOptions } from '../../adapters/notify-smtp/index.js';
import type { Channel, OutgoingMessage } from '../../src/messaging/index.js';
import { makeCertificate } from '../support/certificate.js';
import { startMailServer } from '../support/mail-server.js';

const PASSWORD = 'pa55word-of-the-mail-server';
const message = (key: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key,
  to: 'aigerim@mail.example',
  subject: 'Той мақсаты: 60 000 ₸ жетпейді',
  text: 'Құрметті Айгерім!\n\nБүгін аударсаңыз, екі апта бұрын жинаймыз.',
  html: '<p>Құрметті <b>Айгерім</b>!</p>',
  locale: 'kk',
  ...changes,
});

describe('e-mail over SMTP', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const serve = async (options: SMTPServerOptions = {}) => {
    const server = await startMailServer(options);
    closing.push(() => server.stop());
    return server;
  };
  const open = async (port: number, options: Partial<SmtpOptions> = {}): Promise<Channel> => {
    const from = 'Жинақ <savings@bank.example>';
    const channel = await openSmtpChannel({ host: '127.0.0.1', port, from, timeoutMs: 1_000, ...options });
    closing.push(() => channel.close());
    return channel;
  };
  const refusing = (status: number, text: string): SMTPServerOptions => ({
    onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error(text), { responseCode: status })),
  });

  test('text and HTML arrive beside each other, in Kazakh, from the bank', async () => {
    const { port, mails } = await serve();
    const [result] = await (await open(port)).send([message('k-1')]);
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ from: 'savings@bank.example', to: ['aigerim@mail.example'] });
    expect(mail?.headers.get('content-type')).toMatch(/^multipart\/alternative/);
    expect(mail?.parts.get('text/plain')?.replaceAll('\r', '')).toBe(message('k-1').text);
    expect(mail?.parts.get('text/html')).toBe(message('k-1').html);
    expect(mail?.headers.get('subject')).toBe(message('k-1').subject);
    expect(mail?.headers.get('from')).toBe('Жинақ <savings@bank.example>');
    expect(mail?.headers.get('content-language')).toBe('kk');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(result).toEqual({ status: 'sent', reference: mail?.headers.get('message-id')?.slice(1, -1) });
  });

  test('a message that is sent again is recognised by its Message-ID, another one is another', async () => {
    const { port, mails } = await serve();
    const channel = await open(port);
    for (const key of ['k-1', 'k-1', 'k-2']) await channel.send([message(key)]);
    const ids = mails.map(({ headers }) => headers.get('message-id'));
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@bank\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('one click ends it: the unsubscribe headers, for https only', async () => {
    const { port, mails } = await serve();
    const channel = await open(port);
    const unsubscribeUrl = 'https://bank.example/unsubscribe?token=abc';
    await channel.send([message('k-1', { unsubscribeUrl })]);
    await channel.send([message('k-2', { unsubscribeUrl: 'javascript:alert(1)' })]);
    expect(mails[0]?.headers.get('list-unsubscribe')).toBe(`<${unsubscribeUrl}>`);
    expect(mails[0]?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mails[1]?.headers.has('list-unsubscribe')).toBe(false);
  });

  test('a title with line breaks adds no header and no recipient', async () => {
    const { port, mails } = await serve();
    const evil = 'Той\r\nBcc: thief@evil.example\r\n\r\n<script>alert(1)</script>\u2028X-Evil: 1';
    await (await open(port)).send([message('k-1', { subject: evil })]);
    expect(mails[0]?.to).toEqual(['aigerim@mail.example']);
    expect(mails[0]?.headers.has('bcc')).toBe(false);
    expect(mails[0]?.headers.has('x-evil')).toBe(false);
    expect(mails[0]?.headers.get('subject')).toMatch(/^Той Bcc: thief@evil\.example <script>/);
  });

  test.each([
    'a@mail.example, b@mail.example',
    'Aigerim <a@mail.example>',
    'a@mail.example\r\nRCPT TO:<b@mail.example>',
    'a@mail.example>\nDATA',
    'nobody',
    '',
  ])('what is not one plain address is refused before it leaves: %j', async (to) => {
    const { port, counts } = await serve();
    expect(await (await open(port)).send([message('k-1', { to })])).toEqual([
      { status: 'failed', fault: 'address', reason: 'no-mail-address' },
    ]);
    expect(counts.connections).toBe(0);
  });

  test.each([
    [450, '4.2.1 mailbox busy', 'temporary', '450 4.2.1'],
    [421, 'try again later', 'temporary', '421'],
    [550, '5.1.1 no such user', 'address', '550 5.1.1'],
    [550, 'no such user', 'address', '550'],
    [552, '5.2.2 mailbox full', 'message', '552 5.2.2'],
    [550, '5.7.1 looks like spam', 'message', '550 5.7.1'],
    [554, 'no', 'message', '554'],
  ])('a recipient that is refused with %d %s: the fault is %s', async (status, text, fault, reason) => {
    const { port } = await serve(refusing(status, text));
    expect(await (await open(port)).send([message('k-1')])).toEqual([{ status: 'failed', fault, reason }]);
  });

  test('a content that is refused costs the message, not the address, and its neighbours go out', async () => {
    let seen = 0;
    const { port } = await serve({
      onData: (stream, _session, callback) => {
        stream.resume();
        const nth = (seen += 1);
        stream.on('end', () =>
          callback(nth === 2 ? Object.assign(new Error('5.6.0 no'), { responseCode: 554 }) : null),
        );
      },
    });
    const channel = await open(port, { maxConnections: 1 });
    expect(await channel.send(['k-1', 'k-2', 'k-3'].map((key) => message(key)))).toMatchObject([
      { status: 'sent' },
      { fault: 'message', reason: '554 5.6.0' },
      { status: 'sent' },
    ]);
  });

  test('connections are kept and shared', async () => {
    const { port, mails, counts } = await serve();
    const channel = await open(port, { maxConnections: 3 });
    const results = await channel.send(Array.from({ length: 60 }, (_, index) => message(`k-${index}`)));
    expect(results.every(({ status }) => status === 'sent')).toBe(true);
    expect(mails).toHaveLength(60);
    expect(counts.connections).toBe(3);
  });

  test('a server that is not there is temporary; one that hangs up in the middle leaves the outcome unknown', async () => {
    const gone = await startMailServer();
    await gone.stop();
    expect(await (await open(gone.port)).send([message('k-1')])).toEqual([
      { status: 'failed', fault: 'temporary', reason: 'ECONNREFUSED' },
    ]);
    const { port } = await serve({ onData: (stream) => void stream.resume() });
    expect(await (await open(port, { timeoutMs: 500 })).send([message('k-1')])).toMatchObject([
      { status: 'failed', fault: 'unknown' },
    ]);
  });

  test('a wrong password is temporary, and the password is never told', async () => {
    const told: unknown[] = [];
    const logger = { info: (...all: unknown[]) => told.push(all), warn: (...all: unknown[]) => told.push(all) };
    const { port } = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, callback) => callback(new Error(`not ${password}`)),
    });
    const channel = await open(port, { user: 'jinaq', password: PASSWORD, logger });
    const results = await channel.send([message('k-1')]);
    expect(results).toEqual([{ status: 'failed', fault: 'temporary', reason: 'EAUTH' }]);
    const everything = inspect([told, results, channel], { depth: 9 });
    expect(everything).not.toContain(PASSWORD);
    expect(everything).not.toContain('aigerim');
  });

  test('STARTTLS is checked against the authority, and a certificate of nobody is refused', async () => {
    const authority = makeCertificate('Authority');
    const { cert, key } = makeCertificate('127.0.0.1', authority);
    const { port, mails } = await serve({ cert, key });
    const wary = await open(port, { ca: makeCertificate('Another authority').cert });
    expect(await wary.send([message('k-1')])).toMatchObject([{ status: 'failed', fault: 'temporary' }]);
    const trusting = await open(port, { ca: authority.cert });
    expect(await trusting.send([message('k-2')])).toMatchObject([{ status: 'sent' }]);
    expect(mails.map(({ isSecure }) => isSecure)).toEqual([true]);
  });

  test('a server elsewhere that offers no STARTTLS gets nothing', async () => {
    const { port, mails } = await serve({ disabledCommands: ['STARTTLS'] });
    // The authority given says that TLS is meant, on this machine too.
    const channel = await open(port, { ca: makeCertificate('Authority').cert });
    expect(await channel.send([message('k-1')])).toMatchObject([{ status: 'failed', fault: 'temporary' }]);
    expect(mails).toEqual([]);
  });

  test('TLS from the first byte', async () => {
    const authority = makeCertificate('Authority');
    const { cert, key } = makeCertificate('127.0.0.1', authority);
    const { port, mails } = await serve({ secure: true, cert, key });
    const channel = await open(port, { secure: true, ca: authority.cert });
    expect(await channel.send([message('k-1')])).toMatchObject([{ status: 'sent' }]);
    expect(mails[0]?.isSecure).toBe(true);
  });

  test('closing waits for what is under way and takes nothing more; what is late is given up', async () => {
    const { port, mails } = await serve();
    const channel = await open(port);
    const sending = channel.send([message('k-1'), message('k-2', { expiresAt: new Date(Date.now() - 1) })]);
    await channel.close();
    expect(await sending).toMatchObject([{ status: 'sent' }, { fault: 'message', reason: 'expired' }]);
    expect(mails).toHaveLength(1);
    expect(await channel.send([message('k-3')])).toEqual([{ status: 'failed', fault: 'temporary', reason: 'closed' }]);
  });

  test.each([
    [{ from: 'a@bank.example, b@bank.example' }, 'from'],
    [{ from: 'Bank\r\nBcc: x <a@bank.example>' }, 'from'],
    [{ user: 'jinaq' }, 'password'],
    [{ maxConnections: 0 }, 'maxConnections'],
  ])('options that make no sense are refused (%#)', async (changes, path) => {
    await expect(open(1, changes)).rejects.toMatchObject({ code: 'input.invalid', details: { problems: [{ path }] } });
  });
});
