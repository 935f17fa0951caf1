import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveBank } from '../../../adapters/bank-http/index.js';
import { openSandboxBank } from '../../../adapters/bank-sandbox/index.js';
import { openJinaq, readBankConnection } from '../../../adapters/node/index.js';
import { systemClock } from '../../../adapters/system/index.js';
import type { Channel } from '../../../src/messaging/index.js';
import { client, refusalOf, staff, tenge } from '../../support/savings-world.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jinaq-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text = '') => {
  const path = join(folder, name);
  if (text !== '') writeFileSync(path, text);
  return path;
};

/** The files below the folder that this process has open. */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      // The descriptor of the listing itself.
      return [];
    }
  });

const fail = (): never => {
  throw new Error('broken');
};
const channel = (rest: Partial<Channel>): Channel => ({
  name: 'sms',
  send: () => Promise.resolve([]),
  onReport: () => () => undefined,
  close: () => Promise.resolve(),
  ...rest,
});

describe('opening Jinaq', () => {
  it.each(['postgres://user:secret@host/db', 'nonsense', 'sandbox:', 'ftp://user:secret@bank.example'])(
    'refuses the bank %s, lists what it knows, and repeats no secret',
    async (bank) => {
      const error = await refusalOf(openJinaq({ db: 'sqlite::memory:', bank }));
      expect(error).toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'bank' }] } });
      for (const known of ['sandbox:FILE', 'https://', 'http://localhost']) expect(error.message).toContain(known);
      expect(error.message).not.toContain('secret');
    },
  );

  it.runIf(process.platform === 'linux')('leaves nothing open when the database cannot be used', async () => {
    const db = `sqlite:${file('notes.txt', 'no database '.repeat(1_000))}`;
    await refusalOf(openJinaq({ db, bank: `sandbox:${file('bank.db')}` }));
    expect(openFiles()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('leaves nothing open when the signing key is none', async () => {
    const signingKey = file('key.pem', 'no key');
    await refusalOf(openJinaq({ db: `sqlite:${file('a.db')}`, bank: `sandbox:${file('bank.db')}`, signingKey }));
    expect(openFiles()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('leaves nothing open when a channel cannot be listened to', async () => {
    let listeners = 0;
    const channels = [
      channel({ onReport: () => ((listeners += 1), () => (listeners -= 1)) }),
      channel({ onReport: fail }),
    ];
    const where = { db: `sqlite:${file('a.db')}`, bank: `sandbox:${file('bank.db')}` };
    await expect(openJinaq({ ...where, channels })).rejects.toThrow('broken');
    expect(openFiles()).toEqual([]);
    expect(listeners).toBe(0);
  });
});

describe('closing Jinaq', () => {
  it.runIf(process.platform === 'linux')(
    'closes everything, also when a channel fails to close, and tells it',
    async () => {
      let closed = 0;
      const channels = [
        channel({ close: () => Promise.reject(new Error('broken')) }),
        channel({ close: async () => void (closed += 1) }),
      ];
      const jinaq = await openJinaq({ db: `sqlite:${file('a.db')}`, bank: `sandbox:${file('bank.db')}`, channels });
      await expect(jinaq.close()).rejects.toThrow('broken');
      expect(openFiles()).toEqual([]);
      expect(closed).toBe(1);
    },
  );
});

describe('a bank behind HTTP', () => {
  it('is opened by its address with the token of a file, and has no sandbox', async () => {
    const sandbox = openSandboxBank({ path: ':memory:', clock: systemClock });
    const token = 'a-token-of-the-bank';
    const served = await serveBank(sandbox, { port: 0, token });
    const bankConnection = await readBankConnection({ tokenFile: file('token', `${token}\n`) });
    const jinaq = await openJinaq({ db: 'sqlite::memory:', bank: served.url, bankConnection });
    try {
      expect(jinaq.sandbox).toBeUndefined();
      await sandbox.fund('aigerim', tenge(10_000));
      await jinaq.clients.register(staff('operations'), { id: 'aigerim', name: 'Aigerim' });
      const terms = { title: 'Той', target: 50_000, deadline: '2030-06-30' };
      const { id: goal, account } = await jinaq.goals.create(client('aigerim'), terms);
      const paid = await jinaq.goals.contribute(client('aigerim'), { goal, amount: 5_000 });
      expect(paid.status).toBe('completed');
      expect(await sandbox.balance(account)).toBe(tenge(5_000));
      const refusal = await refusalOf(jinaq.bank.down(staff('operations')));
      expect(refusal.message).toContain('only the sandbox bank');
    } finally {
      await jinaq.close();
      await served.close();
      sandbox.close();
    }
  });

  it('is not asked with half of a certificate, an empty token or a file that is not there', async () => {
    const cert = file('cert.pem', 'x');
    const problemOf = async (files: Parameters<typeof readBankConnection>[0]) =>
      (await refusalOf(readBankConnection(files))).details.problems;
    expect(await problemOf({ certFile: cert })).toMatchObject([{ path: 'bank-cert' }]);
    expect(await problemOf({ tokenFile: file('empty', '\n') })).toMatchObject([{ path: 'bank-token-file' }]);
    expect(await problemOf({ caFile: file('missing') })).toMatchObject([{ path: 'bank-ca' }]);
  });
});
