import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENT_CONTENTS, eventJsonSchema, eventSchema } from '../../../adapters/event-stream/index.js';
import { EVENT_VERSIONS } from '../../../src/outbox/index.js';
import { EVENT_TYPES } from '../../../src/savings/index.js';
import { ROOT } from '../../support/architecture.js';

const PAGE = readFileSync(join(ROOT, 'docs/events.md'), 'utf8');

type Described = { readonly enum?: readonly string[]; readonly [key: string]: unknown };

/** The fields of a type's data as the page writes them: `name`, `name?` where it may be absent. */
function fieldsOf(type: (typeof EVENT_TYPES)[number]): string {
  const { properties = {}, required = [] } = z.toJSONSchema(EVENT_CONTENTS[type].data);
  const names = Object.entries(properties as Record<string, Described>).map(
    ([name, { enum: words }]) =>
      `\`${name}${required.includes(name) ? '' : '?'}\`${words === undefined ? '' : ` (${words.join(', ')})`}`,
  );
  return names.length === 0 ? '—' : names.join(', ');
}

describe('the page about events', () => {
  it('has one row for each type, with its version and its fields, and no other row', () => {
    const rows = EVENT_TYPES.map(
      (type) => `| \`${type}\` | ${EVENT_VERSIONS[type]} | ${EVENT_CONTENTS[type].means} | ${fieldsOf(type)} |`,
    );
    const written = PAGE.split('\n').filter((line) => /^\| `[a-z]+\.[a-z]+` /.test(line));
    expect(written).toEqual(rows);
  });

  it('names every field around the data', () => {
    for (const name of Object.keys(eventSchema('goal.closed').shape)) expect(PAGE).toContain(`\`${name}\``);
  });
});

it('the JSON Schema knows every type by its word', () => {
  const { oneOf } = eventJsonSchema() as { readonly oneOf: readonly { readonly properties: { type: unknown } }[] };
  expect(oneOf.map(({ properties }) => properties.type)).toMatchObject(EVENT_TYPES.map((type) => ({ const: type })));
});
