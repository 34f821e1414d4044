import type { Allocation } from '#contract';
import type { BailoutFact, SequencedFact } from '#facts';
import type { Amendment } from '#history';
import type { InstitutionCode } from '#identifiers';
import { addYuan, subtractYuan, zeroYuan } from '#projections';
import { type RulesOf, rulesOf } from '#rules';
import { bailoutFact, bailoutProgrammeFact } from '../bailout-book-facts.js';

interface Moved {
  readonly institution: InstitutionCode;
  readonly programme: string;
  readonly granted: string;
  readonly disbursed: string;
  readonly returned: string;
}

/** By the version of the rules that the fact names; a return says it itself where that would be wrong for its disbursement. */
const counts = (fact: BailoutFact, rules: RulesOf): boolean =>
  (fact.type === 'BailoutReturned' ? fact.data.counts : undefined) ??
  rules(fact.metadata.ruleSetVersion).on(fact.effectiveDate).countingBailoutKinds.includes(fact.data.kind);

/** What a fact adds to each sum of an allocation; undefined for a fact that touches none. */
export const allocationMovedBy =
  (rules: RulesOf) =>
  (sequenced: SequencedFact): Moved | undefined => {
    const nothing = { granted: zeroYuan, disbursed: zeroYuan, returned: zeroYuan };
    const programmeFact = bailoutProgrammeFact(sequenced);
    if (programmeFact) {
      if (programmeFact.type !== 'AllocationGranted') return undefined;
      const { institution, programme, amount } = programmeFact.data;
      return { ...nothing, institution, programme, granted: amount };
    }
    const fact = bailoutFact(sequenced);
    if (!fact || !counts(fact, rules)) return undefined;
    const { programme, amount } = fact.data;
    const moved = { ...nothing, institution: fact.institution, programme };
    return fact.type === 'BailoutDisbursed'
      ? { ...moved, disbursed: amount }
      : { ...moved, returned: amount };
  };

export const allocationMoved = allocationMovedBy(rulesOf);

/** The allocation after a fact: sums only, so that the fact costs the same however many were before it. */
export const allocationAfter = (
  page: Allocation | undefined,
  moved: Moved | undefined,
): Allocation | undefined => {
  if (!moved) return page;
  const granted = addYuan(page?.granted ?? zeroYuan, moved.granted);
  const used = subtractYuan(addYuan(page?.used ?? zeroYuan, moved.disbursed), moved.returned);
  const { institution, programme } = moved;
  return { institution, programme, granted, used, available: subtractYuan(granted, used) };
};

export const allocationPage = (page: Allocation | undefined, fact: SequencedFact): Allocation | undefined =>
  allocationAfter(page, allocationMoved(fact));

/** What the facts of one disbursement use of an allocation: nothing unless the disbursement counts, as it stands. */
const usedBy = (facts: readonly SequencedFact[]): string => {
  const ofDisbursement = facts.flatMap((fact) => bailoutFact(fact) ?? []);
  const disbursement = ofDisbursement.find(({ type }) => type === 'BailoutDisbursed');
  if (!disbursement || !counts(disbursement, rulesOf)) return zeroYuan;
  return ofDisbursement.reduce(
    (used, { type, data }) =>
      type === 'BailoutDisbursed' ? addYuan(used, data.amount) : subtractYuan(used, data.amount),
    zeroYuan,
  );
};

/** The allocation after a disbursement, or a return of one, was corrected or reversed: what is used differs by what that one uses. */
export const allocationAmended = (
  page: Allocation | undefined,
  { before, after }: Amendment,
  [institution = '', programme = '']: readonly string[],
): Allocation => {
  const { granted, used } = page ?? { granted: zeroYuan, used: zeroYuan };
  const usedAfter = addYuan(subtractYuan(used, usedBy(before)), usedBy(after));
  return { institution, programme, granted, used: usedAfter, available: subtractYuan(granted, usedAfter) };
};
