/** Quantities with what a filter sees of them as JSON; and once for each place that their dimensions are in. `source`: rows of `measure_delta`. */
export const placedSql = (source: string): string => `quantity as not materialized (
  select delta.*, jsonb_build_object('institution', institution, 'effectiveDate', effective_date,
      'dimensions', jsonb_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
        'bailoutProgramme', bailout_programme, 'kind', borrower_kind)) as doc
  from ${source} delta
), placed as not materialized (
  select quantity.*, place.dimension, place.value
  from quantity cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
    ('industry', industry), ('industrySection', substr(industry, 1, 1)), ('size', size),
    ('bailoutProgramme', bailout_programme)) as place (dimension, value)
  where place.value is not null
)`;
