import type { BorrowerData } from '#facts';
import { hasUsccForm, isPersonToken, isUscc } from '#identifiers';
import { type Institution, maySend } from '#institutions';
import type { Report } from '#reports';
import { type RuleCode, ruleCatalogue } from '#rules';
import type { Violated } from './outcome.js';

const violated = (rule: RuleCode, pointer: string): Violated => ({
  rule,
  pointer,
  message: ruleCatalogue[rule].en,
});

const borrowerOf = (report: Report): BorrowerData | undefined =>
  'borrower' in report.data ? report.data.borrower : undefined;

/** The borrower's USCC, where it is right in form, wrong in its check, and of no list: lawful only if a fact says so. */
export const usccInDoubt = (report: Report): string | undefined => {
  const borrower = borrowerOf(report);
  return borrower?.idType === 'USCC' && hasUsccForm(borrower.id) && !isUscc(borrower.id)
    ? borrower.id
    : undefined;
};

/**
 * The `IDN` rules that are left once it is known that the report is new: all that are broken, in the table's order. `accepted` says that
 * a fact makes the USCC in doubt lawful.
 */
export const identification = (
  report: Report,
  sender: Institution,
  accepted: boolean,
): readonly Violated[] => {
  const borrower = borrowerOf(report);
  const broken: Violated[] = [];
  if (borrower?.idType === 'USCC' && !isUscc(borrower.id) && !accepted)
    broken.push(violated('IDN-R01', '/data/borrower/id'));
  if (borrower?.idType === 'PERSON_TOKEN' && !isPersonToken(borrower.id))
    broken.push(violated('IDN-R02', '/data/borrower/id'));
  if (sender.status === 'UNKNOWN' || sender.suspended) broken.push(violated('IDN-R05', '/source'));
  if (sender.status === 'REGISTERED' && !maySend(sender.data.kind, report))
    broken.push(violated('IDN-R06', '/type'));
  return broken;
};
