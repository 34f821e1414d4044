import { streams } from '#facts';

// What has to be there before a fact counts as projected, as SQL. $1 are the followers asked.

/** Back-fills that a definition still needs before its figures are complete. The number of a narrowed measure holds the seq that began it. */
export const openAt = (seq: string): string => `figure_back_fill open
  where 'targets' = any($1) and greatest(open.target,
    case when open.computation < 0 then -open.computation / 65536 else open.computation end) = ${seq}`;

/** Facts that one of the followers $1 derived from a fact up to `seq` and that not all have passed. */
export const openDerivedTo = (seq: string): string => `derived_facts derived
  where derived.follower = any($1) and derived.cause <= ${seq}
    and (derived.seq > passed.seq or derived.seq is null)`;

/** Whether `passed` of the followers $1 has come to the fact `seq`, which is in the log, and to what they derived up to it; true of 0. */
export const isPassed = (seq: string): string => `(passed.seq >= ${seq}
  and (${seq} = 0 or exists (select from facts where seq = ${seq}))
  and not exists (select from ${openDerivedTo(seq)}))`;

/**
 * The newest definition that the log holds up to the seq $1, by the names of streams, in which every fact is a definition. `offset 0`: not by
 * walking the whole log backwards. Asked only where the figures, which keep it, have not come there.
 */
export const newestDefinitionSql = `
  select max(found.seq)::float8 as seq from (${[streams.programme, streams.measure, streams.calendar]
    .map(
      ({ prefix }) =>
        `(select seq from facts where stream >= '${prefix}' and stream < '${prefix}' || chr(127) offset 0)`,
    )
    .join(' union all ')}) as found where found.seq <= $1`;

/** The state of them together, now or as known at the seq $2: `ProjectionState`, and whether the figures have come there. */
export const stateSql = `
  with passed as (
     select coalesce(min(coalesce(c.seq, 0)), 0) as seq, coalesce(max(c.seq), 0) as furthest
       from unnest($1::text[]) as asked (name) left join projection_checkpoints c using (name)
   ), head as (select coalesce(max(seq), 0) as seq from facts)
   select passed.seq,
          (select recorded_at from facts where seq = coalesce($2::bigint, passed.seq)) as "recordedAt",
          head.seq as "headSeq",
          defined.seq as definitions,
          defined.name as "definitionsName",
          coalesce((select seq from projection_checkpoints where name = 'targets'), 0)
            >= coalesce($2, passed.seq) as "hasDefinitions",
          ${isPassed('coalesce($2, 0)')} and not exists (select from ${openAt('$2')}) as "isProjected",
          passed.furthest > head.seq as "isBeyondHead",
          case when passed.seq >= head.seq then 0
               else greatest(0, floor(1000 * extract(epoch from clock_timestamp() -
                      (select recorded_at from facts where seq = passed.seq + 1))))::float8
          end as "lagMs",
          (select count(*) from parked_fact
            where projection = any($1) and seq <= least(passed.seq, $2::bigint))::integer as parked,
          (select coalesce(json_agg(json_build_object(
                    'name', name, 'seq', seq, 'eventId', event_id, 'message', message) order by name), '[]')
             from projection_failures where name = any($1)) as failures
     from passed cross join head left join lateral (
       select newest.seq, concat_ws(' ', newest.tableoid, version, event_id) as name
         from (select seq, tableoid from figure_definition
                where seq <= coalesce($2, passed.seq) order by seq desc limit 1) as newest
         left join facts using (seq) left join projection_checkpoints on name = 'targets') as defined on true`;
