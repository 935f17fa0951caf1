import { z } from 'zod';
import { type Actor, authorise } from '../../src/access/index.js';
import { InvariantViolation } from '../../src/shared/index.js';
import type { DatabaseDesk } from './database-desk.js';
import { type OperationContext, operation } from './operation.js';

/** They open the database by themselves: opening Jinaq would bring its schema up to date. */
export const databaseOperations = [
  operation({
    name: 'db.status',
    summary: 'Show how far the schema of the database is; changes nothing',
    input: z.strictObject({}),
    isOffline: true,
    run: (context, actor) => deskFor(context, actor, 'db.show').status(),
  }),
  operation({
    name: 'db.migrate',
    summary: 'Bring the schema of the database up to date',
    input: z.strictObject({}),
    isOffline: true,
    run: (context, actor) => deskFor(context, actor, 'db.migrate').migrate(),
  }),
  operation({
    name: 'db.check',
    summary: 'Check the database itself: its files, guards, rights and the rows that belong together',
    input: z.strictObject({}),
    isOffline: true,
    run: (context, actor) => deskFor(context, actor, 'db.show').check(),
    hasFailures: ({ ok }) => !ok,
  }),
] as const;

function deskFor({ database }: OperationContext, actor: Actor, action: 'db.show' | 'db.migrate'): DatabaseDesk {
  authorise(actor, action);
  if (database === undefined) throw new InvariantViolation('whoever opens Jinaq says which database it is');
  return database;
}
