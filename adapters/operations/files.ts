import { z } from 'zod';
import { words } from './inputs.js';
import { operation } from './operation.js';
import { importStatements } from './statement-import.js';

/** What goes to the bank and comes from it in files (ISO 20022). */
export const fileOperations = [
  operation({
    name: 'statements.import',
    summary: 'Finish pending transfers by a file of the bank’s account statements (camt.053)',
    input: z.strictObject({ file: words() }),
    positional: 'file',
    run: (context, actor, { file }) => importStatements(context, actor, file),
    hasFailures: ({ noted }) => noted > 0,
  }),
] as const;
