import fc from 'fast-check';
import { exampleReport } from '#testing';
import { asSent } from './any-reports.js';

// Of any reports, some turned into corrections and reversals of others.

interface Sent {
  readonly type: string;
  readonly id: string;
  readonly data: object;
}

/** How a report becomes a change of another one, and what is put in place: the data of any report of the same type. */
interface Change {
  readonly of: number;
  readonly by: number;
  readonly isReversal: boolean;
  readonly isAnywhere: boolean;
}

const mostlyNot = fc.nat(3).map((no) => no === 0);

const change: fc.Arbitrary<Change> = fc.record({
  of: fc.nat(),
  by: fc.nat(),
  isReversal: mostlyNot,
  isAnywhere: mostlyNot,
});

const changeOf = (
  reports: readonly Sent[],
  { id }: Sent,
  { of, by, isReversal, isAnywhere }: Change,
  no: number,
): object => {
  // Most are of one that was sent before.
  const among = isAnywhere ? reports : reports.slice(0, no);
  const original = among[of % among.length] as Sent;
  const same = reports.filter(({ type }) => type === original.type);
  const { data } = same[by % same.length] as Sent;
  const reason = 'typing error';
  const effectiveDate = '2024-12-31';
  return exampleReport(
    'loan.repaid',
    {},
    {
      id,
      subject: original.id,
      type: `xudai.event.${isReversal ? 'reversed' : 'corrected'}.v1`,
      data: isReversal ? { effectiveDate, reason } : { effectiveDate, reason, replacement: data },
    },
  );
};

/** Loans and disbursements to begin with, each allowed, so that most of what follows is about something. */
const beginnings: readonly Sent[] = [
  ...['L1', 'L2', 'L3'].map((subject) =>
    exampleReport(
      'loan.issued',
      { effectiveDate: '2024-01-05', principal: '1000.00', noteNo: subject },
      { subject, id: `begin-${subject}` },
    ),
  ),
  ...['D1', 'D2'].map((subject) => {
    const { loanId: _none, ...data } = exampleReport('bailout.disbursed', {
      effectiveDate: '2024-01-05',
      programme: 'RELIEF',
      amount: '500.00',
    }).data;
    return exampleReport('bailout.disbursed', {}, { subject, data, id: `begin-${subject}` });
  }),
].map((report) => asSent(report) as Sent);

/** After some beginnings; some of the reports correct or reverse another one. */
export const withChanges = (reports: fc.Arbitrary<readonly object[]>): fc.Arbitrary<readonly object[]> =>
  fc.tuple(reports, fc.infiniteStream(fc.tuple(fc.boolean(), change))).map(([list, changes]) => {
    const sent = [...beginnings, ...(list as readonly Sent[])];
    return sent.map((report, no) => {
      if (no < beginnings.length) return report;
      const [isChange, how] = changes.next().value;
      return isChange ? changeOf(sent, report, how, no) : report;
    });
  });
