import { expect, test } from 'vitest';
import { consoleChannel } from '../../../adapters/notify-console/index.js';

test('a message is one line, without what could steer the terminal', async () => {
  const lines: string[] = [];
  const channel = consoleChannel((line) => lines.push(line));
  const text = 'Құттықтаймыз!\n\u001b[31m60 000 ₸\r\u202egnp.exe\u2066';
  const data = { template: 'milestone' };
  const results = await channel.send([{ key: 'k-1', to: 'aigerim', text, locale: 'kk', data }]);
  expect(results).toEqual([{ status: 'delivered', reference: 'k-1' }]);
  expect(lines).toEqual(['aigerim [milestone] Құттықтаймыз!  [31m60 000 ₸  gnp.exe ']);
  await channel.close();
  expect(await channel.send([{ key: 'k-2', to: 'aigerim', text, locale: 'kk' }])).toMatchObject([{ reason: 'closed' }]);
});
