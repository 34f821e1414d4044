import { describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { Availability } from './outages-of.process.js';
import { OutageLines } from './outage-lines.js';

const gone = (code = 'ECONNREFUSED') =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code });

const program = () => {
  const lines: [about: Readonly<Record<string, unknown>>, message: string][] = [];
  const faults: { database?: Error | undefined; store?: Error | undefined } = {};
  const logger = { warn: (...line: unknown[]) => void lines.push(line as never) };
  const nowMs = () => performance.now();
  const watched = (name: string, fault: () => Error | undefined) =>
    new Availability({ name, ask: async () => fault() && Promise.reject(fault()) }, logger, nowMs);
  const outages = new OutageLines(logger, nowMs, {
    database: watched('the database', () => faults.database),
    eventStore: watched('the event store', () => faults.store),
  });
  const until = async (message: string): Promise<void> => {
    for (const deadline = Date.now() + 10_000; !lines.some(([, each]) => each === message); await pause(10))
      if (Date.now() > deadline) throw new Error(`no line "${message}"`);
  };
  return { lines, faults, outages, until };
};

describe('an unavailable dependency', () => {
  it('is logged at its beginning and its end, and failures in between are counted', async () => {
    const { lines, faults, outages, until } = program();
    faults.database = gone();
    for (const projection of ['targets', 'loans'])
      outages.setback(gone('57P01'), 'following again', { projection });
    await until('the database is away');
    for (let no = 0; no < 98; no += 1) outages.outage(gone(), 'a request was not served');
    faults.database = undefined;
    await until('the database is back');
    expect(lines).toEqual([
      [
        { error: 'Error', code: 'ECONNREFUSED', reason: 'connect ECONNREFUSED 127.0.0.1:5432' },
        'the database is away',
      ],
      [{ awaySeconds: expect.any(Number), failures: 100 }, 'the database is back'],
    ]);
  });

  it('may begin again', async () => {
    const { lines, faults, outages, until } = program();
    for (let time = 1; time <= 2; time += 1) {
      faults.database = gone();
      outages.outage(gone(), 'not served');
      await until('the database is away');
      faults.database = undefined;
      await until('the database is back');
      expect(lines.splice(0)).toHaveLength(2);
    }
  });

  it('does not exist where the dependency answers: then each failure is logged', async () => {
    const { lines, outages, until } = program();
    outages.setback(gone('57P01'), 'a connection was lost');
    outages.setback(gone('57P01'), 'following again');
    await until('following again');
    expect(lines.map(([, message]) => message)).toEqual(['a connection was lost', 'following again']);
  });

  it('is the event store where the database is not named by the error', async () => {
    const { faults, outages, until } = program();
    faults.store = new Error('It does not answer, or has no leader.');
    outages.outage(Object.assign(new Error('14 UNAVAILABLE'), { type: 'unavailable' }), 'not decided on');
    await until('the event store is away');
    faults.store = undefined;
    await until('the event store is back');
  });
});
