import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoalId } from '../../src/shared/index.js';
import { openGoal, openSavingsWorld, type SavingsWorld, staff } from './savings-world.js';

/** A goal of aigerim and bolat with its account at the sandbox bank, and a folder for files that go there and come back. */
export type FilesWorld = SavingsWorld & {
  readonly goal: GoalId;
  readonly account: string;
  readonly folder: string;
  close(): Promise<void>;
};

export async function openFilesWorld(options: Parameters<typeof openSavingsWorld>[0] = {}): Promise<FilesWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-files-'));
  const world = await openSavingsWorld(options);
  const goal = await openGoal(world, ['aigerim', 'bolat']);
  const { account } = await world.jinaq.goals.show(staff('operations'), { goal });
  const close = async () => {
    await world.jinaq.close();
    rmSync(folder, { recursive: true });
  };
  return { ...world, goal, account, folder, close };
}
