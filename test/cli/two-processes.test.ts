import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonOf, NOW, runCli, seedFamily } from '../support/cli.js';

const TIMEOUT_MS = 300_000;
const LINES = 400;
/** 1.01 + 2.01 + … + 400.01 tenge, from aigerim twice and from bolat once. */
const SAVED = { aigerim: '160408.00', bolat: '80204.00', together: '240612.00' };

it(
  'processes that pay from one database file at once lose no line, and a line that several of them pay is paid once',
  async () => {
    const { cwd, goal } = await seedFamily({ minContribution: '0.01' });
    for (const [name, client] of [
      ['a', 'aigerim'],
      ['b', 'bolat'],
      ['c', 'aigerim'],
    ] as const) {
      const rows = Array.from({ length: LINES }, (_, index) => `${client},${goal},${index + 1}.01,${name}-${index}`);
      writeFileSync(join(cwd, `${name}.csv`), ['client,goal,amount,key', ...rows].join('\n'));
    }
    const runs = await Promise.all(
      ['a', 'b', 'c', 'a'].map((name) =>
        runCli(['contributions', 'import', `${name}.csv`, '--json', '--now', NOW], { cwd }),
      ),
    );
    for (const run of runs) {
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(run.stdout)).toMatchObject({ lines: LINES, completed: LINES, pending: 0, refused: [] });
    }
    const { collected, members, account } = await jsonOf(['goals', 'show', goal], { cwd });
    expect(collected).toBe(SAVED.together);
    expect(members).toMatchObject([{ principal: SAVED.aigerim }, { principal: SAVED.bolat }]);
    expect(await jsonOf(['bank', 'show', account], { cwd })).toMatchObject({ balance: SAVED.together });
    expect(await jsonOf(['ledger', 'verify'], { cwd })).toMatchObject({ ok: true });
  },
  TIMEOUT_MS,
);
