import { createHash } from 'node:crypto';

/** So often a text is seen before it is named: what is put together for one question alone is never prepared. */
const timesBefore = 3;
/** Of so many texts it is known how often they came; connections keep as many prepared statements at most. */
const mostTexts = 300;

/**
 * Questions that are asked again and again, each by a name under which the server keeps it parsed, and planned where one plan is as good
 * for all values. Planning a question about a page takes longer than answering it.
 */
export class FrequentTexts {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** Arguments of a query, by a name where they are a text, with values, that came often. */
  named(args: readonly unknown[]): readonly unknown[] {
    const [text, values] = args;
    if (args.length !== 2 || typeof text !== 'string' || !Array.isArray(values)) return args;
    const name = this.names.get(text) ?? this.nameOfAnother(text);
    return name === undefined ? args : [{ name, text, values }];
  }

  /** After the form of a table changed: what connections have prepared under the names until now is asked for no more. */
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
