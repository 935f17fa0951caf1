import { test } from 'vitest';
import { searchForTheft } from './hostile-member.js';

// The long mode looks for it with many more commands: single-member.long.test.ts.
const COMMANDS = 500;

test('no sequence of operations by a single member moves the money of another', () => searchForTheft(COMMANDS));
