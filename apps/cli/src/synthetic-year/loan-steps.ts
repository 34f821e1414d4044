import type { MadeBorrower } from './parties.js';
import { businessDay, dateText, dayAt, lastPlace } from './business-days.js';
import type { Draws } from './draws.js';
import { percent, type Step, yuan } from './story.js';

/** A loan while its steps are made: what later steps depend on. */
export class LoanStory {
  readonly steps: Step[] = [];
  outstanding = 0;
  maturity = 0;
  renewals = 0;
  /** Drawdown, from which the age of a chain of renewals is counted. */
  drawn = 0;
  private place = 0;
  private effective = 0;

  constructor(
    private readonly draws: Draws,
    readonly loanId: string,
    readonly borrower: MadeBorrower,
  ) {}

  private add(
    type: string,
    place: number,
    { data, amount = 0, flags = [], effective = dayAt(place) }: Partial<Step> & Pick<Step, 'data'>,
  ): void {
    this.place = place;
    this.effective = effective;
    this.steps.push({ type, place, effective, data, amount, flags });
  }

  /** Whether something can still happen at a place: nothing is reported before what was reported already. */
  follows(place: number): boolean {
    return place >= this.place && place <= lastPlace && this.outstanding > 0;
  }

  opened(drawn: number, legStart: number, principal: number, renewals: number, terms: object): void {
    this.outstanding = principal;
    this.renewals = renewals;
    this.drawn = drawn;
    const data = {
      borrower: this.borrower.description,
      outstandingPrincipal: yuan(principal),
      startDate: dateText(drawn),
      legStartDate: dateText(legStart),
      maturityDate: dateText(this.maturity),
      classification: 'NORMAL',
      renewalCount: renewals,
      ...terms,
    };
    this.add('loan.opened', 0, { data, amount: principal });
  }

  /** Reported at a place, and drawn then or before. */
  issued(place: number, principal: number, terms: object, drawn = dayAt(place)): void {
    this.outstanding = principal;
    this.drawn = drawn;
    const data = {
      borrower: this.borrower.description,
      principal: yuan(principal),
      maturityDate: dateText(this.maturity),
      rateBp: 285 + this.draws.below(300),
      ...terms,
    };
    this.add('loan.issued', place, { data, amount: principal, effective: drawn });
  }

  claimed(place: number): void {
    const data = {
      borrower: this.borrower.description,
      enquiryDate: dateText(this.drawn - 1 - this.draws.below(25)),
      enquirySerialHash: this.draws.hex(64),
    };
    this.add('borrower.first-time-flagged', place, { data });
  }

  cancelled(place: number): void {
    if (!this.follows(place)) return;
    this.add('loan.cancelled', place, { data: { reason: 'drawdown failed' } });
    this.outstanding = 0;
  }

  /** Reported on a working day; over days off it may have come in before. */
  repaid(place: number, amount: number): void {
    if (!this.follows(place)) return;
    const gap = dayAt(place) - dayAt(place - 1);
    const back = gap > 1 && this.draws.chance(0.4) ? this.draws.below(Math.min(gap, 3)) : 0;
    const effective = Math.max(this.effective, dayAt(place) - back);
    const flags = dayAt(place) - effective > 1 ? ['TIM-W05'] : [];
    const paid = Math.min(amount, this.outstanding);
    this.outstanding -= paid;
    this.add('loan.repaid', place, { data: { amount: yuan(paid) }, amount: paid, effective, flags });
  }

  /** Parts of what is owed, on days before a place. */
  instalments(from: number, before: number, mean: number): void {
    const count = this.draws.chance(mean % 1) ? Math.ceil(mean) : Math.floor(mean);
    const places = Array.from({ length: count }, () => businessDay(this.draws.unit())).sort((a, b) => a - b);
    for (const place of places)
      if (place > from && place < before)
        this.repaid(place, percent(this.outstanding, 4 + this.draws.below(9)) + this.draws.below(100));
  }

  /** Into a new leg of a year; now and then a part, and something on top. What was not renewed is repaid on the same day. */
  renewed(place: number): void {
    if (!this.follows(place) || dayAt(place) > this.maturity) return;
    const { draws, outstanding } = this;
    const isPart = draws.chance(0.08);
    const renewed = isPart ? percent(outstanding, 60 + draws.below(36)) : outstanding;
    const onTop = draws.chance(0.15) ? percent(outstanding, 10 + draws.below(21)) : 0;
    this.renewals += 1;
    const date = dateText(dayAt(place));
    const drawn = dateText(this.drawn);
    const isOld = `${Number(drawn.slice(0, 4)) + 3}${drawn.slice(4)}` < date;
    this.maturity += 365;
    const data = {
      renewalNo: this.renewals,
      renewedAmount: yuan(renewed),
      topUpAmount: yuan(onTop),
      signedDate: dateText(Math.max(this.effective, dayAt(place) - draws.below(4))),
      newMaturityDate: dateText(this.maturity),
      classification: 'NORMAL',
      mode: draws.chance(0.3) ? 'ANNUAL_REVIEW' : 'NEW_CONTRACT',
    };
    const flags = [
      ...(this.renewals >= 3 || isOld ? ['RNW-W12'] : []),
      ...(renewed < outstanding ? ['RNW-W14'] : []),
    ];
    this.add('loan.renewed', place, { data, amount: renewed, flags });
    this.outstanding += onTop;
    if (renewed < outstanding) this.repaid(place, outstanding - renewed);
  }

  extended(place: number, days: number): void {
    if (!this.follows(place)) return;
    this.maturity += days;
    this.add('loan.extended', place, { data: { newMaturityDate: dateText(this.maturity) } });
  }

  reclassified(place: number, classification: string, overdue: number): void {
    if (!this.follows(place)) return;
    const data = {
      classification,
      overduePrincipal: yuan(overdue),
      overdueInterest: yuan(percent(overdue, 2)),
    };
    this.add('loan.reclassified', place, { data });
  }

  writtenOff(place: number, amount: number): void {
    if (!this.follows(place)) return;
    const lost = Math.min(amount, this.outstanding);
    this.outstanding -= lost;
    this.add('loan.written-off', place, { data: { amount: yuan(lost) }, amount: lost });
  }
}
