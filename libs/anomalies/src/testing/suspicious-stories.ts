import fc from 'fast-check';
import type { NewFact } from '#facts';
import { asWritten, borrower, metadataOf } from '#testing';
import { Stream } from './recorded-stream.js';

// Loans and disbursements of two borrowers at three banks, reported, corrected, reversed and settled at random.

const days = [
  '2024-01-10',
  '2024-01-11',
  '2024-01-30',
  '2024-01-31',
  '2024-03-29',
  '2024-04-20',
  '2024-09-15',
  '2027-02-01',
] as const;
const amounts = ['1000.00', '1010.00', '1019.99', '1020.00', '1100.00', '12000.00', '150000.00'] as const;
const kinds = ['BRIDGE', 'RELIEF_LOAN', 'DEFERRAL'] as const;
const classes = ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'LOSS'] as const;

export const anyMove = fc.record({
  bank: fc.nat(2),
  thing: fc.nat(2),
  which: fc.nat(999),
  day: fc.constantFrom(...days),
  amount: fc.constantFrom(...amounts),
  kind: fc.constantFrom(...kinds),
  classification: fc.constantFrom(...classes),
  toOther: fc.boolean(),
  time: fc.constantFrom(undefined, '09:00:00'),
  isLate: fc.boolean(),
  /** Under an id that others have. */
  sharedId: fc.option(fc.nat(2), { freq: 4 }),
});

export type Move = typeof anyMove extends fc.Arbitrary<infer Of> ? Of : never;

export interface RecordedMove {
  readonly institution: string;
  readonly stream: string;
  readonly fact: NewFact;
}

let made = 0;

const fact = (type: string, effectiveDate: string, data: object): NewFact => ({
  eventId: `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
  type,
  effectiveDate: asWritten(effectiveDate),
  institution: null,
  data,
  metadata: metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' }),
});

export class Story {
  private readonly streams = new Map<string, Stream>();

  constructor(
    readonly banks: readonly string[],
    readonly borrowers: readonly [string, string],
    private readonly run: number,
  ) {}

  next(move: Move): RecordedMove {
    const institution = this.banks[move.bank] ?? '';
    const isOfLoan = move.which % 5 !== 0;
    const told = isOfLoan ? this.ofLoan(institution, move) : this.disbursed(institution, move);
    const isReport = !told.stream.startsWith('borrower-');
    const reportId = move.sharedId === null ? `r-${(made += 1)}` : `shared-${this.run}-${move.sharedId}`;
    const metadata = metadataOf({
      stampedAt: '2024-06-30T00:00:00.000Z',
      reportId: isReport ? reportId : null,
      flags: move.isLate && isReport ? ['TIM-W05'] : [],
    });
    return { institution, ...told, fact: { ...told.fact, metadata } };
  }

  private stream(name: string): Stream {
    const stream = this.streams.get(name) ?? new Stream(name);
    this.streams.set(name, stream);
    return stream;
  }

  private begun(loanId: string, { day, amount, toOther, time, which }: Move, id?: string): NewFact {
    const by = borrower({ id: id ?? this.borrowers[toOther ? 1 : 0] });
    const terms = { loanId, borrower: by, product: 'WORKING_CAPITAL', guarantee: 'CREDIT', tags: [] };
    return which % 7 === 0
      ? fact('LoanOpened', '2024-01-01', {
          ...terms,
          outstandingPrincipal: amount,
          startDate: which % 2 === 0 ? '2020-12-31' : '2023-12-31',
          legStartDate: '2023-12-31',
          maturityDate: '2030-01-01',
          classification: 'NORMAL',
          renewalCount: which % 4,
        })
      : fact('LoanIssued', day, {
          ...terms,
          principal: amount,
          rateBp: 300,
          maturityDate: '2030-01-01',
          ...(time === undefined ? {} : { drawdownTime: time }),
        });
  }

  private step(type: string, loanId: string, move: Move, no: number): NewFact {
    const { day, amount, classification } = move;
    const data: Readonly<Record<string, object>> = {
      LoanRenewed: {
        renewalNo: no,
        renewedAmount: amount,
        topUpAmount: move.which % 3 === 0 ? '10.00' : '0.00',
        signedDate: day,
        newMaturityDate: '2031-01-01',
        classification: 'NORMAL',
        mode: 'NEW_CONTRACT',
      },
      LoanRepaid: { amount },
      LoanWrittenOff: { amount },
      LoanReclassified: { classification, overduePrincipal: '0.00', overdueInterest: '0.00' },
      LoanCancelled: { reason: 'never drawn' },
    };
    return fact(type, day, { loanId, ...data[type] });
  }

  private ofLoan(institution: string, move: Move): Pick<RecordedMove, 'stream' | 'fact'> {
    const loanId = `L${this.run}-${move.thing}`;
    const stream = this.stream(`loan-${institution}-${loanId}`);
    const of = (made: NewFact) => ({ stream: stream.name, fact: made });
    const [begun, ...later] = stream.standing;
    if (!begun) return of(stream.add(this.begun(loanId, move)));
    const by = (begun.fact.data as { borrower: { id: string } }).borrower;
    const renewals = later.filter((each) => each.fact.type === 'LoanRenewed');
    const claim = later.find((each) => each.fact.type === 'FirstTimeClaimed');
    const isCancelled = later.some((each) => each.fact.type === 'LoanCancelled');
    const any = stream.standing[move.which % stream.standing.length] ?? begun;
    const again = (): NewFact => {
      if (any === begun) return { ...this.begun(loanId, { ...move, which: 1 }, by.id) };
      if (any === claim) return fact('FirstTimeClaimed', move.day, any.fact.data);
      const { renewalNo = 0 } = any.fact.data as { renewalNo?: number };
      return this.step(any.fact.type, loanId, move, renewalNo);
    };
    const canCorrect = any !== begun || begun.fact.type === 'LoanIssued';
    const moves: (() => Pick<RecordedMove, 'stream' | 'fact'>)[] = [];
    if (canCorrect) moves.push(() => of(stream.correct(any, again())));
    if (any !== begun && (any.fact.type !== 'LoanRenewed' || any === renewals.at(-1)))
      moves.push(() => of(stream.reverse(any)));
    if (later.length === 0) moves.push(() => of(stream.reverse(begun)));
    if (!isCancelled)
      for (const type of ['LoanRenewed', 'LoanRepaid', 'LoanRepaid', 'LoanReclassified', 'LoanWrittenOff'])
        moves.push(() => of(stream.add(this.step(type, loanId, move, renewals.length + 1))));
    if (!isCancelled && move.which % 4 === 0)
      moves.push(() => of(stream.add(this.step('LoanCancelled', loanId, move, 0))));
    if (!claim && !isCancelled && begun.fact.type === 'LoanIssued') {
      const claimed = { loanId, borrower: by, enquiryDate: move.day, enquirySerialHash: '0'.repeat(64) };
      moves.push(() => of(stream.add(fact('FirstTimeClaimed', move.day, claimed))));
    }
    const said = ['Recognised', 'Recognised', 'Superseded', 'Revoked', 'Denied'][move.which % 5] ?? '';
    if (claim)
      for (let times = 0; times < 2; times += 1)
        moves.push(() => ({
          stream: `borrower-${by.id}`,
          fact: fact(`FirstTime${said}`, begun.fact.effectiveDate ?? '', {
            borrowerKey: by.id,
            loanId,
            reason: null,
            earlierDate: null,
            held: false,
            causedBy: 1,
          }),
        }));
    const lastly = stream.standing.at(-1) ?? begun;
    return (moves[move.which % moves.length] ?? (() => of(stream.reverse(lastly))))();
  }

  private disbursed(institution: string, move: Move): Pick<RecordedMove, 'stream' | 'fact'> {
    const programme = `B${this.run}`;
    const stream = this.stream(`bailout-${institution}-${programme}`);
    const disbursement = (disbursementId: string): NewFact =>
      fact('BailoutDisbursed', move.day, {
        disbursementId,
        programme,
        kind: move.kind,
        borrower: borrower({ id: this.borrowers[move.toOther ? 1 : 0] }),
        amount: move.amount,
        ...(move.which % 2 === 0 ? { loanId: `L${this.run}-0` } : {}),
      });
    const any = stream.standing[move.which % Math.max(1, stream.standing.length)];
    const changes = any && move.which % 3 === 0;
    if (!changes) return { stream: stream.name, fact: stream.add(disbursement(`D-${(made += 1)}`)) };
    if (move.which % 2 === 0) return { stream: stream.name, fact: stream.reverse(any) };
    const { disbursementId } = any.fact.data as { disbursementId: string };
    return { stream: stream.name, fact: stream.correct(any, disbursement(disbursementId)) };
  }
}
