import { setImmediate as aTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { LogUnavailable } from '#event-log';
import { loanStream } from '#facts';
import { asLoanId } from '#identifiers';
import { type FoldRequest, KeyedMutex, type Ledger } from '#recording';
import type { Report } from '#reports';
import { StreamOrder } from './in-stream-order.js';
import type { ReportDeciders } from './report-decider.js';
import { bank, reportOf, tallied } from './testing/tallies.js';

/* Which of the reports of one request wait for which: what is decided on ends when the test says so. */

const streamOf = (subject: string): string => loanStream(bank, asLoanId(subject));
const reading = (subject: string) => ({ stream: streamOf(subject) }) as FoldRequest<unknown>;

/** A repayment reads nothing but its loan; a renewal reads the loan Z as well. */
const line = (others: readonly string[]) => ({
  own: ({ subject }: Report) => reading(subject),
  others: () => others.map(reading),
});
const deciders = { 'loan.repaid': line([]), 'loan.renewed': line(['Z']) } as unknown as ReportDeciders;

const repaid = (id: string, subject = 'A'): Report => tallied(id, '1.00', subject);
const renewed = (id: string, subject: string): Report => reportOf('loan.renewed', {}, { id, subject });
const corrected = (id: string, of: string, replacement: object = repaid('-').data): Report =>
  reportOf('event.corrected', { replacement }, { id, subject: of });
const reversed = (id: string, of: string): Report => reportOf('event.reversed', {}, { id, subject: of });

/** In which order they were begun; those decided on together as one. */
let begun: string[];
let ends: Map<string, (outcome?: Promise<string>) => void>;
/** Where the log has a report that is to be changed. */
let found: (reportId: string) => Promise<{ readonly stream: string } | null>;
let together: readonly string[];
let inTurn: (work: () => Promise<void>) => Promise<void>;
let order: StreamOrder<string, string>;

const until = (id: string): Promise<string> => {
  begun.push(id);
  return new Promise((done) => ends.set(id, (outcome = Promise.resolve(`${id} recorded`)) => done(outcome)));
};

beforeEach(() => {
  [begun, ends, together] = [[], new Map(), []];
  found = () => Promise.resolve(null);
  inTurn = (work) => work();
  order = new StreamOrder({
    mutex: new KeyedMutex(),
    deciders,
    institution: bank,
    ledger: { findReport: (_, id) => found(id) } as Pick<Ledger, 'findReport'>,
    decide: until,
    together: async (batch) => {
      const end = batch.findIndex((id) => !together.includes(id));
      const some = end < 0 ? batch : batch.slice(0, end);
      if (some.length === 0) return [];
      await until(some.join(' '));
      return some.map((id) => ({ status: 'fulfilled', value: `${id} together` }));
    },
    inTurn: (work) => inTurn(work),
  });
});

const send = (...reports: readonly Report[]): readonly Promise<string>[] =>
  reports.map((report) => order.run(report, report.id));
const begins = async (...ended: readonly string[]): Promise<readonly string[]> => {
  for (const id of ended) ends.get(id)?.();
  await aTurn();
  return begun;
};

describe('reports of one request', () => {
  it('wait for those before them of the same stream, and for no others', async () => {
    const outcomes = send(repaid('a1'), repaid('a2'), repaid('b1', 'B'), repaid('a3'));
    expect(await begins()).toEqual(['a1', 'b1']);
    expect(await begins('a1')).toEqual(['a1', 'b1', 'a2']);
    expect(await begins('a2')).toEqual(['a1', 'b1', 'a2', 'a3']);
    await begins('a3', 'b1');
    expect(await Promise.all(outcomes)).toEqual(['a1', 'a2', 'b1', 'a3'].map((id) => `${id} recorded`));
  });

  it('wait for those of the same id, and of streams that both read', async () => {
    send(repaid('same'), repaid('same', 'B'), renewed('r1', 'C'), renewed('r2', 'D'), repaid('z', 'Z'));
    expect(await begins()).toEqual(['same', 'r1']);
    expect(await begins('same', 'r1')).toEqual(['same', 'r1', 'same', 'r2']);
    expect(await begins('r2')).toEqual(['same', 'r1', 'same', 'r2', 'z']);
  });

  it('are decided on together where they waited for the same, in a new batch after one that is under way', async () => {
    together = ['a2', 'a3', 'a4', 'a5'];
    const outcomes = send(repaid('a1'), repaid('a2'), repaid('a3'));
    expect(await begins('a1')).toEqual(['a1', 'a2 a3']);
    send(repaid('a4'), repaid('a5'));
    expect(await begins('a2 a3')).toEqual(['a1', 'a2 a3', 'a4 a5']);
    expect(await Promise.all(outcomes)).toEqual(['a1 recorded', 'a2 together', 'a3 together']);
  });

  it('are not joined with earlier ones of their stream past one of another that both wait for', async () => {
    together = ['a2', 'a3'];
    send(repaid('a1'), repaid('a2'), repaid('b1', 'B'), repaid('x', 'B'), repaid('x'), repaid('a3'));
    expect(await begins('a1', 'b1')).toEqual(['a1', 'b1', 'a2', 'x']);
    expect(await begins('a2', 'x')).toEqual(['a1', 'b1', 'a2', 'x', 'x']);
  });

  it('fail with what broke their turn, and those of the next turn go on', async () => {
    const outcomes = send(repaid('a1'), repaid('a2'), repaid('a3'));
    await begins();
    ends.get('a1')?.(Promise.reject(new Error('broken')));
    await expect(outcomes[0]).rejects.toThrow('broken');
    await aTurn();
    ends.get('a2')?.(Promise.reject(new LogUnavailable()));
    // None of the batch waits as long again for the same.
    await expect(outcomes[1]).rejects.toThrow(LogUnavailable);
    await expect(outcomes[2]).rejects.toThrow(LogUnavailable);
    send(repaid('a4'));
    expect(await begins()).toEqual(['a1', 'a2', 'a4']);
  });
});

it('reports whose turn does not come fail with what stood in its way', async () => {
  inTurn = () => Promise.reject(new LogUnavailable());
  for (const outcome of send(repaid('a1'), repaid('a2'), repaid('b1', 'B')))
    await expect(outcome).rejects.toThrow(LogUnavailable);
  expect(begun).toEqual([]);
});

describe('a correction or reversal', () => {
  it('waits for another of the same report, found or not, and for none of another report', async () => {
    send(reversed('r1', 'x'), reversed('r2', 'y'), reversed('r3', 'x'));
    expect(await begins()).toEqual(['r1', 'r2']);
    expect(await begins('r1')).toEqual(['r1', 'r2', 'r3']);
  });

  it('keeps back what comes while its stream is looked for, though those before it are known', async () => {
    let tell: (place: { readonly stream: string }) => void = () => undefined;
    found = (id) => (id === 'slow' ? new Promise((done) => (tell = done)) : Promise.resolve(null));
    send(reversed('r1', 'quick'), reversed('r2', 'slow'));
    await begins();
    const [outcome] = send(repaid('a1'));
    expect(await begins()).toEqual(['r1']);
    tell({ stream: streamOf('A') });
    expect(await begins()).toEqual(['r1', 'r2']);
    await begins('r2').then(() => begins('a1'));
    expect(await outcome).toBe('a1 recorded');
  });

  it('waits for the stream of what it changes, which is found in the log, and what comes after waits for it', async () => {
    found = (id) => Promise.resolve(id === 'old' ? { stream: streamOf('A') } : null);
    send(repaid('a1'), corrected('c', 'old'), repaid('a2'), repaid('b1', 'B'));
    expect(await begins()).toEqual(['a1', 'b1']);
    expect(await begins('a1')).toEqual(['a1', 'b1', 'c']);
    expect(await begins('c')).toEqual(['a1', 'b1', 'c', 'a2']);
  });

  it('waits for what it changes in the same request, and what comes after waits for it', async () => {
    send(repaid('a1'), reversed('r', 'a1'), repaid('a2'), repaid('b1', 'B'));
    expect(await begins()).toEqual(['a1', 'b1']);
    expect(await begins('a1')).toEqual(['a1', 'b1', 'r']);
    expect(await begins('r')).toEqual(['a1', 'b1', 'r', 'a2']);
  });

  it('waits for what its replacement reads, and a reversal reads nothing more', async () => {
    found = () => Promise.resolve({ stream: streamOf('A') });
    send(repaid('z1', 'Z'), corrected('c', 'old', renewed('-', 'A').data), reversed('r', 'other'));
    expect(await begins()).toEqual(['z1']);
    expect(await begins('z1')).toEqual(['z1', 'c']);
    expect(await begins('c')).toEqual(['z1', 'c', 'r']);
    send(repaid('z2', 'Z'), corrected('c2', 'old'), repaid('z3', 'Z'));
    expect(await begins('r')).toEqual(['z1', 'c', 'r', 'z2', 'c2']);
  });

  it('is decided on alone, whatever waits for the same', async () => {
    found = () => Promise.resolve({ stream: streamOf('A') });
    together = ['a2', 'c', 'a3', 'a4'];
    send(repaid('a1'), repaid('a2'), corrected('c', 'old'), repaid('a3'), repaid('a4'));
    expect(await begins('a1')).toEqual(['a1', 'a2']);
    expect(await begins('a2')).toEqual(['a1', 'a2', 'c']);
    expect(await begins('c')).toEqual(['a1', 'a2', 'c', 'a3 a4']);
  });

  it('keeps back what comes after until its stream is known, and those of other streams no longer', async () => {
    let tell: (place: { readonly stream: string }) => void = () => undefined;
    found = (id) =>
      id === 'slow' ? new Promise((done) => (tell = done)) : Promise.resolve({ stream: streamOf('B') });
    send(corrected('c1', 'quick'), corrected('c2', 'slow'), repaid('a1'), repaid('b1', 'B'));
    expect(await begins()).toEqual(['c1']);
    tell({ stream: streamOf('A') });
    expect(await begins()).toEqual(['c1', 'c2']);
    expect(await begins('c1')).toEqual(['c1', 'c2', 'b1']);
    expect(await begins('c2')).toEqual(['c1', 'c2', 'b1', 'a1']);
  });

  it('fails where nobody can say what it changes; what comes after goes on, also what changes it', async () => {
    found = (id) => (id === 'old' ? Promise.reject(new LogUnavailable()) : Promise.resolve(null));
    const [outcome] = send(corrected('c', 'old'), repaid('a1'), reversed('r', 'c'));
    await expect(outcome).rejects.toThrow(LogUnavailable);
    expect(await begins()).toEqual(['a1', 'r']);
  });
});
