/**
 * Leaves out as much as can be left out: of what is kept each part is needed, as far as so many tries tell. Delta
 * debugging (Zeller and Hildebrandt, 2002), with a first try of nothing at all.
 *
 * @param isEnough whether these alone still do it; of all of them it is known
 */
export async function ddmin<Item>(
  items: readonly Item[],
  isEnough: (kept: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  if (items.length > 0 && (await isEnough([]))) return [];
  let kept = items;
  for (let parts = 2; kept.length > 1; ) {
    const smaller = await findEnough(split(kept, parts), kept, isEnough);
    if (smaller !== undefined) {
      parts = smaller.isPart ? 2 : Math.max(parts - 1, 2);
      kept = smaller.items;
    } else if (parts < kept.length) parts = Math.min(kept.length, parts * 2);
    else return kept;
  }
  return kept;
}

/** The first part that is enough, or else the first for which all the others are. */
async function findEnough<Item>(
  parts: readonly (readonly Item[])[],
  all: readonly Item[],
  isEnough: (kept: readonly Item[]) => Promise<boolean>,
): Promise<{ readonly items: readonly Item[]; readonly isPart: boolean } | undefined> {
  for (const part of parts) if (await isEnough(part)) return { items: part, isPart: true };
  if (parts.length === 2) return undefined;
  for (const part of parts) {
    const others = all.filter((item) => !part.includes(item));
    if (await isEnough(others)) return { items: others, isPart: false };
  }
  return undefined;
}

function split<Item>(items: readonly Item[], parts: number): readonly (readonly Item[])[] {
  const size = Math.ceil(items.length / parts);
  const found: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += size) found.push(items.slice(from, from + size));
  return found;
}
