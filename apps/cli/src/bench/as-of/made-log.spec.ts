import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bailoutDeciders } from '#bailout';
import { instantMs, shanghaiDay } from '#calendar';
import { replay } from '#decider';
import { factValueOf, factViolations, type SequencedFact, type StoredFact } from '#facts';
import { standingFacts } from '#history';
import type { ReportDecider } from '#intake';
import { loanDeciders } from '#loans';
import type { FoldRequest } from '#recording';
import type { Report, ReportType } from '#reports';
import { onDay } from '#testing';
import { institutionAt } from '../../synthetic-year/parties.js';
import { madeLog } from './plant-log.client.js';

const deciders: Readonly<Record<string, unknown>> = { ...loanDeciders, ...bailoutDeciders };

/** The report that the fact repeats, with its decider; undefined for what is decided elsewhere. */
const reportOf = (fact: StoredFact) => {
  const repeated = factValueOf(fact.type)?.report;
  const decider = repeated && (deciders[repeated.type] as ReportDecider<ReportType> | undefined);
  if (!decider) return undefined;
  const { [repeated.subject]: subject, ...data } = fact.data as Record<string, unknown>;
  for (const name of repeated.derived) delete data[name];
  const report = { type: repeated.type, subject, data: { effectiveDate: fact.effectiveDate, ...data } };
  return { decider, report: report as unknown as Report };
};

/** What the deciders say to the fact when it is decided anew after those before it. */
const decided = (fact: StoredFact, before: ReadonlyMap<string, readonly StoredFact[]>) => {
  const found = reportOf(fact);
  if (!found) return undefined;
  const { decider, report } = found;
  const institution = fact.institution ?? institutionAt(0).code;
  const nowMs = instantMs(fact.metadata.stampedAt);
  const stateOf = ({ stream, fold }: FoldRequest<unknown>): unknown =>
    replay(fold.evolution, standingFacts(before.get(stream) ?? []));
  const context = onDay(shanghaiDay(nowMs), { institution, nowMs, reportingFrom: '2024-01-01' });
  const others = decider.others(report, institution).map(stateOf);
  return decider.decide(report, context)(stateOf(decider.own(report, institution)), ...others);
};

const digestOf = (facts: Iterable<SequencedFact>): string => {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(JSON.stringify(fact));
  return hash.digest('hex');
};

describe('a made log', () => {
  const wanted = 4_000;
  let facts: readonly SequencedFact[];
  const streams = new Map<string, StoredFact[]>();
  beforeAll(() => {
    facts = [...madeLog(wanted, 7, 30)];
  });

  it('is the same for the same seed, and another for another', () => {
    const again = digestOf(madeLog(wanted, 7, 30));
    expect(again).toBe(digestOf(facts));
    expect(digestOf(madeLog(wanted, 8, 30))).not.toBe(again);
  });

  it('numbers facts without a gap and each stream from zero, and never goes back in time', () => {
    const heads = new Map<string, number>();
    const inOrder = facts.filter((fact, at) => {
      const revision = (heads.get(fact.stream) ?? -1) + 1;
      heads.set(fact.stream, revision);
      const { seq, recordedAt, metadata } = fact;
      return (
        seq === 31 + at &&
        fact.revision === revision &&
        recordedAt >= (facts[at - 1]?.recordedAt ?? '') &&
        metadata.stampedAt === recordedAt
      );
    });
    expect(inOrder).toHaveLength(facts.length);
    expect(new Set(facts.map(({ eventId }) => eventId)).size).toBe(facts.length);
    expect(facts.length).toBeGreaterThan(wanted * 0.95);
  });

  it('holds facts as they are stored', () => {
    expect(facts.flatMap((fact) => factViolations(fact).map((wrong) => `${fact.type}: ${wrong}`))).toEqual(
      [],
    );
  });

  it('decided anew, each fact comes out as it stands, with its flags, also after what was corrected', () => {
    for (const fact of facts) {
      const said = decided(fact, streams);
      const { type, data, metadata } = fact;
      if (
        said &&
        !isDeepStrictEqual(said, { outcome: 'record', fact: { type, data }, flags: metadata.flags })
      )
        expect({ fact, said }).toBeNull();
      const stream = streams.get(fact.stream) ?? [];
      stream.push(fact);
      streams.set(fact.stream, stream);
    }
    expect([...streams.values()].flat()).toHaveLength(facts.length);
  });

  it('decided anew with its corrections in place, the whole history of each loan is lawful', () => {
    let corrected = 0;
    for (const [name, stream] of streams)
      if (name.startsWith('loan-') && stream.some(({ type }) => type.startsWith('Fact'))) {
        const before = new Map<string, StoredFact[]>([[name, []]]);
        for (const fact of standingFacts(stream)) {
          expect(decided(fact, before)).toMatchObject({ outcome: 'record', flags: fact.metadata.flags });
          before.get(name)?.push(fact);
        }
        corrected += 1;
      }
    expect(corrected).toBeGreaterThan(30);
  });

  it('names what it corrects by report, event and revision', () => {
    for (const fact of facts.filter(({ type }) => type.startsWith('Fact'))) {
      const { corrects } = fact.data as { corrects: { reportId: string; eventId: string; revision: number } };
      const original = streams.get(fact.stream)?.[corrects.revision];
      expect(original).toMatchObject({
        eventId: corrects.eventId,
        metadata: { reportId: corrects.reportId },
        institution: fact.institution,
      });
    }
  });

  it('has the shares of a year: two corrections in a hundred facts, one reversal in two hundred', () => {
    const share = (type: string): number => facts.filter((fact) => fact.type === type).length / facts.length;
    expect(share('FactCorrected')).toBeCloseTo(0.02, 2);
    expect(share('FactReversed')).toBeGreaterThan(0.002);
    expect(share('FactReversed')).toBeLessThan(0.008);
    expect(share('LoanOpened')).toBeGreaterThan(0.2);
    expect(share('LoanRenewed')).toBeGreaterThan(0.1);
    expect(new Set(facts.map(({ type }) => type)).size).toBeGreaterThan(15);
    expect(new Set(facts.map(({ institution }) => institution)).size).toBeGreaterThan(60);
  });
});
