import { describe, expect, it } from '@jest/globals';
import { replay } from '#decider';
import type { StoredFact } from '#facts';
import { ruleSet, type RuleTable, ruleTables, rulesAmong } from '#rules';
import { given, onDay } from '#testing';
import { bailout, bailoutBy } from './bailout.js';
import { bailoutProgramme } from './bailout-programme.js';
import { comingBack, defined, disbursed, disbursement, returned } from './testing/bailout-cases.js';
import { disburse, returnDisbursement } from './disbursement.js';

// A version of the rules that there is only here: bridge loans no longer count, deferrals do.

const [first] = ruleTables;
const second: RuleTable = {
  ...first,
  version: 2,
  limits: [{ ...first.limits[0], countingBailoutKinds: ['RELIEF_LOAN', 'DEFERRAL'] }],
};
const underBoth = bailoutBy(rulesAmong([first, second]));
const today = onDay('2024-12-31', { rules: ruleSet(second) });

const bySecond = (fact: StoredFact): StoredFact => ({
  ...fact,
  metadata: { ...fact.metadata, ruleSetVersion: 2 },
});

describe('under another version of the rules', () => {
  it('what was recorded before stays what it was', () => {
    const old = [
      disbursed({ kind: 'BRIDGE' }),
      disbursed({ kind: 'DEFERRAL' }, 'D2'),
      returned('20.00', { kind: 'BRIDGE' }),
    ];
    expect(given(underBoth, ...old).state).toEqual(given(bailout, ...old).state);
    expect(given(underBoth, ...old).state.used).toBe(48_000n);
    expect(given(underBoth, ...old.map(bySecond)).state.used).toBe(50_000n);
  });

  it('an allocation is used by what counts now', () => {
    const programme = replay(bailoutProgramme, [defined({ cap: '1000.00' })]);
    const spend = (kind: 'BRIDGE' | 'DEFERRAL', context = today) =>
      given(underBoth).when(disburse('D9', disbursement({ kind }), context, { programme, loan: undefined }));
    spend('BRIDGE').thenRecorded();
    spend('DEFERRAL').thenRefused('BLO-R02', '/data/amount', { retryable: true });
    spend('BRIDGE', onDay('2024-12-31')).thenRefused('BLO-R02', '/data/amount', { retryable: true });
    spend('DEFERRAL', onDay('2024-12-31')).thenRecorded();
  });

  it('a return says where its kind counts otherwise than its disbursement did, and only there', () => {
    const back = (context: typeof today, ...facts: readonly StoredFact[]): object | undefined => {
      const decision = returnDisbursement('D1', comingBack(), context)(given(underBoth, ...facts).state);
      return decision.outcome === 'record' ? decision.fact.data : undefined;
    };
    const data = { disbursementId: 'D1', programme: 'RELIEF', amount: '200.00' };
    const [bridge, deferral] = [disbursed({ kind: 'BRIDGE' }), disbursed({ kind: 'DEFERRAL' })];
    expect(back(today, bridge)).toEqual({ ...data, kind: 'BRIDGE', counts: true });
    expect(back(today, deferral)).toEqual({ ...data, kind: 'DEFERRAL', counts: false });
    expect(back(today, disbursed())).toEqual({ ...data, kind: 'RELIEF_LOAN' });
    expect(back(today, bySecond(bridge))).toEqual({ ...data, kind: 'BRIDGE' });
    expect(back(onDay('2024-12-31'), bridge)).toEqual({ ...data, kind: 'BRIDGE' });
  });

  it('a return takes back what its disbursement used', () => {
    const returning = bySecond(returned('20.00', { kind: 'BRIDGE' }));
    expect(given(underBoth, disbursed({ kind: 'BRIDGE' }), returning).state.used).toBe(48_000n);
    expect(given(underBoth, bySecond(disbursed({ kind: 'BRIDGE' })), returning).state.used).toBe(0n);
  });
});
