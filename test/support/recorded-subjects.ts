import { bankA, bankB, borrower, disbursementOf, loanOf, type Planted, reported } from '#testing';

/** A loan with what became of it, a disbursement, a report: all of them of a borrower of their own. */
export const story = (no: number): readonly Planted[] => {
  const bank = no % 2 === 0 ? bankA : bankB;
  const of = borrower({ id: `91310000${String(no).padStart(9, '0')}X` });
  const loan = loanOf(bank, `L${no}`);
  const disbursement = disbursementOf(bank, `B${no % 3}`, `D${no}`);
  return [
    loan.issued('2024-01-02', {
      borrower: of,
      tags: ['CHAIN'],
      principal: '100.00',
      maturityDate: '2025-01-02',
      noteNo: null,
    }),
    loan.renewed('2024-03-01', {
      renewedAmount: '60.00',
      newMaturityDate: '2025-03-01',
      classification: 'NORMAL',
      renewalNo: 1,
      newNoteNo: null,
      rateBp: 380,
    }),
    loan.claimed('2024-03-02', { borrower: of }),
    loan.repaid('2024-04-01', { amount: '10.00' }),
    disbursement.disbursed('2024-05-01', { borrower: of }),
    disbursement.returned('2024-06-01'),
    no < 40
      ? reported(bank, 'green-loan-balance', `2024-0${1 + (no % 9)}-1${no % 10}`, '7.00')
      : reported(bank, `code-${no}`, '2024-06-30', '7.00'),
  ];
};

/** What looks at everything, and says so where it stands in the code. */
export const whole = ['figure_definition', 'forecast', 'first sources'];
