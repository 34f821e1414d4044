import { byStream, rowsChecker } from '#projections';
import {
  institutionPageTable,
  keyPageTable,
  registerBookProjection,
  usccPageTable,
} from './register-book.projection.js';

// Derives the rows of this book a second time, from the last facts of each stream, without any code of the folds.

const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Every column of `institution_page`, from `applied`. */
const expectedInstitutionsSql = `
  with described as (
    select distinct on (stream) stream, data
      from applied where type in ('InstitutionRegistered', 'InstitutionAmended')
     order by stream, seq desc
  ), last_word as (
    select distinct on (stream) stream, type, recorded_at, data->'reason' as reason
      from applied where type in ('InstitutionSuspended', 'InstitutionReinstated')
     order by stream, seq desc
  )
  select data->>'code' as code,
         jsonb_build_object(
           'code', data->'code', 'name', data->'name', 'kind', data->'kind', 'lei', data->'lei',
           'cnaps', data->'cnaps', 'reportingFrom', data->'reportingFrom',
           'suspended', case type when 'InstitutionSuspended' then
             jsonb_build_object('since', ${instant('recorded_at')}, 'reason', reason) end) as page
    from described left join last_word using (stream)`;

/** Every column of `key_page`, from `applied`. */
const expectedKeysSql = `
  with revoked as (
    select stream, max(recorded_at) as at from applied where type = 'KeyRevoked' group by stream
  )
  select data->>'keyId' as key_id,
         jsonb_build_object(
           'id', data->'keyId', 'role', data->'role', 'institution', data->'institution', 'label', data->'label',
           'createdAt', ${instant('recorded_at')}, 'expiresAt', data->'expiresAt',
           'revokedAt', ${instant('revoked.at')}) as page
    from applied left join revoked using (stream)
   where type = 'KeyIssued'`;

/** Every column of `uscc_page`, from `applied`. */
const expectedUsccsSql = `
  select distinct on (stream) data->>'code' as code,
         jsonb_build_object('code', data->'code', 'reason', data->'reason', 'seq', seq) as page
    from applied where type = 'UsccAccepted'
   order by stream, seq desc`;

/** The checker of all rows of the book. */
export const registerBookChecker = rowsChecker(registerBookProjection.name, [
  {
    table: institutionPageTable.table,
    rows: expectedInstitutionsSql,
    by: byStream('institution', `'institution-' || code`),
  },
  { table: keyPageTable.table, rows: expectedKeysSql, by: byStream('key', `'key-' || key_id`) },
  { table: usccPageTable.table, rows: expectedUsccsSql, by: byStream('uscc', `'uscc-' || code`) },
]);
