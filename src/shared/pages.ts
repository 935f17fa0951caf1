/**
 * Goes through what is too much for one read, page by page in the order of a cursor, until a page is empty.
 *
 * @param load reads the page after a cursor; null asks for the first one
 * @param cursorOf the cursor of an item: the next page begins after that of the last one
 */
export async function* pages<Item, Cursor>(
  load: (after: Cursor | null) => Promise<readonly Item[]>,
  cursorOf: (item: Item) => Cursor,
): AsyncGenerator<readonly Item[]> {
  for (let after: Cursor | null = null; ; ) {
    const page = await load(after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = cursorOf(last);
  }
}
