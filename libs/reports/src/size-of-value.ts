/** Members and items that a report holds in all, at most: the longest that fits a schema has far fewer. */
export const mostParts = 500;

/**
 * Whether a JSON value holds more members and items than so many, at all depths together. Costs no more than it takes to know
 * that, and comes before anything whose cost grows with what was sent.
 */
export const hasMoreParts = (value: unknown, most: number): boolean => {
  const left: unknown[] = [value];
  let parts = 0;
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    const members: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    parts += members.length;
    if (parts > most) return true;
    for (const member of members) left.push(member);
  }
  return false;
};
