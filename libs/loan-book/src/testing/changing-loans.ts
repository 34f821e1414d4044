import type { BorrowerData, FirstTimeReason, NewFact } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { asWritten, borrower, correctedTo, reversedAt } from '#testing';
import { cancelled, claimed, issued, opened, repaid, settled } from './loan-facts.js';

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
}

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
    return { fact, standing: { by, isOpened, begun, claim: null, repaid: null, cancelled: null } };
  }

  private movesOf(standing: Reported, move: Move): readonly Made[] {
    const { by, isOpened, begun, claim, repaid: repayment, cancelled: cancellation } = standing;
    const at = this.revision + 1;
    const made = (fact: NewFact, changes: Partial<Reported> = {}): Made => ({
      fact,
      standing: { ...standing, ...changes },
    });
    const moves = [made(correctedTo(begun, beginning(move, by, isOpened)))];
    if (claim === null && cancellation === null && !isOpened)
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
    if (repayment !== null)
      moves.push(
        made(correctedTo(repayment, repaid(move.day, `${move.which + 1}.00`))),
        made(reversedAt(repayment), { repaid: null }),
      );
    else if (cancellation === null) moves.push(made(repaid(move.day, '10.00'), { repaid: at }));
    if (cancellation === null) moves.push(made(cancelled(move.day), { cancelled: at }));
    else moves.push(made(reversedAt(cancellation), { cancelled: null }));
    if ([claim, repayment, cancellation].every((revision) => revision === null))
      moves.push(...often({ fact: reversedAt(begun), standing: undefined }));
    return moves;
  }
}

const often = (made: Made): readonly Made[] => [made, made, made];

const beginning = ({ day, time }: Move, by: BorrowerData, isOpened: boolean): NewFact =>
  isOpened
    ? opened('2024-01-12', { borrower: by, startDate: asWritten(day) })
    : issued(day, { borrower: by, ...(time === undefined ? {} : { drawdownTime: time }) });
