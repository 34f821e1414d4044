import { daysBetween, addMonths } from '#calendar';
import type { SequencedFact } from '#facts';
import type { Thresholds } from '../candidate.js';
import {
  dayOf,
  fen,
  isLoss,
  line,
  type Loan,
  loansOf,
  type Loose,
  standingOf,
  withCorrections,
} from './standing-anew.js';

// Anomalies once more, plainly: all facts in memory, every pair looked at. Each as `signal, who, facts`.

type Given = (signal: string) => Thresholds;

const ofLoans = (loans: readonly Loan[], given: Given): readonly string[] =>
  loans.flatMap(({ begun, facts }) => {
    const found: string[] = [];
    const who = `${begun.institution} ${begun.data.loanId}`;
    const renewals = facts.filter(({ type }) => type === 'LoanRenewed');
    const last = renewals.at(-1);
    const count = last?.data.renewalNo ?? begun.data.renewalCount ?? 0;
    const start = last ? dayOf(last) : (begun.data.legStartDate ?? dayOf(begun));
    const { renewals: most, months } = given('evergreening');
    const isLong = start > addMonths(begun.data.startDate ?? dayOf(begun), months);
    if (count >= most || (count > 0 && isLong)) found.push(line('evergreening', who, [begun, ...renewals]));
    for (const renewal of renewals) {
      const after = (one: Loose, other: Loose): boolean =>
        dayOf(one) > dayOf(other) || (dayOf(one) === dayOf(other) && one.seq > other.seq);
      const loss = facts
        .filter((each) => isLoss(each) && after(each, renewal))
        .filter((each) => !renewals.some((next) => after(next, renewal) && after(each, next)))
        .reduce<Loose | undefined>((first, each) => (first && after(each, first) ? first : each), undefined);
      if (loss && daysBetween(dayOf(renewal), dayOf(loss)) <= given('loss-after-renewal').days)
        found.push(line('loss-after-renewal', who, [renewal, loss]));
    }
    const amountOf = ({ data }: Loose): string => data.renewedAmount ?? data.amount;
    const doubled = facts.filter(({ type }) =>
      ['LoanRepaid', 'LoanWrittenOff', 'LoanRenewed'].includes(type),
    );
    const told = new Set<string>();
    for (const one of doubled) {
      const alike = doubled.filter(
        (other) =>
          other.type === one.type && dayOf(other) === dayOf(one) && amountOf(other) === amountOf(one),
      );
      if (alike.length > 1) told.add(line('probable-duplicate', who, alike));
    }
    return [...found, ...told];
  });

const eligibleClaims = (all: readonly SequencedFact[], loans: readonly Loan[]) =>
  loans.flatMap(({ begun, facts }) => {
    const claim = facts.find(({ type }) => type === 'FirstTimeClaimed');
    const said = (all as readonly Loose[]).findLast(
      ({ type, institution, data }) =>
        ['FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked'].includes(
          type,
        ) &&
        institution === begun.institution &&
        data.loanId === begun.data.loanId &&
        data.borrowerKey === begun.data.borrower.id,
    );
    if (!claim || begun.type !== 'LoanIssued' || !said || !/Recognised|Superseded/.test(said.type)) return [];
    return [{ begun, facts, claim, said }];
  });

const ofClaims = (all: readonly SequencedFact[], loans: readonly Loan[], given: Given): readonly string[] => {
  const claims = eligibleClaims(all, loans);
  const found = new Set<string>();
  for (const { begun, facts, claim, said } of claims) {
    const of = claims.filter((other) => other.begun.data.borrower.id === begun.data.borrower.id);
    if (of.length > 1 && of.some((each) => each.begun.data.drawdownTime === undefined))
      found.add(
        line(
          'first-time-contested',
          begun.data.borrower.id,
          of.flatMap((each) => [each.claim, each.said]),
        ),
      );
    if (said.type !== 'FirstTimeRecognised') continue;
    const who = `${begun.institution} ${begun.data.loanId}`;
    if (fen(begun.data.principal) < fen(given('first-time-small').principal))
      found.add(line('first-time-small', who, [begun, claim, said]));
    const gone = facts.filter(({ type }) => type === 'LoanRepaid' || type === 'LoanWrittenOff');
    const added = facts.reduce((sum, { data }) => sum + fen(data.topUpAmount ?? '0'), 0);
    const left =
      fen(begun.data.principal) + added - gone.reduce((sum, { data }) => sum + fen(data.amount), 0);
    const lastDay = gone.map(dayOf).sort().at(-1) ?? '';
    if (
      left === 0 &&
      gone.at(-1)?.type === 'LoanRepaid' &&
      daysBetween(dayOf(begun), lastDay) <= given('first-time-repaid-early').days
    )
      found.add(line('first-time-repaid-early', who, [begun, claim, said, ...gone]));
  }
  return [...found];
};

const ofBailouts = (
  standing: readonly Loose[],
  banks: readonly string[],
  given: Given,
): readonly string[] => {
  const all = standing.filter(({ type }) => type === 'BailoutDisbursed');
  const found = new Set<string>();
  const { banks: least, days } = given('bailout-from-many-banks');
  for (const borrower of new Set(all.map(({ data }) => data.borrower.id))) {
    const windows = all
      .filter(({ data, institution }) => data.borrower.id === borrower && banks.includes(institution ?? ''))
      .filter(({ data }) => data.kind !== 'DEFERRAL')
      .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.seq - b.seq))
      .map((last, place, sorted) =>
        sorted.slice(0, place + 1).filter((each) => daysBetween(dayOf(each), dayOf(last)) <= days),
      );
    const first = windows.find(
      (window) => new Set(window.map(({ institution }) => institution)).size >= least,
    );
    if (first) found.add(line('bailout-from-many-banks', borrower, first));
  }
  for (const one of all) {
    const alike = all.filter(
      (other) =>
        one.data.loanId !== undefined &&
        other.institution === one.institution &&
        other.data.loanId === one.data.loanId &&
        other.data.amount === one.data.amount &&
        other.data.borrower.id === one.data.borrower.id &&
        dayOf(other) === dayOf(one),
    );
    if (alike.length > 1)
      found.add(line('probable-duplicate', `${one.institution} ${one.data.loanId}`, alike));
  }
  return [...found];
};

const ofMovements = (loans: readonly Loan[], given: Given): readonly string[] => {
  const repaid = loans.flatMap(({ begun, facts }) =>
    facts.filter(({ type }) => type === 'LoanRepaid').map((fact) => ({ fact, by: begun.data.borrower.id })),
  );
  const share = Math.round(Number(given('round-trip').share) * 10_000);
  return loans
    .filter(({ begun }) => begun.type === 'LoanIssued')
    .flatMap(({ begun }) => {
      const distance = ({ data }: Loose): number => Math.abs(fen(data.amount) - fen(begun.data.principal));
      const near = repaid
        .filter(({ fact, by }) => by === begun.data.borrower.id && dayOf(fact) === dayOf(begun))
        .filter(({ fact }) => fact.institution !== begun.institution)
        .map(({ fact }) => fact)
        .sort((a, b) => distance(a) - distance(b) || a.seq - b.seq)[0];
      return near && distance(near) * 10_000 <= fen(begun.data.principal) * share
        ? [line('round-trip', `${begun.institution} ${begun.data.loanId}`, [begun, near])]
        : [];
    });
};

const ofIds = (all: readonly Loose[]): readonly string[] => {
  const reversed = new Set(
    all.flatMap(({ type, stream, data }) =>
      type === 'FactReversed' ? [`${stream} ${data.corrects?.revision}`] : [],
    ),
  );
  const reports = all.filter(
    ({ metadata, stream, revision }) => metadata.reportId !== null && !reversed.has(`${stream} ${revision}`),
  );
  const found = new Set<string>();
  for (const one of reports) {
    const same = reports.filter(
      (other) => other.institution === one.institution && other.metadata.reportId === one.metadata.reportId,
    );
    if (new Set(same.map(({ stream }) => stream)).size > 1)
      found.add(line('report-id-reused', one.institution ?? '', same));
  }
  return [...found];
};

/** Of what is kept as candidates. */
export const anomaliesAnew = (
  all: readonly SequencedFact[],
  banks: readonly string[],
  given: Given,
): readonly string[] => {
  const standing = standingOf(all);
  const loans = loansOf(standing);
  return [
    ...ofLoans(loans, given),
    ...ofClaims(all, loans, given),
    ...ofBailouts(standing, banks, given),
    ...ofMovements(loans, given),
    ...ofIds(all as readonly Loose[]),
  ]
    .map((of) => withCorrections(of, all as readonly Loose[]))
    .sort();
};
