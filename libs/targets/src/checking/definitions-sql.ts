/**
 * Every version of every definition, out of the facts. A measure computes something else where more than its name differs from
 * the version before; what it counts is all there when none of its sources had come by then.
 */
export const expectedDefinitionsSql = `
  with named as (
    select seq, data,
      case when type like 'Programme%' then 'programme' when type like 'Target%' then 'target'
           when type like 'Measure%' then 'measure' else 'calendar' end as kind,
      case when type like 'Target%' then data->>'programme' else data->>'code' end as code,
      case when type like 'Target%' then data->>'code' when type = 'CalendarSet' then data->>'year' else '' end as part
    from told where type in ('ProgrammeDefined', 'ProgrammeAmended', 'TargetSet', 'TargetAmended', 'MeasureDefined',
      'MeasureAmended', 'CalendarSet')
  ), ordered as (
    select *, row_number() over key as version, min(seq) over (partition by kind, code, part) as first_seq,
      lead(seq) over key as until_seq,
      kind = 'measure' and (data - 'name') is distinct from lag(data - 'name') over key as anew
    from named window key as (partition by kind, code, part order by seq)
  ), computed as (
    select *, case when kind = 'measure' then max(seq) filter (where anew) over (partition by kind, code, part order by seq) end
      as computation
    from ordered
  )
  select seq, kind, code, part, version::integer, first_seq, until_seq, data, computation,
    case when kind = 'measure' then not exists (
      select from told earlier join jsonb_array_elements(computed.data->'sources') as source on earlier.type = source->>'fact'
      where earlier.seq < computed.computation
        and (computed.data->>'op' <> 'LATEST_SUM' or earlier.data->>'indicator' = computed.data->>'code')) end as complete
  from computed`;
