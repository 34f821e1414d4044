import { usccCheckCharacter } from '#identifiers';

/** A valid Unified Social Credit Code made of a number, the same for the same number. */
export const usccOf = (number: number, first17 = `91310115${String(number).padStart(9, '0')}`): string => {
  return `${first17}${usccCheckCharacter(first17)}`;
};

export const enterprise = (number: number, more: object = {}): object => ({
  idType: 'USCC',
  id: usccOf(number),
  kind: 'ENTERPRISE',
  size: 'MICRO',
  district: '310115',
  industry: 'C13',
  ...more,
});

export const reportOf = (bank: string, id: string, type: string, subject: string, data: object): object => ({
  specversion: '1.0',
  id,
  source: `/institutions/${bank}`,
  type: `xudai.${type}.v1`,
  subject,
  datacontenttype: 'application/json',
  data,
});

export const issuedLoan = (bank: string, loanId: string, borrower: number, more: object = {}): object =>
  reportOf(bank, `issue-${loanId}`, 'loan.issued', loanId, {
    effectiveDate: '2024-01-10',
    borrower: enterprise(borrower),
    principal: '1000000.00',
    maturityDate: '2024-12-20',
    product: 'WORKING_CAPITAL',
    rateBp: 380,
    guarantee: 'CREDIT',
    tags: ['INCLUSIVE'],
    ...more,
  });

export const renewedLoan = (bank: string, loanId: string, renewalNo: number, more: object = {}): object =>
  reportOf(bank, `renew-${loanId}-${renewalNo}`, 'loan.renewed', loanId, {
    effectiveDate: '2024-12-01',
    renewalNo,
    renewedAmount: '1000000.00',
    topUpAmount: '0.00',
    signedDate: '2024-12-01',
    newMaturityDate: '2025-12-20',
    classification: 'NORMAL',
    mode: 'NEW_CONTRACT',
    ...more,
  });
