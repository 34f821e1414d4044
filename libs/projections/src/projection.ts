import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { ReadTable } from './read-table.table.js';

/** The range of seqs that a batch covers, from after one up to another. Parked facts in it are left out of the batch. */
export interface Passed {
  readonly after: number;
  readonly upTo: number;
}

/**
 * A projection turns facts, in the order of their seq, into rows. It applies batches inside the transaction that moves its checkpoint, so
 * each fact is applied exactly once.
 */
export interface Projection {
  /** One word, hyphens allowed. Names the checkpoint and the advisory lock. */
  readonly name: string;
  /** Raised when the same facts make other rows. Rows of another version are never written to: new ones are built next to them. */
  readonly version: number;
  /** All tables that it writes, apart from checkpoints and parked facts. A rebuild copies and compares them. */
  readonly tables: readonly ReadTable[];
  /** The version before, as long as its rows may be live: it goes on following until the new rows are switched to. */
  readonly previous?: Projection;
  /**
   * Whether a fact that cannot be applied is parked with its subject while others go on. Otherwise the projection stops at it, as the
   * arbiter does, which decides over several subjects.
   */
  readonly parks?: boolean;
  /** Whether it appends facts itself. Then its checkpoint must be as durable as these. */
  readonly appends?: boolean;
  /**
   * By table, how a rebuild compares its rows, where equal rows may be stored differently: SQL that normalises the row of the given name.
   * Null: the table holds work in progress and is not compared.
   */
  readonly comparedAs?: Readonly<Record<string, ((row: string) => string) | null>>;
  /**
   * Throws where a fact cannot be applied; errors of the database are passed on. `facts` may lack some of the range `passed`, even all of
   * it.
   */
  apply(facts: readonly SequencedFact[], connection: pg.ClientBase, passed?: Passed): Promise<void>;
}

/** The version of the projection that made the live rows; undefined where this program does not have it. */
export const madeBy = (projection: Projection, version: number): Projection | undefined =>
  [projection, projection.previous].find((each) => each?.version === version);

/** The fact that a projection stopped at. */
export interface ProjectionFailure {
  /** Of the projection. */
  readonly name: string;
  readonly seq: number;
  readonly eventId: string | null;
  readonly message: string;
}

/** A row that is not what the facts say it should be. */
export interface Mismatch {
  readonly table: string;
  /** Which row: its primary key, as text. */
  readonly key: string;
  /** Null when there should be no row. */
  readonly expected: unknown;
  /** Null when there is no row. */
  readonly found: unknown;
}

/**
 * Seq up to which a check looks at the facts, as SQL: the projection's checkpoint; or less, while the fact is searched at which a
 * check breaks. `name` is SQL as well.
 */
export const checkedSeqSql = (name: string): string =>
  `(select least(seq, nullif(current_setting('xudai.checked_seq', true), '')::bigint) from projection_checkpoints where name = ${name})`;

/** Of a row of `facts`, as SQL: what a projection has parked is in none of its rows. `name` is SQL as well. */
export const isAppliedSql = (name: string): string =>
  `not exists (select from parked_fact parked where parked.projection = ${name} and parked.seq = facts.seq)`;

/**
 * What is checked in one order: rows of a table, or what follows from the facts in the order of the log. It is gone through in slices, of
 * which each costs the same however much there is. A slice begins after some place, or at the beginning, and ends at another, or at the end.
 */
export interface CheckedPart {
  readonly name: string;
  /** Where a slice of so many facts or rows ends that begins after this place; null: at the end. */
  sliceEnd(client: pg.ClientBase, after: string | null, most: number): Promise<string | null>;
  /**
   * Slices of the part follow from one another. What they carry is written together with their place, and after one that broke there is no next one.
   */
  readonly isCarried?: true;
  /** Tables that its rows are derived out of, in place of the facts. Parts that look at those come before it. */
  readonly outOf?: readonly string[];
  /** What a slice that is not the last one adds up, where that is kept in a table. It is called once, and not `check`, which then says nothing. */
  carry?(client: pg.ClientBase, slice: Slice): Promise<void>;
  /** At most so many mismatches as can be listed. */
  check(client: pg.ClientBase, slice: Slice): Promise<readonly Mismatch[]>;
}

export interface Slice {
  /** Null: from the beginning. */
  readonly after: string | null;
  /** Null: to the end. */
  readonly upTo: string | null;
}

/**
 * Derives the rows of one projection from the facts a second time, another way than the projection itself does, and says which
 * rows differ. It is called within one read-only snapshot and derives up to `checkedSeqSql`. All slices of all parts together look at every
 * row that there is and every row that there should be.
 */
export interface Checker {
  /** Name of the projection whose rows are checked. */
  readonly projection: string;
  readonly parts: readonly CheckedPart[];
  /** All slices, one after another; a row that several parts look at is listed once. */
  check(client: pg.ClientBase): Promise<readonly Mismatch[]>;
}

/** What a part expects is not what the facts say as long as a row that it is derived out of is wrong: then it says nothing. */
export const saysNothing = ({ outOf }: CheckedPart, found: readonly Mismatch[]): boolean =>
  outOf?.some((source) => found.some(({ table }) => table === source)) ?? false;

/** Facts or rows in a slice. */
export const sliceSize = 1_000;

/** What cannot be cut: it is looked at as a whole, however much there is. */
export const wholePart = (
  name: string,
  check: (client: pg.ClientBase) => Promise<readonly Mismatch[]>,
): CheckedPart => ({ name, sliceEnd: async () => null, check });

/** Of those listed several times the first. */
export const once = (mismatches: readonly Mismatch[]): readonly Mismatch[] =>
  [
    ...new Map(mismatches.toReversed().map((each) => [`${each.table} ${each.key}`, each])).values(),
  ].toReversed();

const checkAll = async (
  client: pg.ClientBase,
  part: CheckedPart,
  most: number,
): Promise<readonly Mismatch[]> => {
  const mismatches: Mismatch[] = [];
  for (let after: string | null = null; ;) {
    // Nothing is written where all is looked at at once.
    const upTo: string | null = part.carry ? null : await part.sliceEnd(client, after, most);
    mismatches.push(...(await part.check(client, { after, upTo })));
    if (upTo === null) return mismatches;
    after = upTo;
  }
};

export const checkerOf = (projection: string, parts: readonly CheckedPart[], most = sliceSize): Checker => ({
  projection,
  parts,
  check: async (client) => {
    const mismatches: Mismatch[] = [];
    for (const part of parts) mismatches.push(...(await checkAll(client, part, most)));
    return once(mismatches);
  },
});
