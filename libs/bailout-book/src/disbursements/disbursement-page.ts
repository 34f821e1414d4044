import type { Disbursement } from '#contract';
import type { SequencedFact } from '#facts';
import { addYuan, existing, subtractYuan, zeroYuan } from '#projections';
import { type RulesOf, rulesOf } from '#rules';
import { bailoutFact } from '../bailout-book-facts.js';

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
