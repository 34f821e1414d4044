import type { Sent } from './mended-lines.js';
import { enterprise, issuedLoan, renewedLoan, reportOf } from './reports.js';

/* 1,000 reports of a bank as they are in its books, and 40 mistakes in the file that is made of them. */

export const bank = 'C1010211000012';
export const programme = 'RELIEF-2024';

const repaid = (no: number): object =>
  reportOf(bank, `repay-${no}`, 'loan.repaid', `L${no}`, {
    effectiveDate: '2024-03-01',
    amount: '100000.00',
    repaymentNo: `R${no}`,
  });
const disbursed = (no: number): object =>
  reportOf(bank, `relief-${no}`, 'bailout.disbursed', `D${no}`, {
    effectiveDate: '2024-05-06',
    programme,
    kind: 'RELIEF_LOAN',
    borrower: enterprise(no),
    amount: '500000.00',
  });

/** As it is in the books of the bank. */
export const books = [
  ...Array.from({ length: 400 }, (_, no) => issuedLoan(bank, `L${no}`, no, { drawdownTime: '09:30:00' })),
  ...Array.from({ length: 400 }, (_, no) => repaid(no)),
  ...Array.from({ length: 100 }, (_, no) => renewedLoan(bank, `L${no}`, 1, { renewedAmount: '900000.00' })),
  ...Array.from({ length: 100 }, (_, no) => disbursed(no)),
] as readonly Sent[];
const [issues, repayments, renewals, reliefs] = [0, 400, 800, 900];

type Mistake = (report: Sent) => unknown;

const of =
  (member: string, value: unknown): Mistake =>
  (report) => ({ ...report, [member]: value });
const inData =
  (member: string, value: unknown): Mistake =>
  (report) => ({ ...report, data: { ...(report['data'] as Sent), [member]: value } });
const inBorrower =
  (member: string, value: unknown): Mistake =>
  (report) => {
    const data = report['data'] as Sent;
    return inData('borrower', { ...(data['borrower'] as Sent), [member]: value })(report);
  };
const both =
  (...mistakes: readonly Mistake[]): Mistake =>
  (report) =>
    mistakes.reduce<unknown>((sent, mistake) => mistake(sent as Sent), report);

/** By line of the file, from 0; each with the rule that it breaks first. */
export const mistakes: readonly (readonly [line: number, rule: string, mistake: Mistake])[] = [
  [issues + 101, 'SCH-R01', inData('principal', '1,000,000.00')],
  [issues + 109, 'SCH-R01', inData('principal', 1_000_000)],
  [issues + 117, 'SCH-R01', inData('effectiveDate', '2024/01/10')],
  [issues + 125, 'SCH-R01', inData('product', 'working capital')],
  [issues + 133, 'SCH-R01', inData('guarantee', 'credit')],
  [issues + 141, 'SCH-R01', inData('rateBp', '3.8')],
  [issues + 149, 'SCH-R01', inData('remark', 'by the branch')],
  [issues + 157, 'SCH-R01', inData('maturityDate', undefined)],
  [issues + 165, 'SCH-R01', inData('drawdownTime', '9:30')],
  [issues + 173, 'SCH-R01', inData('tags', ['INCLUSIVE', 'INCLUSIVE'])],
  [issues + 181, 'SCH-R01', inBorrower('size', 'MIKRO')],
  [issues + 189, 'SCH-R01', of('type', 'xudai.loan.lent.v1')],
  [issues + 197, 'SCH-R01', of('subject', undefined)],
  [
    issues + 205,
    'SCH-R01',
    both(inData('principal', '1000000'), inData('rateBp', 3.8), inBorrower('branch', 1)),
  ],
  [issues + 213, 'IDN-R01', inBorrower('id', '913101150000002139')],
  [issues + 221, 'IDN-R01', inBorrower('id', '91310115000000221A')],
  [issues + 229, 'IDN-R03', of('source', '/institutions/C1010511000015')],
  [issues + 237, 'IDN-R04', inBorrower('name', '张三11010519491231002X')],
  [issues + 245, 'DUP-R02', of('subject', 'L0')],
  [issues + 253, 'REF-R01', inBorrower('district', '310199')],
  [issues + 261, 'REF-R01', inBorrower('industry', 'C99')],
  [issues + 269, 'TIM-R01', inData('effectiveDate', '2042-01-10')],
  [issues + 277, 'TIM-R04', inData('maturityDate', '2024-01-10')],
  [issues + 285, 'ISS-R01', inData('principal', '0.00')],
  [issues + 293, 'ISS-R06', inData('rateBp', 4)],
  [issues + 301, 'invalid-request', (report) => JSON.stringify(report).slice(0, -2)],
  [repayments + 50, 'DUP-R01', of('id', 'repay-49')],
  [repayments + 60, 'REF-R02', of('subject', 'L-60')],
  [repayments + 70, 'TIM-R03', inData('effectiveDate', '2023-03-01')],
  [repayments + 380, 'REP-R01', inData('amount', '10000000.00')],
  [repayments + 90, 'REP-R02', inData('amount', '0.00')],
  [renewals + 5, 'RNW-R02', inData('renewedAmount', '9000000.00')],
  [renewals + 15, 'RNW-R03', inData('renewalNo', 7)],
  [renewals + 25, 'RNW-R08', inData('newMaturityDate', '2024-12-20')],
  [renewals + 35, 'RNW-R06', inData('classification', 'LOSS')],
  [renewals + 45, 'TIM-R02', inData('signedDate', '2024-12-05')],
  [reliefs + 5, 'BLO-R01', inData('programme', 'RELEIF-2024')],
  [reliefs + 15, 'BLO-R05', inData('amount', '0.00')],
  [reliefs + 25, 'REF-R01', inBorrower('district', '110101')],
  [reliefs + 35, 'SCH-R01', inData('kind', 'RELIEF-LOAN')],
];
