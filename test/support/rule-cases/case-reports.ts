import { exampleReport, type ExampleType } from '#testing';

/** Who sends; each is registered by the spec. */
export type SenderName = 'bank' | 'insurer' | 'suspended' | 'reinstated';

/** A report told by how it differs from the example of its type; its id, subject and source are given when it is sent. */
export interface CaseReport {
  readonly type: ExampleType;
  readonly changes: object;
  readonly attributes: object;
  readonly from: SenderName;
}

export const output = (
  type: ExampleType,
  changes: object = {},
  attributes: object = {},
  from: SenderName = 'bank',
): CaseReport => ({ type, changes, attributes, from });

type Teller = (changes?: object, attributes?: object, from?: SenderName) => CaseReport;

const teller =
  (type: ExampleType): Teller =>
  (changes, attributes, from) =>
    output(type, changes, attributes, from);

export const opened = teller('loan.opened');
export const issued = teller('loan.issued');
export const renewed = teller('loan.renewed');
export const extended = teller('loan.extended');
export const repaid = teller('loan.repaid');
export const reclassified = teller('loan.reclassified');
export const writtenOff = teller('loan.written-off');
export const cancelled = teller('loan.cancelled');
export const claimed = teller('borrower.first-time-flagged');
/** Without a loan, unless one is named. */
export const disbursed: Teller = (changes, attributes, from) =>
  output('bailout.disbursed', { loanId: undefined, ...changes }, attributes, from);
export const returned = teller('bailout.returned');
/** Of the indicator of the example. */
export const indicator: Teller = (changes, attributes, from) =>
  output('indicator.reported', changes, { subject: 'green-loan-balance', ...attributes }, from);

/** What is recorded before, and the report that is looked at. */
export interface Story {
  readonly before: readonly CaseReport[];
  readonly report: CaseReport;
}

export const alone = (report: CaseReport): Story => ({ before: [], report });
export const after = (before: readonly CaseReport[], report: CaseReport): Story => ({ before, report });

/** A story in which the rule speaks, and one as near to it as can be in which it does not. */
export interface RuleCase {
  readonly fires: Story;
  readonly nearest: Story;
  /** Where a refusal points; a mark points nowhere. */
  readonly pointer?: string;
  readonly retryable?: boolean;
}

/** The borrower of the examples. */
export const firm = exampleReport('loan.issued').data.borrower as Readonly<Record<string, string>>;
export const otherFirm = { ...firm, id: '9131000013221158XC' };
/** A sole trader known by a token, who has no name. */
export const person = (id: string): object => ({
  ...firm,
  idType: 'PERSON_TOKEN',
  kind: 'INDIVIDUAL_BUSINESS',
  id,
  name: undefined,
});
