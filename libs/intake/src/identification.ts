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

/** The borrower's USCC where its form is right but its check character is not: lawful only if a fact accepts it. */
export const usccInDoubt = (report: Report): string | undefined => {
  const borrower = borrowerOf(report);
  return borrower?.idType === 'USCC' && hasUsccForm(borrower.id) && !isUscc(borrower.id)
    ? borrower.id
    : undefined;
};

/**
 * All broken `IDN` rules except `IDN-R03` and `IDN-R04` (`readReport`), in the contract's order. `accepted`: a fact makes the USCC in
 * doubt lawful.
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
