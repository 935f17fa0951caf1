#!/usr/bin/env node
import { runProgram } from './program.js';
import { endQuietlyWithoutReader } from './terminal.js';

endQuietlyWithoutReader();
await runProgram(process.argv.slice(2));
