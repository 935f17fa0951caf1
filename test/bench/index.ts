import { benchContributions } from './contributions.js';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { contributions: benchContributions };

const [name] = process.argv.slice(2);
const bench = name === undefined ? undefined : BENCHES[name];
if (bench === undefined) {
  process.stderr.write(`name one of: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await bench();
}
