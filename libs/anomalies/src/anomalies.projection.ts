import type pg from 'pg';
import { inKeyOrder, textArray } from '#database';
import { addRows, column, type Projection, readAmendments, readTable, rowsOf } from '#projections';
import { shanghaiDayOf } from '#calendar';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { type Candidate, type Derived, groupedBy, inOrder } from './candidate.js';
import { signalClaim } from './claims.table.js';
import { deriveLoans } from './loans.table.js';
import { signalMovement } from './movements.table.js';
import { deriveBailouts, signalReceipts } from './receipts.table.js';
import { signalCalendars, signalInstitutions, signalReportingDays } from './reporting.js';

/* Report ids in two streams: two reports with one id, sent at the same time for two subjects, were both recorded before either was indexed. */

interface ReportId {
  readonly institution: string;
  readonly reportId: string;
}

const subjectOf = ({ institution, reportId }: ReportId): string => `report ${institution} ${reportId}`;

const earlierSql = `
  select asked.institution, asked.report_id as "reportId"
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as asked (institution, report_id, stream, seq)
   where exists (select from facts
                  where facts.institution = asked.institution and facts.report_id = asked.report_id
                    and facts.seq < asked.seq::bigint and facts.stream <> asked.stream)`;

const standingSql = `
  select fact.institution, fact.report_id as "reportId", fact.stream, fact.seq::float8 as seq,
         fact.recorded_at as "recordedAt"
    from unnest($1::text[], $2::text[]) as asked (institution, report_id)
    join facts fact using (institution, report_id)
   where fact.seq <= $3 and not exists (
         select from facts reversal
          where reversal.stream = fact.stream and (reversal.data->'corrects'->>'revision')::integer = fact.revision
            and reversal.type = 'FactReversed' and reversal.seq <= $3)
   order by fact.seq`;

interface StandingReport extends ReportId, Pick<SequencedFact, 'stream' | 'seq' | 'recordedAt'> {}

const reused = (standing: readonly StandingReport[]): readonly Candidate[] => {
  const [first] = standing;
  const second = standing.find(({ stream }) => stream !== first?.stream);
  if (!first || !second) return [];
  const { institution, reportId } = first;
  return [
    {
      signal: 'report-id-reused',
      key: `${institution} ${reportId}`,
      subject: subjectOf(first),
      institutions: [institution],
      page: {
        institution,
        borrowerKey: null,
        loanId: null,
        on: shanghaiDayOf(second.recordedAt),
        values: { reports: standing.length },
        facts: inOrder(standing.map(({ seq }) => seq)),
      },
    },
  ];
};

/** Derives the signal for report ids of a batch that were recorded before, or whose report was reversed. */
const deriveReusedIds = async (
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<Derived> => {
  const reports = facts.filter(
    ({ institution, metadata }) => institution !== null && metadata.reportId !== null,
  );
  const upTo = facts.at(-1)?.seq;
  if (reports.length === 0) return { subjects: [], candidates: [] };
  const asked = inKeyOrder(
    reports.map(({ institution, metadata: { reportId }, stream, seq }) => [
      institution,
      reportId,
      stream,
      String(seq),
    ]),
    2,
  );
  const columns = [0, 1, 2, 3].map((at) => textArray(asked.map((row) => row[at] ?? null)));
  const { rows: again } = await connection.query<ReportId>(earlierSql, columns);
  const reversed = [...amendments.values()].flatMap(({ fact, before }): readonly ReportId[] =>
    before
      .filter(({ revision }) => fact.type === 'FactReversed' && revision === fact.data.corrects.revision)
      .flatMap(({ institution, metadata: { reportId } }) =>
        institution === null || reportId === null ? [] : [{ institution, reportId }],
      ),
  );
  const ids = [...groupedBy([...again, ...reversed], subjectOf).values()].flatMap(([id]) => id ?? []);
  if (ids.length === 0) return { subjects: [], candidates: [] };
  const { rows } = await connection.query<StandingReport>(standingSql, [
    ids.map(({ institution }) => institution),
    ids.map(({ reportId }) => reportId),
    upTo,
  ]);
  return {
    subjects: ids.map(subjectOf),
    candidates: [...groupedBy(rows, subjectOf).values()].flatMap(reused),
  };
};

const rows = [
  rowsOf(signalInstitutions),
  rowsOf(signalCalendars),
  rowsOf(signalReportingDays),
  rowsOf(signalReceipts),
];

export const anomalyCandidate = readTable('anomaly_candidate', {
  signal: column.key,
  key: column.key,
  subject: column.id,
  institutions: { ...column.text, array: true },
  happened_on: column.date,
  page: column.json,
});

/** Deletes the previous candidates of all subjects before it inserts, since a key may have moved to another subject. */
const replaceCandidates = async (connection: pg.ClientBase, derived: readonly Derived[]): Promise<void> => {
  const subjects = derived.flatMap((each) => each.subjects);
  const candidates = derived.flatMap((each) => each.candidates);
  if (subjects.length === 0) return;
  await connection.query('delete from anomaly_candidate where subject = any($1::text[])', [
    textArray(subjects),
  ]);
  await addRows(
    connection,
    anomalyCandidate,
    candidates.map(({ signal, key, subject, institutions, page }) => ({
      signal,
      key,
      subject,
      institutions,
      happened_on: page.on,
      page: JSON.stringify(page),
    })),
  );
};

/** Candidates of anomalies, and reporting days of institutions. */
export const anomaliesProjection: Projection = {
  name: 'anomalies',
  version: 1,
  tables: [...rows.map(({ table }) => table), signalClaim, signalMovement, anomalyCandidate],
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const change of rows) await change.apply(facts, amendments, connection);
    await replaceCandidates(connection, [
      ...(await deriveLoans(facts, amendments, connection)),
      await deriveBailouts(facts, amendments, connection),
      await deriveReusedIds(facts, amendments, connection),
    ]);
  },
};
