import { usccCheckCharacter } from '#identifiers';

/** A report of about 350 bytes of content on a loan of its own; the same for the same number. */
export const reportNo = (institution: string, run: string, no: number): string => {
  const first17 = `91310115${String(no % 1_000_000_000).padStart(9, '0')}`;
  return JSON.stringify({
    specversion: '1.0',
    id: `${run}-${no}`,
    source: `/institutions/${institution}`,
    type: 'xudai.loan.issued.v1',
    subject: `${run}-L${no}`,
    data: {
      effectiveDate: '2024-05-06',
      borrower: {
        idType: 'USCC',
        id: `${first17}${usccCheckCharacter(first17)}`,
        kind: 'ENTERPRISE',
        size: 'MICRO',
        district: '310115',
        industry: 'C13',
      },
      principal: '800000.00',
      maturityDate: '2025-05-05',
      product: 'WORKING_CAPITAL',
      rateBp: 380,
      guarantee: 'CREDIT',
      tags: ['INCLUSIVE'],
    },
  });
};

/** One after the other, different each time. */
export const reportsOf = (institution: string, run: string): (() => string) => {
  let no = 0;
  return () => reportNo(institution, run, (no += 1));
};
