/**
 * A value as one JSON document, for what a database always reads and writes as one. Money is `{"$tiyn":"…"}`, an instant
 * `{"$at":milliseconds}`: JSON has neither.
 */
export function toDocument(value: unknown): string {
  return JSON.stringify(encode(value));
}

/** Reads back what `toDocument` has written. */
export function fromDocument<Value>(text: string): Value {
  return decode(JSON.parse(text)) as Value;
}

function encode(value: unknown): unknown {
  if (typeof value === 'bigint') return { $tiyn: String(value) };
  if (value instanceof Date) return { $at: value.getTime() };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== 'object' || value === null) return value;
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) fields[name] = encode(field);
  return fields;
}

/** Changes the value itself: it was parsed for this, and documents are read by the thousand. */
function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$tiyn' in value) return BigInt(value.$tiyn as string);
  if ('$at' in value) return new Date(value.$at as number);
  const fields = value as Record<string, unknown>;
  for (const name of Object.keys(fields)) fields[name] = decode(fields[name]);
  return fields;
}
