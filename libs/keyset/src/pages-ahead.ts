/**
 * Pages after a key, each of `limit` but the last, up to the end as it is then. While a page is handled the next one is read, and no
 * more than that.
 */
export async function* pagesAhead<Item, Key>(
  readAfter: (key: Key, limit: number) => Promise<readonly Item[]>,
  after: Key,
  limit: number,
  keyOf: (item: Item) => Key,
): AsyncGenerator<readonly Item[]> {
  let page = await readAfter(after, limit);
  for (;;) {
    const last = page.at(-1);
    if (last === undefined) return;
    const next = page.length < limit ? Promise.resolve([]) : readAfter(keyOf(last), limit);
    // Awaited below; should the page at hand break first, or nobody read on, that is what is told.
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
}
