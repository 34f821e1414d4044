import type pg from 'pg';
import type {
  CalendarVersion,
  DefinedData,
  Definition,
  DefinitionKind,
  DefinitionsInForce,
  MeasureInForce,
  MeasureVersion,
  ProgrammeVersion,
  TargetVersion,
} from '#figures';
import { addRows } from '#projections';
import type { Queryable } from '../tables/closings.table.js';
import { withNarrowed } from './narrowed-measures.table.js';
import { figureDefinition } from '../tables/read-tables.table.js';

interface RowOf<Kind extends DefinitionKind> {
  readonly kind: Kind;
  readonly seq: number | string;
  readonly first_seq: number | string;
  readonly version: number;
  readonly computation: number | string | null;
  readonly complete: boolean | null;
  /** Of a target: computations that are being filled in for it; null for none. */
  readonly unfilled: readonly number[] | null;
  readonly data: DefinedData[Kind];
}

type DefinitionRow = { readonly [Kind in DefinitionKind]: RowOf<Kind> }[DefinitionKind];

const versionOf = <Kind extends DefinitionKind>({ seq, first_seq, version, data }: RowOf<Kind>) => ({
  seq: Number(seq),
  firstSeq: Number(first_seq),
  version,
  data,
});

const measureOf = (row: RowOf<'measure'>): MeasureVersion => ({
  ...versionOf(row),
  computation: Number(row.computation),
  complete: row.complete === true,
});

const targetOf = (row: RowOf<'target'>): TargetVersion => ({
  ...versionOf(row),
  ...(row.unfilled && { unfilled: row.unfilled }),
});

const columns = `kind, seq, first_seq, version, computation, complete, data, case when kind = 'target' then (
  select json_agg(open.computation) from figure_back_fill open where open.target = figure_definition.seq) end as unfilled`;

/**
 * Versions in force now, or as of a position in the order. Every version ever in force is kept, so that a figure can be reported as it was
 * known.
 */
export const readDefinitions = async (
  database: Queryable,
  only: { readonly programme?: string; readonly asOf?: number | undefined } = {},
): Promise<DefinitionsInForce> => {
  const { rows } = await (only.asOf === undefined
    ? database.query<DefinitionRow>(
        `select ${columns} from figure_definition where until_seq is null order by first_seq`,
      )
    : database.query<DefinitionRow>(
        `select ${columns} from figure_definition
         where seq <= $1 and (until_seq is null or until_seq > $1) order by first_seq`,
        [only.asOf],
      ));
  const wanted = (code: string): boolean => only.programme === undefined || only.programme === code;
  const measures = rows.filter((row) => row.kind === 'measure').map(measureOf);
  return {
    programmes: rows
      .filter((row) => row.kind === 'programme')
      .map((row): ProgrammeVersion => versionOf(row))
      .filter(({ data }) => wanted(data.code)),
    targets: await withNarrowed(
      database,
      rows
        .filter((row) => row.kind === 'target')
        .map(targetOf)
        .filter(({ data }) => wanted(data.programme)),
    ),
    measures: new Map(measures.map((measure) => [measure.data.code, measure])),
    calendars: rows.filter((row) => row.kind === 'calendar').map((row): CalendarVersion => versionOf(row)),
  };
};

/** Rows of older versions of the projection have of a measure what came before its next version, and no more. */
const countsForAllSince = 5;

/** One version of a measure, in force or not; null where there is none. Not complete where facts ceased to be counted for it. */
export const readMeasureVersion = async (
  database: Queryable,
  code: string,
  version: number,
): Promise<MeasureVersion | null> => {
  const { rows } = await database.query<RowOf<'measure'>>(
    `select ${columns} from figure_definition where kind = 'measure' and code = $1 and version = $2`,
    [code, version],
  );
  const measure = rows[0] && measureOf(rows[0]);
  if (!measure) return null;
  const { rows: counted } = await database.query(
    `select from projection_checkpoints where name = 'targets' and version >= $3
     union all select from figure_definition where kind = 'measure' and code = $1 and computation = $2 and until_seq is null`,
    [code, measure.computation, countsForAllSince],
  );
  return { ...measure, complete: measure.complete && counted.length > 0 };
};

/** The targets of a programme that have this version, each in it, in the order in which each was set first. */
export const readTargetVersions = async (
  database: Queryable,
  programme: string,
  version: number,
): Promise<readonly TargetVersion[]> => {
  const { rows } = await database.query<RowOf<'target'>>(
    `select ${columns} from figure_definition where kind = 'target' and code = $1 and version = $2 order by first_seq`,
    [programme, version],
  );
  return withNarrowed(database, rows.map(targetOf));
};

/**
 * Of every measure what it computes and what it ever computed: facts go on being counted for versions that others took the place of, since
 * their figures can be asked for.
 */
export const readComputedMeasures = async (database: Queryable): Promise<readonly MeasureInForce[]> => {
  const { rows } = await database.query<Pick<RowOf<'measure'>, 'computation' | 'complete' | 'data'>>(
    `select distinct on (computation) computation, complete, data from figure_definition
     where computation is not null order by computation, seq`,
  );
  return rows.map(({ computation, complete, data }) => ({
    computation: Number(computation),
    complete: complete === true,
    data,
  }));
};

/** Ends the version in force of the same key and begins the next. */
export const writeDefinition = async (
  client: pg.ClientBase,
  { kind, code, part, data }: Definition,
  seq: number,
  measured: Pick<MeasureVersion, 'computation' | 'complete'> | null,
): Promise<void> => {
  const { rows } = await client.query<Pick<DefinitionRow, 'version' | 'first_seq'>>(
    `update figure_definition set until_seq = $4
     where kind = $1 and code = $2 and part = $3 and until_seq is null returning version, first_seq`,
    [kind, code, part, seq],
  );
  const before = rows[0];
  await addRows(client, figureDefinition, [
    {
      seq,
      kind,
      code,
      part,
      version: before ? before.version + 1 : 1,
      first_seq: before ? before.first_seq : seq,
      until_seq: null,
      data: JSON.stringify(data),
      computation: measured?.computation ?? null,
      complete: measured?.complete ?? null,
      narrowed_by: null,
    },
  ]);
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
