import { Map as PersistentMap } from 'immutable';
import type { BusinessDate } from '#calendar';
import type { Evolution } from '#decider';
import { type BailoutKind, bailoutStream, factIn, type StoredFact } from '#facts';
import type { BailoutProgrammeCode, InstitutionCode } from '#identifiers';
import { addFen, type Fen, noFen, parseMoney, subtractFen } from '#money';
import type { FoldRequest } from '#recording';
import { type RulesOf, rulesOf } from '#rules';

export interface Disbursement {
  readonly kind: BailoutKind;
  readonly effectiveDate: BusinessDate;
  /** Whether it counts towards bailout capital and uses an allocation, by the rules that it was decided with. */
  readonly counts: boolean;
  readonly amount: Fen;
  readonly returned: Fen;
}

/** What one institution disbursed under one bailout programme. */
export interface Bailout {
  /** Persistent, so that one more disbursement among 150,000 costs no more than among ten. */
  readonly disbursements: PersistentMap<string, Disbursement>;
  /** Disbursed less returned, of the kinds that count: what it used of its allocation. */
  readonly used: Fen;
}

const entered = factIn('bailout');

/** Whether a disbursement counts is looked up in the version of the rules that its fact names, so that a later version changes nothing. */
export const bailoutBy = (rules: RulesOf): Evolution<Bailout, StoredFact> => ({
  initial: { disbursements: PersistentMap(), used: noFen },
  evolve: (state, stored) => {
    const fact = entered(stored);
    const { disbursementId, kind } = fact.data;
    const amount = parseMoney(fact.data.amount);
    switch (fact.type) {
      case 'BailoutDisbursed': {
        const { effectiveDate } = fact;
        const { countingBailoutKinds } = rules(fact.metadata.ruleSetVersion).on(effectiveDate);
        const counts = countingBailoutKinds.includes(kind);
        return {
          disbursements: state.disbursements.set(disbursementId, {
            kind,
            effectiveDate,
            counts,
            amount,
            returned: noFen,
          }),
          used: counts ? addFen(state.used, amount) : state.used,
        };
      }
      case 'BailoutReturned': {
        const disbursement = state.disbursements.get(disbursementId);
        if (!disbursement) return state;
        const returned = addFen(disbursement.returned, amount);
        return {
          disbursements: state.disbursements.set(disbursementId, { ...disbursement, returned }),
          used: disbursement.counts ? subtractFen(state.used, amount) : state.used,
        };
      }
    }
  },
});

export const bailout = bailoutBy(rulesOf);

/** As if the disbursement, and what came back of it, had never been. */
export const withoutDisbursement = ({ disbursements, used }: Bailout, disbursementId: string): Bailout => {
  const { counts, amount, returned } = disbursements.get(disbursementId) ?? { counts: false };
  return {
    disbursements: disbursements.remove(disbursementId),
    used: counts ? addFen(subtractFen(used, amount), returned) : used,
  };
};

/** What this institution disbursed under this programme, as its stream has it. */
export const bailoutRequest = (
  institution: InstitutionCode,
  programme: BailoutProgrammeCode,
): FoldRequest<Bailout> => ({
  stream: bailoutStream(institution, programme),
  fold: { kind: 'bailout', evolution: bailout },
});
