import type pg from 'pg';
import type { MeasureData, SequencedFact, TargetData } from '#facts';
import type { Progress } from '#contract';
import type { Projection } from '#projections';
import { type AsWritten, type Planted, plantedMeasures } from '#testing';
import { progressOf, type ProgressQuestion } from '../progress/progress.query.js';
import type { BlockSizes } from '../tables/blocks.js';
import { targetsBackFillWith } from '../back-fill/targets-back-fill.table.js';
import { targetsProjectionWith, targetsVersion } from '../targets.projection.js';

export const measureFact = (
  data: Partial<AsWritten<MeasureData>> & Pick<AsWritten<MeasureData>, 'code'>,
): Planted => ({
  type: 'MeasureDefined',
  stream: `measure-${data.code}`,
  data: {
    name: { zh: data.code, en: data.code },
    op: 'SUM',
    unit: 'CNY',
    sources: [],
    of: null,
    filter: null,
    distinct: null,
    ...data,
  },
});

export const targetFact = (
  data: Partial<AsWritten<TargetData>> & Pick<AsWritten<TargetData>, 'code' | 'measure' | 'period'>,
): Planted => ({
  type: 'TargetSet',
  stream: 'programme-P24',
  data: {
    programme: 'P24',
    name: { zh: data.code, en: data.code },
    unit: 'CNY',
    comparator: 'GT',
    threshold: null,
    base: null,
    filter: null,
    tolerance: null,
    path: null,
    beside: [],
    ...data,
  },
});

/** The measures of the specs and a programme P24 without targets. */
export const definitionFacts: readonly Planted[] = [
  ...plantedMeasures.map(measureFact),
  {
    type: 'ProgrammeDefined',
    stream: 'programme-P24',
    data: { code: 'P24', name: { zh: '方案', en: 'Programme' }, from: '2024-01-01', to: '2024-12-31' },
  },
];

/** So few facts in a block that every spec has some, of several levels. */
export const smallSizes: BlockSizes = { smallest: 3, fanOut: 2 };

export const smallProjection = targetsProjectionWith(smallSizes);

/** As the follower does: one transaction for each batch, with the checkpoint. */
export const applied = async (
  pool: pg.Pool,
  projection: Projection,
  ...batches: readonly (readonly SequencedFact[])[]
): Promise<void> => {
  for (const batch of batches) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await projection.apply(batch, client);
      await client.query(
        `insert into projection_checkpoints (name, version, seq) values ($1, $2, $3)
         on conflict (name) do update set seq = greatest(projection_checkpoints.seq, excluded.seq)`,
        [projection.name, projection.version, batch.at(-1)?.seq ?? 0],
      );
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
};

/** So few facts or quantities in a slice that most back-fills have several; slices end within blocks as well as with them. */
const smallBackFill = targetsBackFillWith(targetsVersion, smallSizes, { least: 2, first: 2, most: 5 });

/** Some slices of a back-fill; all that there are unless given. */
export const backFilled = async (pool: pg.Pool, most = Number.POSITIVE_INFINITY): Promise<void> => {
  const client = await pool.connect();
  try {
    for (let done = 0; done < most && (await smallBackFill.slice(client)); done += 1);
  } finally {
    client.release();
  }
};

const lastApplied = async (pool: pg.Pool): Promise<number> => {
  const { rows } = await pool.query<{ seq: number }>(
    `select seq from projection_checkpoints where name = 'targets'`,
  );
  return rows[0]?.seq ?? 0;
};

/** With all that was applied, unless told up to which fact. */
export const progressIn = async (
  pool: pg.Pool,
  question: Omit<ProgressQuestion, 'knownAt'> & { readonly knownAt?: number },
): Promise<Progress | null> =>
  progressOf(pool, { knownAt: await lastApplied(pool), ...question }, smallSizes);

export const emptied = async (pool: pg.Pool): Promise<void> => {
  for (const table of [
    'projection_checkpoints',
    'figure_definition',
    'source_fact',
    'figure_subject',
    'measure_delta',
    'figure_rollup',
    'target_attainment',
    'distinct_step',
    'indicator_value',
    'figure_back_fill',
    'back_filled_subject',
    'forecast',
  ])
    await pool.query(`delete from ${table}`);
};
