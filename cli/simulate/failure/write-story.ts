import { stringify } from 'yaml';
import type { Story } from './tell-story.js';
import type { ToldStep } from './told-step.js';

/** The text of a scenario file, with what a reader should know first. */
export function writeStory(title: string, { now, clients, steps }: Story, comments: readonly string[]): string {
  const lines = [
    ...comments.map((comment) => `# ${comment.replaceAll('\n', ' ')}`),
    `scenario: ${inline(title)}`,
    `now: ${now}`,
    'clients:',
    ...Object.entries(clients).map(([id, details]) => `  ${inline(id)}: ${inline(details)}`),
    'steps:',
    ...steps.map(lineOf),
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf(told: ToldStep): string {
  return told.kind === 'comment' ? `  # ${told.text.replaceAll('\n', ' ')}` : `  - ${inline(told.step)}`;
}

function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}
