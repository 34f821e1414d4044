import { describe, expect, it } from '@jest/globals';
import { type Append, OutcomeUnknown } from '#event-log';
import { Ledger } from '#recording';
import { tallyingOn, setUp, tallied } from './testing/tallies.js';

describe('a report and the log', () => {
  it('does not know the outcome when the log does not say: sent again it is recorded once', async () => {
    let isSilent = true;
    const { send, facts } = await setUp((log) =>
      Object.assign(Object.create(log) as typeof log, {
        append: async (append: Append) => {
          const answer = await log.append(append);
          if (isSilent) throw new OutcomeUnknown(append.stream);
          return answer;
        },
      }),
    );
    expect(await send(tallied('r1', '1.00'))).toEqual({ outcome: 'unknown', id: 'r1' });
    isSilent = false;
    expect(await send(tallied('r1', '1.00'))).toMatchObject({
      outcome: 'recorded',
      repeated: true,
      position: '2',
    });
    expect(await facts('L1')).toHaveLength(1);
  });

  it('passes on what is broken', async () => {
    const { send } = await setUp((log) =>
      Object.assign(Object.create(log) as typeof log, { append: () => Promise.reject(new Error('broken')) }),
    );
    await expect(send(tallied('r1', '1.00'))).rejects.toThrow('broken');
  });

  it('decides again when somebody else was faster', async () => {
    let isRaced = false;
    const { send, facts, contexts } = await setUp((log) =>
      Object.assign(Object.create(log) as typeof log, {
        append: async (append: Append) => {
          if (!isRaced) {
            isRaced = true;
            const [fact] = append.facts;
            if (fact)
              await log.append({
                ...append,
                facts: [
                  {
                    ...fact,
                    eventId: '00000000-0000-7000-8000-00000000000a',
                    data: { amount: '700.00' },
                    metadata: { ...fact.metadata, reportId: 'faster' },
                  },
                ],
              });
          }
          return log.append(append);
        },
      }),
    );
    expect(await send(tallied('r1', '600.00'))).toMatchObject({
      outcome: 'refused',
      violated: [{ rule: 'REP-R01' }],
    });
    expect(contexts).toHaveLength(2);
    expect(await facts('L1')).toHaveLength(1);
  });

  it('of one id for two subjects in the same instant, by two processes, is recorded once', async () => {
    const { send, ledger, facts } = await setUp();
    const other = tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock));
    await send(tallied('r1', '1.00'));
    await other.send(tallied('r2', '1.00'));
    const outcomes = await Promise.all([
      send(tallied('r3', '1.00', 'L2')),
      other.send(tallied('r3', '1.00', 'L3')),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['recorded', 'refused']);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ violated: [{ rule: 'DUP-R01' }].map(expect.objectContaining) }),
    );
    expect([...(await facts('L2')), ...(await facts('L3'))]).toHaveLength(1);
  });

  it('many processes on one log record no id twice and pass no limit', async () => {
    const { ledger } = await setUp();
    const processes = Array.from({ length: 4 }, () =>
      tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock)),
    );
    const reports = Array.from({ length: 15 }, (_, no) => tallied(`r${no}`, '100.00'));
    const outcomes = await Promise.all(processes.flatMap(({ send }) => reports.map(send)));
    const [one] = processes;
    const facts = (await one?.facts('L1')) ?? [];
    expect(facts).toHaveLength(10);
    expect(new Set(facts.map(({ metadata }) => metadata.reportId)).size).toBe(10);
    const recorded = outcomes.filter(({ outcome }) => outcome === 'recorded');
    expect(recorded.filter((outcome) => 'repeated' in outcome && !outcome.repeated)).toHaveLength(10);
    expect(recorded).toHaveLength(40);
    expect(outcomes).toHaveLength(60);
  });
});
