import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type {
  CalendarVersion,
  DefinitionKey,
  DefinitionKind,
  DefinitionsInForce,
  MeasureVersion,
  ProgrammeVersion,
  TargetVersion,
} from '#figures';
import type { Queryable } from '../tables/sums.table.js';

interface DefinitionRow {
  readonly kind: DefinitionKind;
  readonly seq: number | string;
  readonly first_seq: number | string;
  readonly version: number;
  readonly computation: number | string | null;
  readonly complete: boolean | null;
  /** Of a target: computations that are being filled in for it; null for none. */
  readonly unfilled: readonly number[] | null;
  readonly data: object;
}

const versionOf = <Data>({ seq, first_seq, version, data }: DefinitionRow) => ({
  seq: Number(seq),
  firstSeq: Number(first_seq),
  version,
  data: data as Data,
});

/**
 * Versions in force now, or as of a position in the order. Every version ever in force is kept, so that a figure can be told as it was
 * known.
 */
export const readDefinitions = async (
  database: Queryable,
  only: { readonly programme?: string; readonly asOf?: number | undefined } = {},
): Promise<DefinitionsInForce> => {
  const columns = `kind, seq, first_seq, version, computation, complete, data, case when kind = 'target' then (
    select json_agg(open.computation) from figure_back_fill open where open.target = figure_definition.seq) end as unfilled`;
  const { rows } = await (only.asOf === undefined
    ? database.query<DefinitionRow>(
        `select ${columns} from figure_definition where until_seq is null order by first_seq`,
      )
    : database.query<DefinitionRow>(
        `select ${columns} from figure_definition
         where seq <= $1 and (until_seq is null or until_seq > $1) order by first_seq`,
        [only.asOf],
      ));
  const ofKind = (kind: DefinitionKind): readonly DefinitionRow[] => rows.filter((row) => row.kind === kind);
  const wanted = (code: string): boolean => only.programme === undefined || only.programme === code;
  const measures = ofKind('measure').map((row): MeasureVersion => ({
    ...versionOf<MeasureVersion['data']>(row),
    computation: Number(row.computation),
    complete: row.complete === true,
  }));
  return {
    programmes: ofKind('programme')
      .map((row): ProgrammeVersion => versionOf(row))
      .filter(({ data }) => wanted(data.code)),
    targets: ofKind('target')
      .map((row): TargetVersion => ({ ...versionOf(row), ...(row.unfilled && { unfilled: row.unfilled }) }))
      .filter(({ data }) => wanted(data.programme)),
    measures: new Map(measures.map((measure) => [measure.data.code, measure])),
    calendars: ofKind('calendar').map((row): CalendarVersion => versionOf(row)),
  };
};

/** Ends the version in force of the same key and begins the next. */
export const writeDefinition = async (
  client: pg.ClientBase,
  { kind, code, part }: DefinitionKey,
  { seq, data }: SequencedFact,
  measured: Pick<MeasureVersion, 'computation' | 'complete'> | null,
): Promise<void> => {
  const { rows } = await client.query<Pick<DefinitionRow, 'version' | 'first_seq'>>(
    `update figure_definition set until_seq = $4
     where kind = $1 and code = $2 and part = $3 and until_seq is null returning version, first_seq`,
    [kind, code, part, seq],
  );
  const before = rows[0];
  await client.query(
    `insert into figure_definition (seq, kind, code, part, version, first_seq, data, computation, complete)
     values ($1, $2, $3, $4, $5, $6, $7::json, $8, $9)`,
    [
      seq,
      kind,
      code,
      part,
      before ? before.version + 1 : 1,
      before ? before.first_seq : seq,
      JSON.stringify(data),
      measured?.computation ?? null,
      measured?.complete ?? null,
    ],
  );
};

/** Types of facts that measures are made of and that have come. */
export const readRecordedFacts = async (database: Queryable): Promise<ReadonlySet<string>> => {
  const { rows } = await database.query<{ type: string }>('select type from source_fact');
  return new Set(rows.map(({ type }) => type));
};

/** Seq of the newest definition in force at a place in the order; the newest of all up to there is always in force. */
export const newestDefinition = async (database: Queryable, asOf: number): Promise<number | null> => {
  const { rows } = await database.query<{ newest: number | string | null }>(
    'select max(seq) as newest from figure_definition where seq <= $1',
    [asOf],
  );
  const newest = rows[0]?.newest ?? null;
  return newest === null ? null : Number(newest);
};
