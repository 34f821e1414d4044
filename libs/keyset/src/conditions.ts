import { filterValues } from './keyset-page.js';

/*
 * Builds the conditions of a query; values are always parameters. A filter that is absent is left out of the text, so that the database
 * plans for those that are given, and uses an index for a selective value.
 */

/** Numbers the parameters of one query. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  anyOf(values: readonly string[]): string {
    return `any(${this.add(values)}::text[])`;
  }
}

export class Conditions {
  readonly parameters = new Parameters();
  private readonly all: string[] = [];
  /** Whether a condition is on a column with a skewed distribution. */
  private skewed = false;

  /** Any of these values, in a column whose values are about equally frequent; absent: no condition. */
  key(column: string, given: readonly string[] | undefined): this {
    const values = filterValues(given);
    if (values === null) return this;
    // `=` for a single value keeps the rows in the order of the index.
    const [one, ...more] = values;
    this.all.push(
      one !== undefined && more.length === 0
        ? `${column} = ${this.parameters.add(one)}::text`
        : `${column} = ${this.parameters.anyOf(values)}`,
    );
    return this;
  }

  /** As `key`, for a column with a skewed distribution. */
  value(column: string, given: readonly string[] | undefined): this {
    this.skewed ||= given !== undefined;
    return this.key(column, given);
  }

  /** Any of these values, in an array column. One condition for each value, so that its index is used. */
  among(column: string, given: readonly string[] | undefined): this {
    if (given === undefined) return this;
    this.skewed = true;
    const each = (filterValues(given) ?? []).map(
      (one) => `${column} @> ${this.parameters.add([one])}::text[]`,
    );
    this.all.push(each.length === 0 ? 'false' : `(${each.join(' or ')})`);
    return this;
  }

  /** A span of days, both included. */
  days(column: string, from: string | undefined, to: string | undefined): this {
    this.skewed ||= (from ?? to) !== undefined;
    if (from !== undefined) this.all.push(`${column} >= ${this.parameters.add(from)}::date`);
    if (to !== undefined) this.all.push(`${column} <= ${this.parameters.add(to)}::date`);
    return this;
  }

  /** Rows after a key in the order of these text columns; null: from the first on. */
  after(columns: readonly string[], key: readonly string[] | null): this {
    if (key !== null)
      this.all.push(`(${columns.join(', ')}) > (${key.map((part) => this.parameters.add(part)).join(', ')})`);
    return this;
  }

  /** The `where` clause; empty without conditions. */
  get text(): string {
    return this.all.length === 0 ? '' : `where ${this.all.join(' and ')}`;
  }

  /**
   * A query with these conditions in its text. On a column with a skewed distribution no generic plan is good for all values: it has the
   * empty name then, which is never prepared, and so is planned for the values that it names.
   */
  query(text: string): { readonly text: string; readonly values: unknown[]; readonly name?: '' } {
    const { values } = this.parameters;
    return this.skewed ? { name: '', text, values } : { text, values };
  }
}
