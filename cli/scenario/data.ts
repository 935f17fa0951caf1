/** Whether plain data is a list; Array.isArray alone loses the type of a readonly one. */
export function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

/** The field of a map, or the item or `length` of a list; undefined when there is none. */
export function memberOf<Data>(holder: Data, name: string): Data | undefined {
  const isHolder = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name);
  return isHolder ? (holder as Readonly<Record<string, Data>>)[name] : undefined;
}
