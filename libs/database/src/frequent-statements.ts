import { createHash } from 'node:crypto';

/** A text is named after it was seen this often, so that statements composed for one use are not prepared. */
const timesBefore = 3;
/** Texts that are counted, and so prepared statements of a connection, at most. */
const mostTexts = 300;

/** A query that is given as a text with values, or as a plain configuration of them; undefined: as anything else. */
const queryWithValues = (args: readonly unknown[]): NamelessQuery | undefined => {
  const [first, values] = args;
  if (typeof first === 'string')
    return args.length === 2 && Array.isArray(values) ? { text: first, values } : undefined;
  return args.length === 1 && isNamelessQuery(first) ? first : undefined;
};

interface NamelessQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Cursors and streams bring their own `submit`; what has a name keeps it, the empty one too, by which it is planned for its values each time. */
const isNamelessQuery = (query: unknown): query is NamelessQuery =>
  typeof query === 'object' &&
  query !== null &&
  !('submit' in query) &&
  !('name' in query) &&
  'text' in query &&
  typeof query.text === 'string' &&
  'values' in query &&
  Array.isArray(query.values);

/**
 * Turns frequent statements into prepared ones: names them, so that the server keeps them parsed, and planned where a generic plan is as
 * good for all values. Planning a query for a page takes longer than executing it.
 */
export class FrequentStatements {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** The arguments of a query, with a name where they are a text with values that came often. */
  named(args: readonly unknown[]): readonly unknown[] {
    const query = queryWithValues(args);
    if (!query) return args;
    const name = this.names.get(query.text) ?? this.nameOfAnother(query.text);
    return name === undefined ? args : [{ ...query, name }];
  }

  /** Gives up all names, after the columns of a table changed and prepared statements have become invalid. */
  renew(): void {
    this.generation += 1;
    this.names.clear();
  }

  private nameOfAnother(text: string): string | undefined {
    const times = (this.seen.get(text) ?? 0) + 1;
    if (times <= timesBefore) {
      if (this.seen.size < mostTexts || times > 1) this.seen.set(text, times);
      return undefined;
    }
    const name = `${this.generation} ${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
    this.names.set(text, name);
    return name;
  }
}
