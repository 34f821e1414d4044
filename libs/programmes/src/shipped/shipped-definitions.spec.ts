import { describe, expect, it } from '@jest/globals';
import { workingDaysBetween } from '#calendar';
import type { CalendarSet, MeasureData, TargetData } from '#facts';
import { measureFault } from '../define-measure.js';
import { targetFault } from '../target-fault.js';
import { shippedAppends, shippedDefinitions } from './shipped-definitions.file.js';

const author = { actor: 'registry', correlationId: null };
const appends = shippedAppends(shippedDefinitions(), author, Date.parse('2024-02-01T00:00:00Z'));
const facts = appends.flatMap((append) => append.facts);
const dataOf = <Data>(type: string): readonly Data[] =>
  facts.filter((fact) => fact.type === type).map((fact) => fact.data as Data);
const measures = new Map(dataOf<MeasureData>('MeasureDefined').map((data) => [data.code, data]));
const targets = dataOf<TargetData>('TargetSet');

describe('what is shipped', () => {
  it('is one append for each stream, on an empty stream', () => {
    expect(new Set(appends.map(({ stream }) => stream)).size).toBe(appends.length);
    expect(appends.every(({ expectedRevision }) => expectedRevision === 'none')).toBe(true);
    const programmes = appends.filter(({ stream }) => stream.startsWith('programme-'));
    expect(programmes.map((append) => append.facts.length)).toEqual([15]);
  });

  it('has measures before the targets on them', () => {
    expect(facts.findIndex(({ type }) => type === 'TargetSet')).toBeGreaterThan(
      facts.findLastIndex(({ type }) => type === 'MeasureDefined'),
    );
  });

  it('would be taken from a supervisor', () => {
    expect([...measures.values()].map((data) => [data.code, measureFault(data)])).toEqual(
      [...measures.keys()].map((code) => [code, null]),
    );
    expect(targets.map((data) => [data.code, targetFault(data, measures)])).toEqual(
      targets.map(({ code }) => [code, null]),
    );
    const grown = [...measures.values()].filter(({ op }) => op === 'GROWTH');
    expect(grown.map(({ of }) => of && measures.get(of)?.op)).toEqual(['BALANCE']);
  });

  it('has the fourteen targets of SH24, the three headline targets first', () => {
    const summary = targets.map(({ code, comparator, threshold, period, name }) =>
      [
        code,
        comparator,
        threshold,
        'asAt' in period ? period.asAt : `${period.from}/${period.to}`,
        name.zh,
      ].join(' '),
    );
    expect(summary).toEqual([
      'SH24-RENEW GT 1000000000000.00 2024-01-01/2024-12-31 无缝续贷',
      'SH24-FTB GT 20000 2024-01-01/2024-12-31 新增首贷户',
      'SH24-BAIL GT 500000000000.00 2024-01-01/2024-12-31 纾困资金',
      'SH24-INCL GT 1300000000000.00 2024-12-31 普惠小微贷款余额',
      'SH24-TECH GT 1500000000000.00 2024-12-31 科技型企业贷款余额',
      'SH24-TECH-GROWTH GTE 0.2500 2024-12-31 科技贷款增速',
      'SH24-IP APPROX 20000000000.00 2024-12-31 知识产权质押贷款余额',
      'SH24-GREEN GT 1500000000000.00 2024-01-01/2024-12-31 绿色贷款余额',
      'SH24-CHAIN GT 25000 2024-01-01/2024-12-31 产业链小微企业服务户数',
      'SH24-BRANCH GT 10 2024-01-01/2024-12-31 新设科技支行',
      'SH24-INSURE GT 200000000000.00 2024-01-01/2024-12-31 普惠保险保障增量',
      'SH24-PENSION APPROX 1000000000.00 2024-01-01/2024-12-31 个人养老金保费',
      'SH24-HEALTH GT 100000 2024-01-01/2024-12-31 医保个账商业健康险',
      'SH24-GUARANTEE INFO  2024-01-01/2024-12-31 政府性融资担保',
    ]);
  });

  it('has the 251 working days of 2024', () => {
    const [calendar] = dataOf<CalendarSet['data']>('CalendarSet');
    if (!calendar) throw new Error('No calendar is shipped.');
    const days = workingDaysBetween('2024-01-01', '2024-12-31', calendar);
    const byMonth = Array.from(
      { length: 12 },
      (_none, month) => days.filter((day) => Number(day.slice(5, 7)) === month + 1).length,
    );
    expect(byMonth).toEqual([22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]);
    expect(days).toHaveLength(251);
  });
});
