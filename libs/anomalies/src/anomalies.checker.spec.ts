import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgresLog } from '#event-log';
import type { InstitutionCode } from '#identifiers';
import {
  asWritten,
  bankA,
  bankB,
  expectPlantedRowsFound,
  FollowedLog,
  type Planted,
  metadataOf,
} from '#testing';
import { claimOf, disbursementOf, loanOf } from '#testing';
import { anomaliesChecker } from './anomalies.checker.js';
import { anomaliesProjection } from './anomalies.projection.js';

const following = () =>
  FollowedLog.of({ openLog: openPostgresLog, projection: anomaliesProjection, checker: anomaliesChecker });
let log: Awaited<ReturnType<typeof following>>;
let made = 0;

const appended = async (
  { type, stream, data, on = null, institution = null }: Planted,
  reportId?: string,
): Promise<void> => {
  made += 1;
  const by = asWritten<InstitutionCode | null>(institution);
  await log.append(by, stream, {
    eventId: `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    type,
    effectiveDate: asWritten(on),
    institution: by,
    data,
    metadata: metadataOf({ reportId: reportId ?? `r${made}` }),
  });
};

beforeAll(async () => {
  log = await following();
  const loan = loanOf(bankA, 'L1');
  await appended({
    type: 'InstitutionRegistered',
    stream: `institution-${bankA}`,
    institution: bankA,
    data: { code: bankA, kind: 'BANK', reportingFrom: '2024-01-01' },
  });
  await appended({
    type: 'CalendarSet',
    stream: 'calendar-CN',
    data: { code: 'CN', year: 2024, off: [], worked: [] },
  });
  await appended(loan.issued('2024-01-10'));
  await appended(loan.claimed('2024-01-10'));
  await appended(claimOf(bankA, 'L1').recognised('2024-01-10'));
  await appended(loan.renewed('2024-02-10', { renewalNo: 3 }));
  await appended(loan.writtenOff('2024-02-11'));
  await appended(disbursementOf(bankB, 'B24', 'D1').disbursed('2024-02-01'));
  expect(await log.apply(3)).toEqual([]);
});
afterAll(() => log.close());

describe('the checker of anomalies', () => {
  it.each([
    ['signal_institution', 'code'],
    ['signal_calendar', 'code'],
    ['signal_reporting_day', 'institution'],
    ['signal_receipt', 'disbursement_id'],
    ['signal_claim', 'loan_id'],
    ['anomaly_candidate', 'key'],
  ])('finds a wrong, a missing and a surplus row of %s', async (table, keyColumn) => {
    await expectPlantedRowsFound(anomaliesChecker, log.client, table, keyColumn);
  });

  it.each([
    ['a wrong amount', 'update signal_movement set amount = amount + 1'],
    ['a missing row', 'delete from signal_movement'],
  ])('finds %s of a movement', async (_, fault) => {
    await log.client.query('begin');
    await log.client.query(fault);
    expect(await anomaliesChecker.check(log.client)).toMatchObject([{ table: 'signal_movement' }]);
    await log.client.query('rollback');
  });
});

describe('the checker of anomalies, with candidates of each kind of subject', () => {
  beforeAll(async () => {
    const another = loanOf(bankB, 'L2');
    await appended(another.issued('2024-01-11'));
    await appended(another.claimed('2024-01-11'), 'used twice');
    await appended(claimOf(bankB, 'L2').superseded('2024-01-11'));
    await appended(loanOf(bankA, 'L1').repaid('2024-01-11', { amount: '950000.00' }));
    await appended(disbursementOf(bankA, 'B24', 'D2').disbursed('2024-02-03'), 'of two');
    await appended(disbursementOf(bankA, 'B25', 'D3').disbursed('2024-02-03'), 'of two');
    expect(await log.apply(3)).toEqual([]);
  });

  it.each([
    ['loss-after-renewal', 'loan-'],
    ['first-time-contested', 'claims '],
    ['bailout-from-many-banks', 'bailout '],
    ['round-trip', 'movements '],
    ['report-id-reused', 'report '],
  ])('finds a wrong, a missing and a surplus candidate of %s', async (signal, subject) => {
    const one = `(select ctid from anomaly_candidate where signal = '${signal}' and starts_with(subject, '${subject}') limit 1)`;
    for (const [fault, found] of [
      [
        `update anomaly_candidate set happened_on = happened_on + 1 where ctid = ${one}`,
        [expect.anything(), expect.anything()],
      ],
      [`delete from anomaly_candidate where ctid = ${one}`, [expect.anything(), null]],
      [
        `insert into anomaly_candidate select signal, 'none', subject || ' none', institutions, happened_on, page
           from anomaly_candidate where ctid = ${one}`,
        [null, expect.anything()],
      ],
    ] as const) {
      await log.client.query('begin');
      const { rowCount } = await log.client.query(fault);
      const mismatches = await anomaliesChecker.check(log.client);
      await log.client.query('rollback');
      expect([fault, rowCount, mismatches.map((each) => [each.table, each.expected, each.found])]).toEqual([
        fault,
        1,
        [['anomaly_candidate', ...found]],
      ]);
    }
  });
});
