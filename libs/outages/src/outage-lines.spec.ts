import { describe, expect, it } from '@jest/globals';
import { AnotherStore, LogUnavailable, OutcomeUnknown } from '#event-log';
import { OutageLines } from './outage-lines.js';

const over = () => {
  const lines: [about: object, message: string][] = [];
  const clock = { ms: 0 };
  const outages = new OutageLines({ warn: (...line) => void lines.push(line) }, () => clock.ms);
  return { lines, clock, outages };
};

describe('what goes wrong in an outage', () => {
  it('is logged in one line without a stack, and once in ten seconds, with how many were left out', () => {
    const { lines, clock, outages } = over();
    const cause = new Error('connect ECONNREFUSED\n  127.0.0.1:2113');
    for (; clock.ms < 25_000; clock.ms += 10)
      outages.outage(new LogUnavailable({ cause }), 'a report was not decided on');
    const line = {
      error: 'LogUnavailable',
      reason: 'The log does not answer. connect ECONNREFUSED 127.0.0.1:2113',
    };
    expect(lines).toEqual([
      [line, 'a report was not decided on'],
      [{ ...line, leftOut: 999 }, 'a report was not decided on'],
      [{ ...line, leftOut: 999 }, 'a report was not decided on'],
    ]);
  });

  it('is of one kind for all streams, and of another by its error and its message', () => {
    const { lines, outages } = over();
    for (let no = 0; no < 100; no += 1) outages.outage(new OutcomeUnknown(`loan-${no}`), 'not decided on');
    outages.outage(new AnotherStore(), 'not decided on');
    outages.outage(new AnotherStore(), 'not served');
    outages.outage(new AnotherStore(), 'not served', { projection: 'targets' });
    expect(lines).toHaveLength(4);
  });

  it('is named by its code where it has no message', () => {
    const { lines, outages } = over();
    outages.setback(Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'tried again');
    expect(lines).toEqual([
      [{ error: 'AggregateError', code: 'ECONNREFUSED', reason: 'ECONNREFUSED' }, 'tried again'],
    ]);
  });
});

describe('a setback', () => {
  it('that is no outage is logged whole each time', () => {
    const { lines, outages } = over();
    const err = new TypeError('x is not a function');
    for (let no = 0; no < 3; no += 1) outages.setback(err, 'following again', { projection: 'targets' });
    expect(lines).toEqual(Array(3).fill([{ projection: 'targets', err }, 'following again']));
  });

  it('that was caused by an outage belongs to it', () => {
    const { lines, outages } = over();
    const caused = () =>
      new Error('The projection could not apply a batch of facts.', { cause: new LogUnavailable() });
    outages.setback(caused(), 'following again');
    outages.setback(caused(), 'following again');
    expect(lines).toEqual([
      [
        {
          error: 'Error',
          reason: 'The projection could not apply a batch of facts. The log does not answer.',
        },
        'following again',
      ],
    ]);
  });
});
