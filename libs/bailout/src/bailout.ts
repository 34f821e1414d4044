import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import type { BailoutFact, BailoutKind, StoredFact } from '#facts';
import { type Fen, parseMoney } from '#money';
import { countsTowardsBailout } from '#rules';

export interface Disbursement {
  readonly kind: BailoutKind;
  readonly effectiveDate: string;
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

const zero = parseMoney('0.00');

export const bailout: Evolution<Bailout, StoredFact> = {
  initial: { disbursements: PersistentMap(), used: zero },
  evolve: (state, stored) => {
    const fact = stored as BailoutFact;
    const { disbursementId, kind } = fact.data;
    const amount = parseMoney(fact.data.amount);
    const counted = countsTowardsBailout(kind) ? amount : zero;
    switch (fact.type) {
      case 'BailoutDisbursed':
        return {
          disbursements: state.disbursements.set(disbursementId, {
            kind,
            effectiveDate: fact.effectiveDate ?? '',
            amount,
            returned: zero,
          }),
          used: (state.used + counted) as Fen,
        };
      case 'BailoutReturned': {
        const disbursement = state.disbursements.get(disbursementId);
        if (!disbursement) return state;
        const returned = (disbursement.returned + amount) as Fen;
        return {
          disbursements: state.disbursements.set(disbursementId, { ...disbursement, returned }),
          used: (state.used - counted) as Fen,
        };
      }
    }
  },
};
