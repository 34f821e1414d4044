import {
  after,
  alone,
  cancelled,
  claimed,
  disbursed,
  extended,
  indicator,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  returned,
  type RuleCase,
  type CaseReport,
  writtenOff,
} from './case-reports.js';

// When a report may be effective, signed and sent. The institution reports from 2024-12-29 on; today is 2024-12-31.

type Changed = (changes: object) => CaseReport;

/** The same loan, the same report, on two days. */
const onDays = (
  report: Changed,
  fires: string,
  nearest: string,
  before: readonly CaseReport[] = [issued()],
) => ({
  fires: after(before, report({ effectiveDate: fires })),
  nearest: after(before, report({ effectiveDate: nearest })),
  pointer: '/data/effectiveDate',
});

const marked = (...asked: Parameters<typeof onDays>): RuleCase => {
  const { fires, nearest } = onDays(...asked);
  return { fires, nearest };
};

const long = { maturityDate: '2026-12-20' };
const second = (changes: object): CaseReport => {
  const { effectiveDate } = changes as { readonly effectiveDate: string };
  return renewed({
    effectiveDate,
    signedDate: effectiveDate,
    renewalNo: 2,
    newMaturityDate: '2026-01-01',
  });
};

export const timeCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'TIM-R01': [
    {
      ...onDays((changes) => issued({ ...long, ...changes }), '2025-01-01', '2024-12-31', []),
      retryable: true,
    },
    {
      ...onDays((changes) => opened({ ...long, ...changes }), '2025-01-01', '2024-12-31', []),
      retryable: true,
    },
    ...[repaid, extended, reclassified, writtenOff, cancelled, claimed].map((report) => ({
      ...onDays(report, '2025-01-01', '2024-12-31'),
      retryable: true,
    })),
    {
      ...onDays(renewed, '2025-01-01', '2024-12-31', [issued({ maturityDate: '2025-01-31' })]),
      retryable: true,
    },
    { ...onDays(disbursed, '2025-01-01', '2024-12-31', []), retryable: true },
    { ...onDays(returned, '2025-01-01', '2024-12-31', [disbursed()]), retryable: true },
    { ...onDays(indicator, '2025-01-01', '2024-12-31', []), retryable: true },
  ],
  'TIM-R02': [
    {
      fires: alone(issued({}, { time: '2024-12-31T12:05:00.001+08:00' })),
      nearest: alone(issued({}, { time: '2024-12-31T12:05:00+08:00' })),
      pointer: '/time',
    },
    {
      fires: after([issued()], renewed({ signedDate: '2024-12-02' })),
      nearest: after([issued()], renewed({ signedDate: '2024-12-01' })),
      pointer: '/data/signedDate',
    },
    {
      fires: alone(indicator({ asAt: '2024-07-06' })),
      nearest: alone(indicator({ asAt: '2024-07-05' })),
      pointer: '/data/asAt',
    },
  ],
  'TIM-R03': [
    ...[repaid, extended, reclassified, writtenOff, cancelled].map((report) =>
      onDays(report, '2024-01-09', '2024-01-10'),
    ),
    onDays(second, '2024-11-30', '2024-12-01', [issued(), renewed()]),
    onDays((changes) => extended({ newMaturityDate: '2026-01-01', ...changes }), '2024-11-30', '2024-12-01', [
      issued(),
      renewed(),
    ]),
    onDays(returned, '2024-02-29', '2024-03-01', [disbursed()]),
    onDays(claimed, '2024-01-09', '2024-01-10'),
  ],
  'TIM-R04': [
    {
      fires: alone(issued({ maturityDate: '2024-01-10' })),
      nearest: alone(issued({ maturityDate: '2024-01-11' })),
      pointer: '/data/maturityDate',
    },
    {
      fires: alone(opened({ maturityDate: '2023-05-10' })),
      nearest: alone(opened({ maturityDate: '2023-05-11' })),
      pointer: '/data/maturityDate',
    },
    {
      fires: alone(opened({ startDate: '2023-05-11' })),
      nearest: alone(opened({ startDate: '2023-05-10' })),
      pointer: '/data/startDate',
    },
    {
      fires: alone(opened({ legStartDate: '2024-01-02' })),
      nearest: alone(opened({ legStartDate: '2024-01-01' })),
      pointer: '/data/legStartDate',
    },
  ],
  'TIM-W05': [
    ...[repaid, extended, reclassified, writtenOff, cancelled, claimed].map((report) =>
      marked(report, '2024-12-29', '2024-12-30'),
    ),
    marked(disbursed, '2024-12-29', '2024-12-30', []),
    marked(indicator, '2024-12-29', '2024-12-30', []),
    // Before the institution began to report.
    marked(repaid, '2024-12-29', '2024-12-28'),
  ],
};
