import type { RecordedOutcome } from '#contract';
import { describe, expect, it } from '@jest/globals';
import { Ledger } from '#recording';
import { currentRules } from '#rules';
import { bank, tallyingOn, now, setUp, tallied } from './testing/tallies.js';

describe('a report', () => {
  it('is decided, recorded and answered with its fact', async () => {
    const { send, facts, contexts } = await setUp();
    const report = tallied('r1', '600.00');
    expect(await send(report)).toEqual({
      outcome: 'recorded',
      id: 'r1',
      repeated: false,
      facts: [{ type: 'Tallied', stream: `loan-${bank}-L1`, revision: 0 }],
      position: '2',
      flags: ['TIM-W05'],
      stampedAt: now,
    });
    expect(contexts).toEqual([
      {
        institution: bank,
        today: '2024-12-31',
        nowMs: Date.parse(now),
        rules: currentRules,
        time: '2024-12-01T10:00:00+08:00',
        reportingFrom: '2024-03-01',
        replaces: false,
      },
    ]);
    expect(await facts('L1')).toMatchObject([
      {
        effectiveDate: '2024-06-03',
        institution: bank,
        data: { amount: '600.00' },
        metadata: {
          reportId: 'r1',
          source: `/institutions/${bank}`,
          time: '2024-12-01T10:00:00+08:00',
          reportDigest: report.digest,
          stampedAt: now,
          actor: 'key:k1',
          correlationId: 'c1',
          flags: ['TIM-W05'],
          extensions: {},
        },
      },
    ]);
  });

  it('sent again has the same outcome, and changes nothing', async () => {
    const { send, facts, contexts } = await setUp();
    const first = await send(tallied('r1', '600.00'));
    const second = await send(tallied('r2', '400.00'));
    // By now it would be refused. Who waits for its position reads all that was written before it was sent again.
    const { position } = second as RecordedOutcome;
    expect(await send(tallied('r1', '600.00'))).toEqual({ ...first, repeated: true, position });
    expect(await facts('L1')).toHaveLength(2);
    expect(contexts).toHaveLength(2);
  });

  it('keeps its extension attributes, which are no content', async () => {
    const { send, facts } = await setUp();
    await send(tallied('r1', '1.00', 'L1', { traceparent: '00', sequence: 5 }));
    expect(await facts('L1')).toMatchObject([
      { metadata: { extensions: { traceparent: '00', sequence: 5 } } },
    ]);
    expect(
      await send(tallied('r1', '1.00', 'L1', { traceparent: '01', time: '2024-12-01T02:00:00Z' })),
    ).toMatchObject({
      outcome: 'recorded',
      repeated: true,
    });
  });

  it('is told again to whoever did not record it', async () => {
    const { send, ledger } = await setUp();
    const first = await send(tallied('r1', '600.00'));
    const other = tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock));
    expect(await other.send(tallied('r1', '600.00'))).toEqual({ ...first, repeated: true });
  });

  it('is not refused by what only this process does not know yet', async () => {
    const { send, ledger } = await setUp();
    await send(tallied('r1', '600.00'));
    const other = tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock));
    expect(await other.sendMore(tallied('r2', '300.00'))).toMatchObject({ outcome: 'recorded' });
    await send(tallied('r3', '50.00'));
    expect(await other.send(tallied('r4', '100.00'))).toMatchObject({
      outcome: 'refused',
      violated: [{ rule: 'REP-R01' }],
    });
    expect(await other.sendMore(tallied('r5', '1.00', 'L2'))).toMatchObject({ outcome: 'refused' });
  });

  it('costs no look at its stream where that is known, and one where another changed it', async () => {
    const asked: string[] = [];
    const { send, ledger } = await setUp((log) => {
      const readStreams: typeof log.readStreams = (reads) => {
        asked.push(...reads.map(({ stream, from }) => `${stream} ${from}`));
        return log.readStreams(reads);
      };
      return Object.assign(Object.create(log) as typeof log, { readStreams });
    });
    const ofLoans = () => asked.splice(0).filter((question) => question.startsWith('loan-'));
    await send(tallied('r1', '1.00'));
    await send(tallied('r2', '1.00'));
    expect(ofLoans()).toEqual([]);
    const other = tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock));
    await other.send(tallied('r3', '1.00'));
    ofLoans();
    expect(await send(tallied('r4', '1.00'))).toMatchObject({ facts: [{ revision: 3 }] });
    expect(ofLoans()).toEqual([`loan-${bank}-L1 2`]);
  });

  it('DUP-R01: with other content, here or of another subject', async () => {
    const { send, facts } = await setUp();
    await send(tallied('r1', '600.00'));
    const refused = {
      outcome: 'refused',
      id: 'r1',
      violated: [{ rule: 'DUP-R01', pointer: '/id' }],
      retryable: false,
    };
    expect(await send(tallied('r1', '600.01'))).toMatchObject(refused);
    expect(await send(tallied('r1', '600.00', 'L2'))).toMatchObject(refused);
    expect(await facts('L2')).toEqual([]);
  });

  it('refused leaves no fact and frees its id', async () => {
    const { send, facts } = await setUp();
    await send(tallied('r1', '600.00'));
    expect(await send(tallied('r2', '400.01'))).toEqual({
      outcome: 'refused',
      id: 'r2',
      type: 'xudai.loan.repaid.v1',
      violated: [
        {
          rule: 'REP-R01',
          pointer: '/data/amount',
          message: 'Repayment above the outstanding principal',
          detail: 'Repayment above the outstanding principal (amount 400.01)',
        },
      ],
      retryable: true,
    });
    expect(await facts('L1')).toHaveLength(1);
    expect(await send(tallied('r2', '400.00'))).toMatchObject({ outcome: 'recorded', repeated: false });
  });

  it('IDN-R05: of a suspended institution is not recorded, but told again what was recorded', async () => {
    const { send, institution, facts } = await setUp();
    const first = await send(tallied('r1', '1.00'));
    await institution('InstitutionSuspended', { reason: 'review' });
    expect(await send(tallied('r2', '1.00'))).toMatchObject({
      outcome: 'refused',
      violated: [{ rule: 'IDN-R05', pointer: '/source' }],
      retryable: true,
    });
    expect(await send(tallied('r1', '1.00'))).toEqual({ ...first, repeated: true });
    expect(await send(tallied('r1', '2.00'))).toMatchObject({ violated: [{ rule: 'DUP-R01' }] });
    expect(await facts('L1')).toHaveLength(1);
    await institution('InstitutionReinstated');
    expect(await send(tallied('r2', '1.00'))).toMatchObject({ outcome: 'recorded' });
  });

  it('IDN-R06 is not retryable, and all of the step are listed', async () => {
    const { send, institution } = await setUp();
    await institution('InstitutionAmended', { kind: 'INSURER' });
    expect(await send(tallied('r1', '1.00'))).toMatchObject({
      violated: [{ rule: 'IDN-R06' }],
      retryable: false,
    });
    await institution('InstitutionSuspended', { reason: 'review' });
    expect(await send(tallied('r1', '1.00'))).toMatchObject({
      violated: [{ rule: 'IDN-R05' }, { rule: 'IDN-R06' }],
    });
  });

  it('is decided on the Shanghai day', async () => {
    let nowMs = Date.parse('2024-12-31T15:59:59.999Z');
    const { send, contexts } = await setUp(undefined, { now: () => nowMs });
    await send(tallied('r1', '1.00'));
    nowMs += 1;
    await send(tallied('r2', '1.00'));
    expect(contexts.map(({ today }) => today)).toEqual(['2024-12-31', '2025-01-01']);
  });
});
