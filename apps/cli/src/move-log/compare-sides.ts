import { createHash } from 'node:crypto';
import { canonicalJson, sha256Hex } from '#canonical-json';
import { NoFact } from '#event-log';
import { changeOf, type SequencedFact } from '#facts';
import { definitionFactTypes } from '#figures';
import type { SequencedPosition } from '#sequencer';
import type { Side, SideFact } from './side.js';

/** The first difference of two logs, in a sentence. Payloads may be confidential, so only their digests are shown. */
export type Difference = string;

const members = [
  'seq',
  'stream',
  'revision',
  'eventId',
  'type',
  'effectiveDate',
  'institution',
  'data',
  'metadata',
  'recordedAt',
] as const satisfies readonly (keyof SequencedFact)[];

const shown = (member: (typeof members)[number], fact: SequencedFact): string =>
  member === 'data' || member === 'metadata'
    ? `SHA-256 ${sha256Hex(canonicalJson(fact[member]))}`
    : String(fact[member]);

const factName = ({ seq, type, stream, revision, eventId }: SequencedFact): string =>
  `fact ${seq} (${type}, revision ${revision} of ${stream}, event ${eventId})`;

/** Two facts that are not the same at the same place in the order: the first member in which they differ. */
const differenceOf = (
  [oneName, one]: readonly [name: string, fact: SequencedFact],
  [otherName, other]: readonly [name: string, fact: SequencedFact],
): Difference => {
  const member = members.find((name) => canonicalJson(one[name]) !== canonicalJson(other[name]));
  if (!member) return `${factName(one)} is not the same in ${oneName} and in ${otherName}`;
  return (
    `${factName(one)} differs in ${member}: ` +
    `${shown(member, one)} in ${oneName}, ${shown(member, other)} in ${otherName}`
  );
};

/** As many facts as the sequencer takes at once. */
const positionEvery = 1_000;
const isDefinition = new Set(definitionFactTypes);

/** How far two sides are the same from the beginning, and where they part. */
export class Comparison {
  /** So many facts from the beginning are the same. */
  same = 0;
  /** Null where both end together. */
  difference: Difference | null = null;
  /** The side that goes on after the other has ended. */
  onlyIn: Side | null = null;
  /** Those of each side that define programmes and what belongs to them. */
  readonly definitions: readonly [SequencedFact[], SequencedFact[]] = [[], []];
  /** Streams in which facts are corrected or reversed, with the last such change: the same on both sides. */
  readonly changed = new Map<string, number>();
  private readonly hash = createHash('sha256');
  private readonly marks: SequencedPosition[] = [];
  private last: SequencedPosition | undefined;

  constructor(
    private readonly one: Side,
    private readonly other: Side,
  ) {}

  /** SHA-256 over the facts that are the same, in canonical form, a line each. */
  get digest(): string {
    return this.hash.copy().digest('hex');
  }

  /** Every thousandth of them, and the last, where they stand in the store. */
  get positions(): readonly SequencedPosition[] {
    return this.last && this.marks.at(-1)?.seq !== this.last.seq ? [...this.marks, this.last] : this.marks;
  }

  /** The next fact of each side, null at its end. */
  take(left: SideFact | null, right: SideFact | null): void {
    if (left && right) this.takeBoth(left, right);
    else if (left ?? right) {
      this.onlyIn = left ? this.one : this.other;
      this.difference = `${factName((left ?? (right as SideFact)).fact)} stands in ${this.onlyIn.name} alone`;
    }
  }

  private takeBoth(left: SideFact, right: SideFact): void {
    const { one, other } = this;
    const text = canonicalJson(left.fact);
    if (left.fact.seq !== this.same + 1)
      this.difference = `fact ${this.same + 1} is missing in ${one.name}: ${factName(left.fact)} comes instead`;
    else if (text !== canonicalJson(right.fact))
      this.difference = differenceOf([one.name, left.fact], [other.name, right.fact]);
    if (this.difference !== null) return;
    this.same += 1;
    this.hash.update(`${text}\n`);
    const position = left.position ?? right.position;
    if (position !== null) this.last = { seq: this.same, position };
    if (this.last && this.same % positionEvery === 0) this.marks.push(this.last);
    if (isDefinition.has(left.fact.type)) this.definitions[0].push(left.fact);
    if (isDefinition.has(right.fact.type)) this.definitions[1].push(right.fact);
    if (changeOf(left.fact)) this.changed.set(left.fact.stream, left.fact.seq);
  }
}

const next = async (facts: AsyncIterator<SideFact>): Promise<SideFact | null> => {
  const { value, done } = await facts.next();
  return done ? null : (value as SideFact);
};

/** Reads both from the beginning to the end, or to where they part: every member of every fact, in order. */
export const compareSides = async (
  one: Side,
  other: Side,
  onCompared: (same: number) => void,
): Promise<Comparison> => {
  const comparison = new Comparison(one, other);
  const [left, right] = [one.read()[Symbol.asyncIterator](), other.read()[Symbol.asyncIterator]()];
  try {
    while (comparison.difference === null) {
      const [mine, theirs] = await Promise.all([next(left), next(right)]);
      if (!mine && !theirs) break;
      comparison.take(mine, theirs);
      onCompared(comparison.same);
    }
  } catch (error) {
    // Whoever writes into the registry's streams what is no fact makes a log that is not the same.
    if (!(error instanceof NoFact)) throw error;
    comparison.difference = `after fact ${comparison.same}: ${error.message}`;
  } finally {
    await Promise.allSettled([left.return?.(), right.return?.()]);
  }
  return comparison;
};
