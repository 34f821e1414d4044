import type { Allocation, BailoutProgramme, Disbursement } from '#contract';
import { type BailoutFact, factsOf, type SequencedFact } from '#facts';
import type { Amendment } from '#history';
import type { InstitutionCode } from '#identifiers';
import { addYuan, existing, subtractYuan, zeroYuan } from '#projections';
import { type RulesOf, rulesOf } from '#rules';

/** Disbursements and returns, or undefined for other facts. */
export const bailoutFact = factsOf('bailout');

/** Facts of bailout programmes and their allocations, or undefined for others. */
export const bailoutProgrammeFact = factsOf('bailout-programme');

/** The disbursement after a fact about it, by the version of the rules that the fact names. */
export const disbursementPageBy =
  (rules: RulesOf) =>
  (page: Disbursement | undefined, sequenced: SequencedFact): Disbursement | undefined => {
    const fact = bailoutFact(sequenced);
    if (!fact) return page;
    switch (fact.type) {
      case 'BailoutDisbursed': {
        const { data } = fact;
        return {
          institution: fact.institution,
          programme: data.programme,
          disbursementId: data.disbursementId,
          kind: data.kind,
          counts: rules(fact.metadata.ruleSetVersion)
            .on(fact.effectiveDate)
            .countingBailoutKinds.includes(data.kind),
          borrower: data.borrower,
          loanId: data.loanId ?? null,
          effectiveDate: fact.effectiveDate,
          amount: data.amount,
          returned: zeroYuan,
          net: data.amount,
          seq: fact.seq,
        };
      }
      case 'BailoutReturned': {
        const disbursement = existing(page, fact);
        const returned = addYuan(disbursement.returned, fact.data.amount);
        return { ...disbursement, returned, net: subtractYuan(disbursement.amount, returned), seq: fact.seq };
      }
    }
  };

export const disbursementPage = disbursementPageBy(rulesOf);

/** As it stands, with what is granted to all institutions: who of those that ask may see that is decided by who answers. */
export interface BailoutProgrammePage extends BailoutProgramme {
  readonly granted: string;
}

/** The programme after a fact of its stream. */
export const bailoutProgrammePage = (
  page: BailoutProgrammePage | undefined,
  sequenced: SequencedFact,
): BailoutProgrammePage | undefined => {
  const fact = bailoutProgrammeFact(sequenced);
  if (!fact) return page;
  switch (fact.type) {
    case 'BailoutProgrammeDefined':
    case 'BailoutProgrammeAmended': {
      const { code, name, from, to, cap } = fact.data;
      return { code, name, from, to, cap, granted: page?.granted ?? zeroYuan, seq: fact.seq };
    }
    case 'AllocationGranted': {
      const programme = existing(page, fact);
      return { ...programme, granted: addYuan(programme.granted, fact.data.amount), seq: fact.seq };
    }
  }
};

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
