import type pg from 'pg';
import type { MeasureData, SequencedFact, TargetData } from '#facts';
import { type Planted, plantedMeasures } from '#testing';

export const measureFact = (data: Partial<MeasureData> & Pick<MeasureData, 'code'>): Planted => ({
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
  data: Partial<TargetData> & Pick<TargetData, 'code' | 'measure' | 'period'>,
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

/** As the follower does: one transaction for each batch. */
export const applied = async (
  pool: pg.Pool,
  projection: { apply(facts: readonly SequencedFact[], client: pg.PoolClient): Promise<void> },
  ...batches: readonly (readonly SequencedFact[])[]
): Promise<void> => {
  for (const batch of batches) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await projection.apply(batch, client);
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
};

export const emptied = async (pool: pg.Pool): Promise<void> => {
  for (const table of [
    'figure_definition',
    'source_fact',
    'figure_subject',
    'measure_delta',
    'measure_day',
    'target_attainment',
    'distinct_day',
    'indicator_value',
  ])
    await pool.query(`delete from ${table}`);
};
