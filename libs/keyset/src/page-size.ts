/** Characters that the items of a page have together, about. More would hold up everybody else while they are read and written down. */
export const mostCharacters = 4 * 1024 * 1024;

/** What a member or an item costs beside its text: quotes, a separator, a number. */
const overhead = 8;

/** About how many characters a value has as JSON; without recursion, and much quicker than writing it down. */
export const charactersOf = (value: unknown): number => {
  const left: unknown[] = [value];
  let characters = 0;
  while (left.length > 0) {
    const next = left.pop();
    characters += overhead;
    if (typeof next === 'string') characters += next.length;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const item of next) left.push(item);
      continue;
    }
    for (const [name, member] of Object.entries(next)) {
      characters += name.length;
      left.push(member);
    }
  }
  return characters;
};
