import { beforeEach, describe, expect, it } from '@jest/globals';
import { LogUnavailable } from '#event-log';
import { OrderedReports, corrected, renewed, repaid, reversed, streamOf } from './testing/ordered-reports.js';

/* For which reports of its request a correction or reversal waits, and which wait for it. */

let request: OrderedReports;
beforeEach(() => {
  request = new OrderedReports();
});

describe('a correction or reversal', () => {
  it('waits for another of the same report, found or not, and for none of another report', async () => {
    request.send(reversed('r1', 'x'), reversed('r2', 'y'), reversed('r3', 'x'));
    expect(await request.begins()).toEqual(['r1', 'r2']);
    expect(await request.begins('r1')).toEqual(['r1', 'r2', 'r3']);
  });

  it('keeps back what comes while its stream is looked for, though those before it are known', async () => {
    let tell: (place: { readonly stream: string }) => void = () => undefined;
    request.found = (id) => (id === 'slow' ? new Promise((done) => (tell = done)) : Promise.resolve(null));
    request.send(reversed('r1', 'quick'), reversed('r2', 'slow'));
    await request.begins();
    const [outcome] = request.send(repaid('a1'));
    expect(await request.begins()).toEqual(['r1']);
    tell({ stream: streamOf('A') });
    expect(await request.begins()).toEqual(['r1', 'r2']);
    await request.begins('r2').then(() => request.begins('a1'));
    expect(await outcome).toBe('a1 recorded');
    // Nothing is looked for any more.
    request.send(repaid('b1', 'B'));
    expect(request.begun).toEqual(['r1', 'r2', 'a1', 'b1']);
  });

  it('waits for the stream of what it changes, which is found in the log, and what comes after waits for it', async () => {
    request.found = (id) => Promise.resolve(id === 'old' ? { stream: streamOf('A') } : null);
    request.send(repaid('a1'), corrected('c', 'old'), repaid('a2'), repaid('b1', 'B'));
    expect(await request.begins()).toEqual(['a1', 'b1']);
    expect(await request.begins('a1')).toEqual(['a1', 'b1', 'c']);
    expect(await request.begins('c')).toEqual(['a1', 'b1', 'c', 'a2']);
  });

  it('waits for what it changes in the same request, and what comes after waits for it', async () => {
    request.send(repaid('a1'), reversed('r', 'a1'), repaid('a2'), repaid('b1', 'B'));
    expect(await request.begins()).toEqual(['a1', 'b1']);
    expect(await request.begins('a1')).toEqual(['a1', 'b1', 'r']);
    expect(await request.begins('r')).toEqual(['a1', 'b1', 'r', 'a2']);
  });

  it('waits for nothing that a report of its request held which has ended and is not recorded', async () => {
    request.send(repaid('a1'));
    await request.begins('a1');
    request.send(repaid('a2'), reversed('r', 'a1'));
    expect(await request.begins()).toEqual(['a1', 'a2', 'r']);
  });

  it('waits for what its replacement reads, and a reversal reads nothing more', async () => {
    request.found = () => Promise.resolve({ stream: streamOf('A') });
    request.send(repaid('z1', 'Z'), corrected('c', 'old', renewed('-', 'A').data), reversed('r', 'other'));
    expect(await request.begins()).toEqual(['z1']);
    expect(await request.begins('z1')).toEqual(['z1', 'c']);
    expect(await request.begins('c')).toEqual(['z1', 'c', 'r']);
    request.send(repaid('z2', 'Z'), corrected('c2', 'old'), repaid('z3', 'Z'));
    expect(await request.begins('r')).toEqual(['z1', 'c', 'r', 'z2', 'c2']);
  });

  it('is decided on alone, whatever waits for the same', async () => {
    request.found = () => Promise.resolve({ stream: streamOf('A') });
    request.together = ['a2', 'c', 'a3', 'a4'];
    request.send(repaid('a1'), repaid('a2'), corrected('c', 'old'), repaid('a3'), repaid('a4'));
    expect(await request.begins('a1')).toEqual(['a1', 'a2']);
    expect(await request.begins('a2')).toEqual(['a1', 'a2', 'c']);
    expect(await request.begins('c')).toEqual(['a1', 'a2', 'c', 'a3 a4']);
  });

  it('keeps back what comes after until its stream is known, and those of other streams no longer', async () => {
    let tell: (place: { readonly stream: string }) => void = () => undefined;
    request.found = (id) =>
      id === 'slow' ? new Promise((done) => (tell = done)) : Promise.resolve({ stream: streamOf('B') });
    request.send(corrected('c1', 'quick'), corrected('c2', 'slow'), repaid('a1'), repaid('b1', 'B'));
    expect(await request.begins()).toEqual(['c1']);
    tell({ stream: streamOf('A') });
    expect(await request.begins()).toEqual(['c1', 'c2']);
    expect(await request.begins('c1')).toEqual(['c1', 'c2', 'b1']);
    expect(await request.begins('c2')).toEqual(['c1', 'c2', 'b1', 'a1']);
  });

  it('fails where nobody can say what it changes; what comes after goes on, also what changes it', async () => {
    request.found = (id) => (id === 'old' ? Promise.reject(new LogUnavailable()) : Promise.resolve(null));
    const outcomes = request.send(corrected('c', 'old'), corrected('d', 'old'), repaid('a1'));
    const changed = request.send(reversed('r', 'c'), reversed('s', 'd'));
    for (const outcome of outcomes.slice(0, 2)) await expect(outcome).rejects.toThrow(LogUnavailable);
    expect(await request.begins()).toEqual(['a1', 'r', 's']);
    await request.begins('r', 's');
    expect(await Promise.all(changed)).toEqual(['r recorded', 's recorded']);
  });
});
