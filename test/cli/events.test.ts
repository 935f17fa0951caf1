import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventSchema } from '../../adapters/event-stream/index.js';
import type { EventType } from '../../src/savings/index.js';
import { errorOf, jsonOf, NOW, runCli, seedFamily } from '../support/cli.js';

it('events dispatch adds each event to a file once, closes a torn line, and shows no lag afterwards', async () => {
  const family = await seedFamily();
  const file = join(family.cwd, 'events.jsonl');
  const told = () => readFileSync(file, 'utf8').trimEnd().split('\n');
  const [first] = await jsonOf(['events', 'dispatch', '--to', 'events.jsonl', '--now', NOW], family);
  expect(first).toMatchObject({ subscriber: 'file', failed: 0 });
  expect(told()).toHaveLength(first.delivered);
  for (const line of told()) {
    const event = JSON.parse(line) as { readonly type: EventType };
    expect(eventSchema(event.type).parse(event)).toEqual(event);
  }
  appendFileSync(file, '{"id":"torn');
  await jsonOf(['goals', 'contribute', family.goal, '--amount', '5000', '--as', 'bolat', '--now', NOW], family);
  await jsonOf(['events', 'dispatch', '--to', 'events.jsonl', '--now', NOW], family);
  expect(
    told()
      .slice(first.delivered)
      .map((line) => line.slice(0, 6)),
  ).toEqual(['{"id":', '{"id":', '{"id":']);
  expect(JSON.parse(told().at(-1) ?? '')).toMatchObject({ type: 'contribution.completed', goal: family.goal });
  const status = await jsonOf(['events', 'status'], family);
  expect(status).toContainEqual({ reader: 'file', events: 0, oldestAt: null, goals: 0, failing: 0, parked: 0 });
});

it('events dispatch says that a file cannot be written, and events schema needs no database', async () => {
  const family = await seedFamily();
  const run = await runCli(['events', 'dispatch', '--to', 'nowhere/events.jsonl', '--json'], family);
  expect(run.code).toBe(2);
  expect(errorOf(run)).toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'to' }] } });
  writeFileSync(join(family.cwd, 'broken.db'), 'no database');
  const schema = await runCli(['events', 'schema', '--db', 'sqlite:broken.db'], family);
  expect(JSON.parse(schema.stdout)).toHaveProperty('oneOf');
});
