import { test } from 'vitest';
import { searchForTheft } from './hostile-member.js';

const COMMANDS = 25_000;

test('no sequence of 25,000 operations by a single member moves the money of another', () => searchForTheft(COMMANDS));
