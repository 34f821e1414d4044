import { beforeEach, describe, expect, it } from '@jest/globals';
import { LogUnavailable } from '#event-log';
import { OrderedReports, renewed, repaid } from './testing/ordered-reports.js';

/* Which of the reports of one request wait for which. */

let request: OrderedReports;
beforeEach(() => {
  request = new OrderedReports();
});

describe('reports of one request', () => {
  it('wait for those before them of the same stream, and for no others', async () => {
    const outcomes = request.send(repaid('a1'), repaid('a2'), repaid('b1', 'B'), repaid('a3'));
    expect(await request.begins()).toEqual(['a1', 'b1']);
    expect(await request.begins('a1')).toEqual(['a1', 'b1', 'a2']);
    expect(await request.begins('a2')).toEqual(['a1', 'b1', 'a2', 'a3']);
    await request.begins('a3', 'b1');
    expect(await Promise.all(outcomes)).toEqual(['a1', 'a2', 'b1', 'a3'].map((id) => `${id} recorded`));
  });

  it('wait for those of the same id, and of streams that both read', async () => {
    request.send(
      repaid('same'),
      repaid('same', 'B'),
      renewed('r1', 'C'),
      renewed('r2', 'D'),
      repaid('z', 'Z'),
    );
    expect(await request.begins()).toEqual(['same', 'r1']);
    expect(await request.begins('same', 'r1')).toEqual(['same', 'r1', 'same', 'r2']);
    expect(await request.begins('r2')).toEqual(['same', 'r1', 'same', 'r2', 'z']);
  });

  it('are decided on together where they waited for the same, in a new batch after one that is under way', async () => {
    request.together = ['a2', 'a3', 'a4', 'a5'];
    const outcomes = request.send(repaid('a1'), repaid('a2'), repaid('a3'));
    expect(await request.begins('a1')).toEqual(['a1', 'a2 a3']);
    request.send(repaid('a4'), repaid('a5'));
    expect(await request.begins('a2 a3')).toEqual(['a1', 'a2 a3', 'a4 a5']);
    expect(await Promise.all(outcomes)).toEqual(['a1 recorded', 'a2 together', 'a3 together']);
  });

  it('are not decided on together with those of another stream that read theirs', async () => {
    request.together = ['r', 'z'];
    request.send(repaid('a'), renewed('r', 'A'), repaid('z', 'Z'));
    expect(await request.begins('a')).toEqual(['a', 'r']);
    expect(await request.begins('r')).toEqual(['a', 'r', 'z']);
  });

  it('are not joined with earlier ones of their stream past one of another that both wait for', async () => {
    request.together = ['a2', 'a3'];
    request.send(repaid('a1'), repaid('a2'), repaid('b1', 'B'), repaid('x', 'B'), repaid('x'), repaid('a3'));
    expect(await request.begins('a1', 'b1')).toEqual(['a1', 'b1', 'a2', 'x']);
    expect(await request.begins('a2', 'x')).toEqual(['a1', 'b1', 'a2', 'x', 'x']);
  });

  it('fail with what broke their turn, and those of the next turn go on', async () => {
    const outcomes = request.send(repaid('a1'), repaid('a2'), repaid('a3'));
    await request.begins();
    request.ends.get('a1')?.(Promise.reject(new Error('broken')));
    await expect(outcomes[0]).rejects.toThrow('broken');
    await request.begins();
    request.ends.get('a2')?.(Promise.reject(new LogUnavailable()));
    // None of the batch waits as long again for the same.
    await expect(outcomes[1]).rejects.toThrow(LogUnavailable);
    await expect(outcomes[2]).rejects.toThrow(LogUnavailable);
    request.send(repaid('a4'));
    expect(await request.begins()).toEqual(['a1', 'a2', 'a4']);
  });
});

it('reports whose turn does not come fail with what stood in its way', async () => {
  request.inTurn = () => Promise.reject(new LogUnavailable());
  for (const outcome of request.send(repaid('a1'), repaid('a2'), repaid('b1', 'B')))
    await expect(outcome).rejects.toThrow(LogUnavailable);
  expect(request.begun).toEqual([]);
});
