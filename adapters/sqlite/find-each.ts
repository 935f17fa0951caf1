/** Reads each row that is asked for by its key, those that are there, by their keys. */
export function findEach<Key, Row, Found>(
  keys: Iterable<Key>,
  find: (key: Key) => unknown,
  read: (row: Row, key: Key) => Found,
): Map<Key, Found> {
  const found = new Map<Key, Found>();
  for (const key of keys) {
    const row = find(key) as Row | undefined;
    if (row !== undefined) found.set(key, read(row, key));
  }
  return found;
}
