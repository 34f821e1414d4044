import { beforeAll, describe, expect, it } from '@jest/globals';
import { fullType, type ReportType } from '#reports';
import { csvTemplate, csvTypes } from '#submissions';
import { enterprise, issuedLoan } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { submittingBank } from '../support/submitting-bank.js';
import { digestHeader } from '../support/submitting.js';

/* The example of each template is a report that is recorded, where what it builds on is there. */

describe('the template of', () => {
  const { bank, keys, registry, submit, ended } = submittingBank();

  beforeAll(async () => {
    const { status } = await registry().ask('put', '/v1/bailout/programmes/RELIEF-2024', {
      key: await registry().keyFor('supervisor'),
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' },
    });
    expect(status).toBe(201);
  });

  /** The example, of things that no other type's example is of. */
  const templateOf = (type: ReportType, of = type): string =>
    csvTemplate(type).replaceAll(/\b[LD]-2024-0001\b/g, (name) => `${name}-${of}`);

  /** A reversal is of an id that is in another template, so that it has a bank of its own. */
  const senderOf = (type: ReportType) =>
    type === 'event.reversed'
      ? { institution: 'C1010311000013', key: keys.other }
      : { institution: bank, key: keys.bank };

  const expectRecorded = async (file: string, type: ReportType, key: string): Promise<void> => {
    const { body } = await submit(file, {
      type: 'text/csv',
      key,
      headers: {
        'content-digest': digestHeader(file),
        'xudai-record-count': '1',
        'xudai-report-type': fullType(type),
      },
    });
    expect(await ended(body.id, key)).toMatchObject({ byRule: {}, recorded: 1 });
  };

  const buildsOnLoan = csvTypes.filter(
    (type) => /^(loan|borrower|bailout)\.|reversed$/.test(type) && !/^loan\.(opened|issued)$/.test(type),
  );

  /** What the example of a type builds on. */
  const buildOn = async (type: ReportType): Promise<void> => {
    const { institution, key } = senderOf(type);
    if (!buildsOnLoan.includes(type)) return;
    const loan = issuedLoan(institution, `L-2024-0001-${type}`, 1, {
      borrower: enterprise(1, { id: '91310000132260250X' }),
      principal: '1200000.00',
      effectiveDate: '2024-05-06',
      maturityDate: '2024-12-20',
      ...(type === 'loan.renewed' && { effectiveDate: '2023-05-08', maturityDate: '2024-05-06' }),
    });
    const { body } = await registry().ask('post', '/v1/events', { key, type: cloudEventBatch, body: [loan] });
    expect(body.results).toMatchObject([{ status: 201 }]);
    if (type === 'event.reversed') await expectRecorded(templateOf('loan.repaid', type), 'loan.repaid', key);
    if (type === 'bailout.returned') {
      const disbursed = templateOf('bailout.disbursed', type).replace('2024-05-06-000', '2024-05-06-9');
      await expectRecorded(disbursed, 'bailout.disbursed', key);
    }
  };

  it.each(csvTypes)('%s has an example that is recorded', async (type) => {
    const template = csvTemplate(type);
    const { key } = senderOf(type);
    const asked = await registry().ask('get', `/v1/submissions/templates/${fullType(type)}.csv`, { key });
    expect([asked.status, asked.text]).toEqual([200, template]);
    expect(template.startsWith('\ufeffid,subject,time,effectiveDate')).toBe(true);
    await buildOn(type);
    await expectRecorded(templateOf(type), type, key);
  });

  it('a type that has none says how it is sent, and another name which types there are', async () => {
    const asked = async (name: string) =>
      registry().ask('get', `/v1/submissions/templates/${name}.csv`, { key: keys.bank });
    expect(await asked('xudai.event.corrected.v1')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('sent as NDJSON') },
    });
    expect(await asked('xudai.loan.lent.v1')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('xudai.loan.issued.v1') },
    });
  });
});
