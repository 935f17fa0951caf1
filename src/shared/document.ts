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
  return mapFields(value, encode);
}

function decode(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    if ('$tiyn' in value) return BigInt(value.$tiyn as string);
    if ('$at' in value) return new Date(value.$at as number);
  }
  return mapFields(value, decode);
}

function mapFields(value: unknown, change: (field: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(field)]));
}
