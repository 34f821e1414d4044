import { filterValues } from './keyset-page.js';

/*
 * What is asked for of a table, as the text of conditions; values travel as parameters only. A filter that is not given is not in the text: the
 * database plans for those that are, and finds the index of a value that hardly any row has.
 */

/** Numbers the parameters of one question. */
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
  private skewed = false;

  /**
   * Some of its values are in very many rows and others in hardly any, so that one plan is not as good for all of them: the question is to be
   * planned for the values that it names.
   */
  get isOfSkewedValues(): boolean {
    return this.skewed;
  }

  /** Of a column whose values are all about as frequent. Any of those given matches; absent, everything does. */
  key(column: string, given: readonly string[] | undefined): this {
    const values = filterValues(given);
    if (values === null) return this;
    // One by itself: rows stay in the order of the index behind it.
    const [one, ...more] = values;
    this.all.push(
      one !== undefined && more.length === 0
        ? `${column} = ${this.parameters.add(one)}::text`
        : `${column} = ${this.parameters.anyOf(values)}`,
    );
    return this;
  }

  /** The same, of one whose values are not. */
  value(column: string, given: readonly string[] | undefined): this {
    this.skewed ||= given !== undefined;
    return this.key(column, given);
  }

  /** Of a column that has several: those that have any of these. Each by itself, as an index of one says. */
  among(column: string, given: readonly string[] | undefined): this {
    if (given === undefined) return this;
    this.skewed = true;
    const each = (filterValues(given) ?? []).map(
      (one) => `${column} @> ${this.parameters.add([one])}::text[]`,
    );
    this.all.push(each.length === 0 ? 'false' : `(${each.join(' or ')})`);
    return this;
  }

  /** First and last day, both included. */
  days(column: string, from: string | undefined, to: string | undefined): this {
    this.skewed ||= (from ?? to) !== undefined;
    if (from !== undefined) this.all.push(`${column} >= ${this.parameters.add(from)}::date`);
    if (to !== undefined) this.all.push(`${column} <= ${this.parameters.add(to)}::date`);
    return this;
  }

  /** What comes after a key of text in the order of these columns; null: from the first on. */
  after(columns: readonly string[], key: readonly string[] | null): this {
    if (key !== null)
      this.all.push(`(${columns.join(', ')}) > (${key.map((part) => this.parameters.add(part)).join(', ')})`);
    return this;
  }

  /** With `where`; nothing where nothing is asked for. */
  get text(): string {
    return this.all.length === 0 ? '' : `where ${this.all.join(' and ')}`;
  }
}
