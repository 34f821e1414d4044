import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The list of refusals is only read and added to by the programs (see `grantToApp`); old lines leave it through the owner's
 * function, which takes none of the last 31 days, and none of an institution's last 100,000 unless they are older. So whoever
 * has the programs' login can neither change the list nor empty it.
 */
export class RefusalsKept1732000150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(pruneFunction);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * One step: at most `step` lines, so that nobody waits for its locks, and says how many they were; 0 when none is left, or while
 * somebody else takes a step. First the oldest lines, which come first in the order of the list, as far as they are older than
 * `days`; then those of an institution that has more than `most_lines` newer ones, so that who is refused millions of times
 * pushes out nobody else's.
 */
const pruneFunction = `
  create function prune_refusals(days integer, most_lines integer, step integer) returns integer
  language plpgsql volatile strict security definer
  set search_path = pg_catalog, pg_temp
  as $$
  declare
    pruned integer;
  begin
    if days < 31 or most_lines < 100000 or step not between 1 and 10000 then
      raise exception 'Refusals are kept for 31 days at least, 100000 of an institution at least, and pruned in steps of 10000 at most.'
        using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('xudai refusals', 0)) then
      return 0;
    end if;

    delete from public.refusals where no in (
      select oldest.no from (select no, at from public.refusals order by no limit step) oldest
       where oldest.at < now() - make_interval(days => days));
    get diagnostics pruned = row_count;
    if pruned > 0 then
      return pruned;
    end if;

    delete from public.refusals where no in (
      with recursive sender as (
        (select institution as name from public.refusals order by institution limit 1)
        union all
        select (select r.institution from public.refusals r where r.institution > s.name order by r.institution limit 1)
          from sender s where s.name is not null)
      select beyond.no
        from sender
       cross join lateral (select r.no from public.refusals r where r.institution = sender.name
                            order by r.no desc offset most_lines limit step) beyond
       where sender.name is not null
       limit step);
    get diagnostics pruned = row_count;
    return pruned;
  end $$;

  revoke all on function prune_refusals(integer, integer, integer) from public;
`;
