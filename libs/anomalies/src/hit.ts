import { daysBetween } from '#calendar';
import type { Anomaly, MeasuredValue } from '#contract';
import { parseMoney, truncatedDecimal } from '#money';
import {
  type Candidate,
  type CandidatePage,
  inOrder,
  type KeptSignal,
  type Receipt,
  type Thresholds,
} from './candidate.js';

/** A decimal from 0 to 1 with up to four places, in ten-thousandths. */
const tenThousandths = (decimal: string): bigint => {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole + part.padEnd(4, '0'));
};

/** Compares exactly, and not by the truncated share that is shown. */
export const isAbove = (part: bigint, whole: bigint, share: string): boolean =>
  part * 10_000n > whole * tenThousandths(share);

/** The share with four decimals, truncated. */
export const shareOf = (part: bigint, whole: bigint): string => truncatedDecimal(part, whole, 4);

/** An anomaly whose facts are given as seqs. */
export interface Hit extends Omit<Anomaly, 'facts' | 'factsInAll'> {
  readonly key: string;
  /** The institutions concerned. */
  readonly institutions: readonly string[];
  readonly seqs: readonly number[];
  /** The number of facts, which may exceed that of the seqs listed. */
  readonly factsInAll: number;
}

export const measured = (
  name: MeasuredValue['name'],
  value: string | number,
  threshold: string | number | null = null,
): MeasuredValue => ({
  name,
  value: String(value),
  threshold: threshold === null ? null : String(threshold),
});

const fen = (page: CandidatePage, name: string): bigint => parseMoney(String(page.values[name]));

const distance = (page: CandidatePage): bigint => {
  const difference = fen(page, 'issued') - fen(page, 'repaid');
  return difference < 0n ? -difference : difference;
};

/** The measured values of a candidate that exceeds the thresholds; undefined for others. */
type Measuring = (page: CandidatePage, thresholds: Thresholds) => readonly MeasuredValue[] | undefined;

const whole = (page: CandidatePage, name: string): number => Number(page.values[name]);

const measurings: Readonly<Record<Exclude<KeptSignal, 'bailout-from-many-banks'>, Measuring>> = {
  evergreening: (page, { renewals, months }) =>
    whole(page, 'renewals') >= renewals || whole(page, 'months') >= months
      ? [
          measured('renewals', whole(page, 'renewals'), renewals),
          measured('months', whole(page, 'months'), months),
        ]
      : undefined,
  'loss-after-renewal': (page, { days }) =>
    whole(page, 'days') <= days ? [measured('days', whole(page, 'days'), days)] : undefined,
  'first-time-repaid-early': (page, { days }) =>
    whole(page, 'days') <= days ? [measured('days', whole(page, 'days'), days)] : undefined,
  'first-time-small': (page, { principal }) =>
    fen(page, 'principal') < parseMoney(principal)
      ? [measured('principal', String(page.values['principal']), principal)]
      : undefined,
  'first-time-contested': (page) => [measured('claims', whole(page, 'claims'))],
  'probable-duplicate': (page) => [
    measured('reports', whole(page, 'reports')),
    measured('amount', String(page.values['amount'])),
  ],
  'report-id-reused': (page) => [measured('reports', whole(page, 'reports'))],
  'round-trip': (page, { share }) =>
    isAbove(distance(page), fen(page, 'issued'), share)
      ? undefined
      : [
          measured('share', shareOf(distance(page), fen(page, 'issued')), share),
          measured('repaid', String(page.values['repaid'])),
          measured('issued', String(page.values['issued'])),
        ],
};

const byDay = (one: Receipt, other: Receipt): number =>
  one.day < other.day ? -1 : one.day > other.day ? 1 : one.seq - other.seq;

/** The earliest window of days in which enough banks disbursed. */
const manyBanks = (
  key: string,
  page: CandidatePage,
  { banks: least, days: most }: Thresholds,
  banks: ReadonlySet<string>,
): Hit | undefined => {
  const receipts = (page.receipts ?? []).filter(({ institution }) => banks.has(institution)).toSorted(byDay);
  let start = 0;
  for (const [place, last] of receipts.entries()) {
    while (daysBetween(receipts[start]?.day ?? last.day, last.day) > most) start += 1;
    const within = receipts.slice(start, place + 1);
    const paid = new Set(within.map(({ institution }) => institution)).size;
    const [first] = within;
    if (!first || paid < least) continue;
    const seqs = inOrder(within.map(({ seq }) => seq));
    const days = daysBetween(first.day, last.day);
    return {
      signal: 'bailout-from-many-banks',
      key,
      institutions: [...new Set(within.map(({ institution }) => institution))],
      institution: null,
      borrowerKey: page.borrowerKey,
      loanId: null,
      period: { from: first.day, to: last.day },
      on: last.day,
      measured: [measured('banks', paid, least), measured('days', days, most)],
      seqs,
      factsInAll: seqs.length,
    };
  }
  return undefined;
};

/** The anomaly of a candidate that exceeds the thresholds; undefined for others. `banks`: the institutions that are banks. */
export const hitOf = (
  { signal, key, institutions, page }: Omit<Candidate, 'subject'>,
  thresholds: Thresholds,
  banks: ReadonlySet<string>,
): Hit | undefined => {
  if (signal === 'bailout-from-many-banks') return manyBanks(key, page, thresholds, banks);
  const found = measurings[signal](page, thresholds);
  if (!found) return undefined;
  const { institution, borrowerKey, loanId, on, facts } = page;
  return {
    signal,
    key,
    institutions,
    institution,
    borrowerKey,
    loanId,
    period: null,
    on,
    measured: found,
    seqs: facts,
    factsInAll: facts.length,
  };
};
