import { expect, test } from 'vitest';
import { readStatements } from '../../../adapters/bank-files/index.js';
import { entry, statement, statementFile, transaction } from './support.js';

const FILE_BYTES = 100e6;

test.each([
  ['entries', entry({ details: transaction('k-1', '1500.50') }), '<Ntry></Ntry>'],
  ['transactions of one entry', transaction('k-1', '0'), '<TxDtls></TxDtls>'],
])('100 MB of %s are read in less memory than they have', async (_, repeated, place) => {
  const entries = place === '<Ntry></Ntry>' ? place : entry({ amount: '0', details: place });
  const [head = '', tail = ''] = statementFile({ body: statement(entries) }).split(place);
  const block = Buffer.from(repeated.repeat(2_000));
  let sent = 0;
  const file = async function* () {
    yield Buffer.from(head);
    for (; sent < FILE_BYTES; sent += block.length) yield block;
    yield Buffer.from(tail);
  };
  const before = process.memoryUsage().rss;
  let most = 0;
  let read = 0;
  for await (const record of readStatements(file())) {
    if (record.type === 'entry') read += 1;
    if (read % 5_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect(read).toBe((sent / block.length) * 2_000);
  expect(most).toBeLessThan(150e6);
});
