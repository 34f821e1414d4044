import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgresLog } from '#event-log';
import type { NewFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import {
  asWritten,
  bankA,
  bankB,
  correctedTo,
  expectPlantedRowsFound,
  FollowedLog,
  foundInSlices,
  metadataOf,
  reported,
} from '#testing';
import { anomaliesChecker } from './anomalies.checker.js';
import { anomaliesProjection } from './anomalies.projection.js';

/* Days that begin and end within blocks, and go on over several. */

const log = await FollowedLog.of({
  openLog: openPostgresLog,
  projection: anomaliesProjection,
  checker: anomaliesChecker,
});
let made = 0;

/** At noon of a day in June. */
const append = async (bank: string, day: number, flags: readonly string[] = []): Promise<void> => {
  made += 1;
  const { type, data, on = null } = reported(bank, `i${made}`, '2024-05-31', '7.00');
  const fact: NewFact = {
    eventId: `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    type,
    effectiveDate: asWritten(on),
    institution: asInstitutionCode(bank),
    data,
    metadata: metadataOf({
      reportId: `r${made}`,
      stampedAt: `2024-06-${String(day).padStart(2, '0')}T04:00:00.000Z`,
      flags: [...flags],
    }),
  };
  await log.append(asInstitutionCode(bank), `indicator-${bank}-i${made}`, fact);
  if (made % 5 > 0) return;
  made += 1;
  const change = {
    ...correctedTo(0, fact),
    metadata: { ...fact.metadata, reportId: `r${made}` },
    eventId: `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`,
  };
  await log.append(asInstitutionCode(bank), `indicator-${bank}-i${made - 1}`, change);
};

beforeAll(async () => {
  await append(bankA, 1);
  for (let count = 0; count < 16; count += 1)
    await append(count % 3 === 0 ? bankA : bankB, 2, count === 7 ? [] : ['TIM-W05']);
  await append(bankB, 5);
  await append(bankA, 6, ['TIM-W05']);
  await append(bankA, 7);
  expect(await log.apply(4)).toEqual([]);
});
afterAll(() => log.close());

describe('the checker of reporting days', () => {
  it.each([1, 2, 3, 7, 100])('finds nothing in rows that are right, in slices of %d facts', async (size) => {
    expect(await foundInSlices(anomaliesChecker, log.client, size)).toEqual([]);
  });

  it('finds a wrong, a missing and a surplus row', async () => {
    await expectPlantedRowsFound(anomaliesChecker, log.client, 'signal_reporting_day', 'institution');
  });

  it('finds each row that is wrong, wherever blocks end', async () => {
    const { rows } = await log.client.query<{ institution: string; day: string }>(
      'select institution, day from signal_reporting_day',
    );
    expect(rows).toHaveLength(6);
    for (const size of [1, 3, 100])
      for (const { institution, day } of rows) {
        await log.client.query('begin');
        await log.client.query(
          `update signal_reporting_day set page = (page::jsonb || '{"late": 99}')::json where institution = $1 and day = $2`,
          [institution, day],
        );
        expect(await foundInSlices(anomaliesChecker, log.client, size)).toMatchObject([
          { table: 'signal_reporting_day', key: `${institution} ${day}` },
        ]);
        await log.client.query('rollback');
      }
  });
});
