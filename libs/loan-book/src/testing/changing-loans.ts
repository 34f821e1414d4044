import type { BorrowerData, FirstTimeReason, NewFact } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { addYuan, subtractYuan } from '#projections';
import { asWritten, borrower, correctedTo, reversedAt } from '#testing';
import {
  cancelled,
  claimed,
  extended,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  settled,
  writtenOff,
} from './loan-facts.js';

// Loans that are corrected, reversed and given anew at random, each change one that deciding would let pass.

export interface Move {
  /** Which of the moves that are possible by then. */
  readonly which: number;
  readonly toOther: boolean;
  readonly day: string;
  readonly time: string | undefined;
  readonly verdict: readonly [
    'FirstTimeRecognised' | 'FirstTimeSuperseded' | 'FirstTimeDenied' | 'FirstTimeRevoked',
    FirstTimeReason | null,
  ];
}

/** What stands of a loan: of each the revision that it was recorded at. */
interface Reported {
  readonly by: BorrowerData;
  readonly isOpened: boolean;
  readonly begun: number;
  readonly claim: number | null;
  readonly repaid: number | null;
  readonly cancelled: number | null;
  /** In their order. */
  readonly renewals: readonly number[];
  readonly writtenOff: number | null;
  /** An extension or a reclassification. */
  readonly other: number | null;
  readonly outstanding: string;
}

const nothingElse = {
  claim: null,
  repaid: null,
  cancelled: null,
  renewals: [],
  writtenOff: null,
  other: null,
};

const topUpAmount = '5.00';
const firstRepaid = '10.00';

interface Made {
  readonly fact: NewFact;
  /** Whose stream it belongs to, where it is no fact of the loan. */
  readonly saidOf?: string;
  readonly standing: Reported | undefined;
}

/** One loan, and the next fact that a move makes of it. */
export class ChangingLoan {
  private standing: Reported | undefined;
  private revision = -1;

  constructor(
    readonly institution: InstitutionCode,
    readonly loanId: LoanId,
    private readonly borrowers: readonly [string, string],
  ) {}

  next(move: Move): Pick<Made, 'fact' | 'saidOf'> {
    const possible = this.standing ? this.movesOf(this.standing, move) : [this.begin(move)];
    const made = possible[move.which % possible.length] as Made;
    this.standing = made.standing;
    if (made.saidOf === undefined) this.revision += 1;
    return made;
  }

  private begin(move: Move): Made {
    const by = borrower({ id: this.borrowers[move.toOther ? 1 : 0] });
    const isOpened = move.which % 4 === 0;
    const fact = beginning(move, by, isOpened);
    const begun = this.revision + 1;
    const outstanding = isOpened ? '800.00' : '1000.00';
    return { fact, standing: { by, isOpened, begun, outstanding, ...nothingElse } };
  }

  private movesOf(standing: Reported, move: Move): readonly Made[] {
    const { by, isOpened, begun, claim, repaid: repayment, cancelled: cancellation, renewals } = standing;
    const { writtenOff: writeOff, other, outstanding } = standing;
    const at = this.revision + 1;
    const made = (fact: NewFact, changes: Partial<Reported> = {}): Made => ({
      fact,
      standing: { ...standing, ...changes },
    });
    const moves = [made(correctedTo(begun, beginning(move, by, isOpened)))];
    if (claim === null && cancellation === null && !isOpened && renewals.length === 0)
      moves.push(...often(made(claimed(move.day, by), { claim: at })));
    if (claim !== null) {
      const [type, reason] = move.verdict;
      const said = settled(type, this.institution, this.loanId, { borrowerKey: by.id, reason } as object);
      moves.push(
        ...often({ fact: said, saidOf: by.id, standing }),
        made(reversedAt(claim), { claim: null }),
        made(correctedTo(claim, claimed(move.day, by))),
      );
    }
    // What is left of a loan that was written off comes of what was repaid, which stays as it is then.
    if (repayment !== null && writeOff === null)
      moves.push(
        made(reversedAt(repayment), { repaid: null, outstanding: addYuan(outstanding, firstRepaid) }),
      );
    const isActive = cancellation === null && writeOff === null;
    if (isActive) {
      if (repayment === null)
        moves.push(
          made(repaid(move.day, firstRepaid), {
            repaid: at,
            outstanding: subtractYuan(outstanding, firstRepaid),
          }),
        );
      const amount = move.toOther ? outstanding : '20.00';
      moves.push(
        made(writtenOff(move.day, amount), { writtenOff: at }),
        ...often(this.renewal(standing, move, at)),
      );
    }
    if (repayment !== null) moves.push(made(correctedTo(repayment, repaid(move.day, firstRepaid))));
    if (writeOff !== null && cancellation === null)
      moves.push(
        made(correctedTo(writeOff, writtenOff(move.day, '20.00'))),
        made(reversedAt(writeOff), { writtenOff: null }),
      );
    const lastRenewal = renewals.at(-1);
    if (lastRenewal !== undefined && isActive)
      moves.push(
        made(reversedAt(lastRenewal), {
          renewals: renewals.slice(0, -1),
          outstanding: subtractYuan(outstanding, topUpAmount),
        }),
      );
    if (other !== null) moves.push(made(reversedAt(other), { other: null }));
    else if (isActive)
      moves.push(
        made(extended(move.day, `2027-01-${10 + (move.which % 20)}`), { other: at }),
        made(reclassified(move.day, move.toOther ? 'SUBSTANDARD' : 'NORMAL'), { other: at }),
      );
    if (isActive) moves.push(made(cancelled(move.day), { cancelled: at }));
    if (cancellation !== null) moves.push(made(reversedAt(cancellation), { cancelled: null }));
    const isAlone = [claim, repayment, cancellation, writeOff, other].every((revision) => revision === null);
    if (isAlone && renewals.length === 0)
      moves.push(...often({ fact: reversedAt(begun), standing: undefined }));
    return moves;
  }

  private renewal({ isOpened, renewals, ...standing }: Reported, { day, which }: Move, at: number): Made {
    const fact = renewed(day, {
      renewalNo: renewals.length + (isOpened ? 3 : 1),
      topUpAmount,
      newMaturityDate: asWritten(`2026-02-${10 + (which % 10)}`),
    });
    const outstanding = addYuan(standing.outstanding, topUpAmount);
    return { fact, standing: { ...standing, isOpened, renewals: [...renewals, at], outstanding } };
  }
}

const often = (made: Made): readonly Made[] => [made, made, made];

const beginning = ({ day, time }: Move, by: BorrowerData, isOpened: boolean): NewFact =>
  isOpened
    ? opened('2024-01-12', { borrower: by, startDate: asWritten(day) })
    : issued(day, { borrower: by, ...(time === undefined ? {} : { drawdownTime: time }) });
