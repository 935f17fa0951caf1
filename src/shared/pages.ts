/**
 * Goes through what is too much for one read, page by page in the order of a cursor, until a page is empty or not full.
 *
 * @param load reads the page after a cursor; null asks for the first one
 * @param cursorOf the cursor of an item: the next page begins after that of the last one
 * @param limit how many items a full page has; where it is not known, only an empty page is the last
 */
export async function* pages<Item, Cursor>(
  load: (after: Cursor | null) => Promise<readonly Item[]>,
  cursorOf: (item: Item) => Cursor,
  limit = 1,
): AsyncGenerator<readonly Item[]> {
  for (let after: Cursor | null = null; ; ) {
    const page = await load(after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < limit) return;
    after = cursorOf(last);
  }
}
