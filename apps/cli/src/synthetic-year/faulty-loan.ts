import type { MadeBorrower } from './parties.js';
import { businessDay, dateText, dayAt, lastPlace } from './business-days.js';
import type { Draws } from './draws.js';
import type { Expected, Step } from './story.js';

type Data = Step['data'];
type Sent = NonNullable<Step['sent']>;

const million = 100_000_000;

/** A loan of a million yuan, issued to a borrower of its own, and what follows. */
export class Faulty {
  readonly steps: Step[] = [];
  /** Any bank, unless it is said. */
  institution: number | undefined;
  private place: number;

  constructor(
    private readonly no: number,
    readonly made: MadeBorrower,
    draws: Draws,
  ) {
    // Early enough for all that follows.
    this.place = Math.min(businessDay(draws.unit()), lastPlace - 30);
  }

  get loanId(): string {
    return `F-${this.no}`;
  }

  get day(): number {
    return dayAt(this.place);
  }

  /** Reported by this one. */
  by(institution: number): this {
    this.institution = institution;
    return this;
  }

  /** A later day. */
  later(places = 1): this {
    this.place += places;
    return this;
  }

  /** Accepted unless another outcome is expected; sent a working day after the one before it. */
  add(type: string, data: Data, more: { amount?: number; expected?: Expected; sent?: Sent } = {}): this {
    const { amount = 0, ...rest } = more;
    this.steps.push({ type, place: this.place, effective: this.day, data, amount, flags: [], ...rest });
    this.place += 1;
    return this;
  }

  terms(more: Data = {}): Data {
    return {
      borrower: this.made.description,
      principal: '1000000.00',
      maturityDate: dateText(this.day + 365),
      product: 'WORKING_CAPITAL',
      rateBp: 400,
      guarantee: 'CREDIT',
      tags: [],
      ...more,
    };
  }

  issued(more: Data = {}): this {
    return this.add('loan.issued', this.terms(more), { amount: million });
  }

  refused(rule: string, type: string, data: Data, sent: Sent = {}): this {
    return this.add(type, data, { expected: { outcome: 'refused', rule, status: statusOf(rule) }, sent });
  }

  renewal(more: Data = {}): Data {
    return {
      renewalNo: 1,
      renewedAmount: '1000000.00',
      topUpAmount: '0.00',
      signedDate: dateText(this.day),
      newMaturityDate: dateText(this.day + 730),
      classification: 'NORMAL',
      mode: 'NEW_CONTRACT',
      ...more,
    };
  }

  claim(more: Data = {}): Data {
    return {
      borrower: this.made.description,
      enquiryDate: dateText((this.steps[0]?.effective ?? this.day) - 3),
      enquirySerialHash: 'ab'.repeat(32),
      ...more,
    };
  }

  disbursement(more: Data = {}): Data {
    return {
      programme: 'RELIEF-2024',
      kind: 'RELIEF_LOAN',
      borrower: this.made.description,
      amount: '1000000.00',
      ...more,
    };
  }
}

const statusOf = (rule: string): number => {
  if (rule === 'SCH-R01') return 400;
  if (rule === 'DUP-R01') return 409;
  return /^IDN-R0[356]$/.test(rule) ? 403 : 422;
};

export const paidBack = (loan: Faulty): Faulty =>
  loan.issued().add('loan.repaid', { amount: '1000000.00' }, { amount: million });
export const overdue = (loan: Faulty): Faulty =>
  loan.add('loan.reclassified', {
    classification: 'NORMAL',
    overduePrincipal: '1.00',
    overdueInterest: '0.00',
  });
export const claimed = (loan: Faulty): Faulty => loan.add('borrower.first-time-flagged', loan.claim());
export const renewed = (loan: Faulty): Faulty =>
  loan.add('loan.renewed', loan.renewal(), { amount: million });
export const disbursed = (loan: Faulty): Faulty =>
  loan.add('bailout.disbursed', loan.disbursement(), { amount: million });

/** The loan as it was issued, but for something. */
export const corrected = ({ steps: [issued] }: Faulty, more: object): Data => ({
  replacement: { effectiveDate: dateText(issued?.effective ?? 0), ...issued?.data, ...more },
  reason: 'typing error',
});

export const reversal = { reason: 'entered in error' };

/** The description of a borrower with something else in it. */
export const other = ({ made: { description } }: Faulty, more: object): object => ({
  ...description,
  ...more,
});

export const anotherFirm = { id: '91310000132260250X' };

/** Its first report once more, under the same id. */
export const again = (loan: Faulty): Faulty => {
  const [first] = loan.steps;
  if (!first) throw new TypeError('Nothing was reported yet.');
  const data = { ...first.data, effectiveDate: dateText(first.effective) };
  return loan.add(first.type, data, {
    expected: { outcome: 'repeated', rule: null, status: 200 },
    sent: { idOf: 0 },
  });
};
