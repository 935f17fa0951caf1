import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HTTP_FAULT_KINDS } from '../../adapters/bank-http/index.js';
import { makeCertificate } from '../support/certificate.js';
import { errorOf, jsonOf, runCli, temporaryFolder } from '../support/cli.js';
import { serveInProcess } from '../support/served-bank.js';

const TIMEOUT_MS = 120_000;

describe('bank serve', () => {
  it(
    'answers the command line in another process, ends at SIGTERM and SIGINT, and says what it has done',
    async () => {
      const cwd = temporaryFolder();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const bank = await serveInProcess([], { cwd });
        const env = { JINAQ_BANK: bank.url };
        await jsonOf(['bank', 'fund', 'aigerim', '--amount', '90000'], { cwd });
        await jsonOf(['clients', 'register', 'aigerim', '--name', 'Aigerim'], { cwd, env });
        const { code, stdout } = await bank.stop(signal);
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ url: bank.url, calls: 1, faults: {} });
        const gone = await runCli(
          ['goals', 'create', '--title', 'T', '--target', '90000', '--json', '--as', 'aigerim'].concat([
            '--deadline',
            '2030-01-01',
          ]),
          { cwd, env },
        );
        expect(gone.code).toBe(7);
        expect(errorOf(gone)).toMatchObject({ code: 'bank.unavailable', details: { reason: 'no-answer' } });
      }
    },
    TIMEOUT_MS,
  );

  it(
    'lets in only who knows the token, which nobody prints',
    async () => {
      const cwd = temporaryFolder();
      const token = 'Zx81-token-of-the-bank';
      const file = join(cwd, 'token');
      writeFileSync(file, `${token}\n`);
      const bank = await serveInProcess([], { cwd, env: { JINAQ_BANK_TOKEN: token } });
      const register = ['clients', 'register', 'aigerim', '--name', 'A', '--json', '--bank', bank.url];
      const without = await runCli(register, { cwd });
      expect(without.code).toBe(7);
      expect(errorOf(without)).toMatchObject({ details: { reason: 'not-accepted', status: 401 } });
      const wrong = await runCli(register, { cwd, env: { JINAQ_BANK_TOKEN: 'another-secret' } });
      expect(wrong.code).toBe(7);
      expect(wrong.stderr).not.toContain('another-secret');
      const right = await runCli([...register, '--bank-token-file', file], { cwd });
      expect(right.code).toBe(0);
      const { stdout, stderr } = await bank.stop();
      for (const text of [stdout, stderr, right.stdout, right.stderr, wrong.stdout]) expect(text).not.toContain(token);
    },
    TIMEOUT_MS,
  );

  it(
    'speaks https to who knows its authority, and asks for their certificate when it is told to',
    async () => {
      const cwd = temporaryFolder();
      const authority = makeCertificate('authority');
      const [server, ours] = [makeCertificate('bank', authority), makeCertificate('jinaq', authority)];
      for (const [name, text] of Object.entries({
        'ca.pem': authority.cert,
        'bank.pem': server.cert,
        'bank.key': server.key,
        'our.pem': ours.cert,
        'our.key': ours.key,
      })) {
        writeFileSync(join(cwd, name), text);
      }
      const tls = ['--tls-cert', 'bank.pem', '--tls-key', 'bank.key', '--tls-ca', 'ca.pem'];
      const bank = await serveInProcess(tls, { cwd });
      expect(bank.url).toMatch(/^https:/);
      const register = ['clients', 'register', 'aigerim', '--name', 'A', '--json', '--bank', bank.url];
      expect((await runCli(register, { cwd })).code).toBe(7);
      expect((await runCli([...register, '--bank-ca', 'ca.pem'], { cwd })).code).toBe(7);
      const ownCertificate = ['--bank-ca', 'ca.pem', '--bank-cert', 'our.pem', '--bank-key', 'our.key'];
      expect(await runCli([...register, ...ownCertificate], { cwd })).toMatchObject({ code: 0, stderr: '' });
      expect((await bank.stop()).code).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'refuses what makes no sense, by the option that says it',
    async () => {
      const cwd = temporaryFolder();
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const port = String((taken.address() as AddressInfo).port);
      try {
        for (const [args, flag] of [
          [[], 'port'],
          [['--port', 'http'], 'port'],
          [['--port', '99999'], 'port'],
          [['--port', port], 'port'],
          [['--port', '0', '--host', '203.0.113.1'], 'host'],
          [['--port', '0', '--rate', '0.1'], 'fault'],
          [['--port', '0', '--fault', 'rude'], 'fault.kind'],
          [['--port', '0', '--fault', 'slow', '--rate', '2'], 'fault.rate'],
          [['--port', '0', '--tls-cert', 'x'], 'tls-cert'],
          [['--port', '0', '--bank', 'https://bank.example'], 'bank'],
        ] as const) {
          const run = await runCli(['bank', 'serve', '--json', ...args], { cwd });
          expect([args, run.code, run.stdout]).toEqual([args, 2, '']);
          expect(errorOf(run).details.problems).toMatchObject([{ path: flag }]);
        }
      } finally {
        taken.close();
      }
    },
    TIMEOUT_MS,
  );

  it('lists every fault in its help', async () => {
    const { stdout } = await runCli(['bank', 'serve', '--help'], { cwd: temporaryFolder() });
    const words = stdout.split(/[\s|;]+/);
    for (const kind of HTTP_FAULT_KINDS) expect(words).toContain(kind);
  });
});
