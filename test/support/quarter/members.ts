import { createHash } from 'node:crypto';
import { enterprise, reportOf } from '../reports.js';

/* Who takes part in the quarter: four banks, an insurer, a guarantor, an authority, and the firms they lend to. */

export const alpha = 'C1010211000012';
export const beta = 'C1010311000013';
export const gamma = 'C1010411000014';
export const delta = 'C1010511000015';
export const insurer = 'Z0010911000016';
export const guarantor = 'Z0011011000017';
export const authority = 'Z0011111000018';

export const kinds = {
  [alpha]: 'BANK',
  [beta]: 'BANK',
  [gamma]: 'BANK',
  [delta]: 'BANK',
  [insurer]: 'INSURER',
  [guarantor]: 'GUARANTOR',
  [authority]: 'AUTHORITY',
} as const;

export type Member = keyof typeof kinds;

/** A report of the quarter, and what is to become of it. */
export interface QuarterReport {
  readonly member: Member;
  readonly report: object;
  /** The rule it is refused by; absent: it is recorded. */
  readonly refused?: string;
  readonly flags?: readonly string[];
}

/** Reports that must be told in this order; those of different strands may be told in any. */
export type Strand = readonly QuarterReport[];

/** A firm owner, known by a token alone. */
export const owner = {
  idType: 'PERSON_TOKEN',
  id: `P1_${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'}`,
  kind: 'BUSINESS_OWNER',
  size: 'MICRO',
  district: '310112',
  industry: 'F52',
} as const;

interface More {
  readonly refused?: string;
  readonly flags?: readonly string[];
}

const output = (member: Member, report: object, more: More = {}): QuarterReport => ({
  member,
  report,
  ...more,
});

/** One bank's reports about one loan; the report's id is the loan's and a word. */
export const loanAt =
  (member: Member, loanId: string) =>
  (word: string, type: string, data: object, more?: More): QuarterReport =>
    output(member, reportOf(member, `${loanId}-${word}`, `loan.${type}`, loanId, data), more);

export const issue = (
  member: Member,
  loanId: string,
  effectiveDate: string,
  borrower: object,
  principal: string,
  more: object = {},
): QuarterReport =>
  loanAt(member, loanId)('issue', 'issued', {
    effectiveDate,
    borrower,
    principal,
    maturityDate: '2025-06-30',
    product: 'WORKING_CAPITAL',
    rateBp: 365,
    guarantee: 'CREDIT',
    tags: [],
    ...more,
  });

export const renewal = (
  member: Member,
  loanId: string,
  renewalNo: number,
  effectiveDate: string,
  [renewedAmount, topUpAmount]: readonly [string, string],
  {
    classification = 'NORMAL',
    word = 'renew',
    ...more
  }: More & { classification?: string; word?: string } = {},
): QuarterReport =>
  loanAt(member, loanId)(
    word,
    'renewed',
    {
      effectiveDate,
      renewalNo,
      renewedAmount,
      topUpAmount,
      signedDate: effectiveDate,
      newMaturityDate: '2025-09-30',
      classification,
      mode: 'NEW_CONTRACT',
    },
    more,
  );

export const claim = (
  member: Member,
  loanId: string,
  effectiveDate: string,
  borrower: object,
): QuarterReport =>
  output(
    member,
    reportOf(member, `${loanId}-claim`, 'borrower.first-time-flagged', loanId, {
      effectiveDate,
      borrower,
      enquiryDate: effectiveDate.replace(/-\d\d$/, '-01'),
      enquirySerialHash: createHash('sha256').update(loanId).digest('hex'),
    }),
  );

export const disbursement = (
  member: Member,
  id: string,
  effectiveDate: string,
  [programme, kind, amount]: readonly [string, string, string],
  more: { readonly borrower?: object; readonly loanId?: string } & More = {},
): QuarterReport => {
  const { borrower = enterprise(40), loanId, ...rest } = more;
  const data = { effectiveDate, programme, kind, borrower, amount, ...(loanId ? { loanId } : {}) };
  return output(member, reportOf(member, `${id}-paid`, 'bailout.disbursed', id, data), rest);
};

export const comeBack = (
  member: Member,
  id: string,
  effectiveDate: string,
  [programme, amount]: readonly [string, string],
): QuarterReport =>
  output(
    member,
    reportOf(member, `${id}-back-${effectiveDate}`, 'bailout.returned', id, {
      effectiveDate,
      programme,
      amount,
    }),
  );

export const indicator = (
  member: Member,
  code: string,
  [unit, value]: readonly ['CNY' | 'COUNT', string],
  { asAt = '2024-09-30', scope, refused }: { asAt?: string; scope?: string; refused?: string } = {},
): QuarterReport =>
  output(
    member,
    reportOf(
      member,
      `${code}-${asAt}-${scope ?? 'whole'}${refused ? '-refused' : ''}`,
      'indicator.reported',
      code,
      {
        effectiveDate: asAt,
        value,
        unit,
        asAt,
        ...(scope ? { scope } : {}),
      },
    ),
    refused ? { refused } : {},
  );
