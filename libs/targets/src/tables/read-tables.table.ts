import { column, readTable } from '#projections';

/* What the projection keeps of definitions and figures; the table of quantities, whose columns follow from the dimensions, stands in `figures.table.ts`. */

const keyNumber = { ...column.bigint, primary: true } as const;
const orNone = { nullable: true } as const;

/** Every version of every definition. */
export const figureDefinition = readTable('figure_definition', {
  seq: keyNumber,
  kind: column.text,
  code: column.text,
  part: column.text,
  version: column.integer,
  first_seq: column.bigint,
  until_seq: { ...column.bigint, ...orNone },
  data: column.json,
  computation: { ...column.bigint, ...orNone },
  complete: { ...column.boolean, ...orNone },
  narrowed_by: { ...column.json, ...orNone },
});

/** Types of facts that measures are made of, and the first that came. */
export const sourceFact = readTable('source_fact', {
  type: { ...column.text, primary: true },
  first_seq: column.bigint,
});

/** What each subject's facts are counted under. */
export const figureSubject = readTable('figure_subject', { subject: column.key, state: column.json });

/** The same of measures that are being filled in. */
export const backFilledSubject = readTable('back_filled_subject', {
  subject: column.key,
  computation: keyNumber,
  state: column.json,
});

export const indicatorValue = readTable('indicator_value', {
  computation: keyNumber,
  report: keyNumber,
  seq: keyNumber,
  institution: column.id,
  scope: column.id,
  as_at: column.date,
  effective_date: { ...column.date, ...orNone },
  quantity: { ...column.quantity, ...orNone },
});

/** How the counts kept for a target move. */
export const distinctStep = readTable('distinct_step', {
  target: keyNumber,
  computation: keyNumber,
  dimension: column.key,
  value: column.key,
  seq: keyNumber,
  effective_date: { ...column.date, primary: true },
  quantity: column.integer,
});

/** Closing totals by day of blocks of facts. */
export const figureRollup = readTable('figure_rollup', {
  level: { ...column.smallint, primary: true },
  block: { ...column.integer, primary: true },
  target: keyNumber,
  computation: keyNumber,
  dimension: column.key,
  value: column.key,
  days: { ...column.date, array: true },
  totals: { type: 'numeric', array: true },
});

export const targetAttainment = readTable('target_attainment', {
  target: keyNumber,
  computation: keyNumber,
  total: column.quantity,
  first_seq: { ...column.bigint, ...orNone },
});

/** `target` 0: the quantities of a measure. */
export const figureBackFill = readTable('figure_back_fill', {
  target: keyNumber,
  computation: keyNumber,
  seq: { ...column.bigint, default: 0 },
});

export const forecastTable = readTable('forecast', {
  programme: column.key,
  target: column.key,
  seq: keyNumber,
  definition: column.bigint,
  computation: column.bigint,
  effective_as_of: column.date,
  page: column.json,
});
