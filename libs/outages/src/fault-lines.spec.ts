import { describe, expect, it } from '@jest/globals';
import { FaultLines } from './outage-lines.js';

const setUp = () => {
  const lines: { readonly message: string; readonly leftOut?: number; readonly err: unknown }[] = [];
  let nowMs = 0;
  const faults = new FaultLines(
    { error: (about, message) => lines.push({ message, ...(about as { err: unknown }) }) },
    () => nowMs,
  );
  return { faults, lines, later: (ms: number) => void (nowMs += ms) };
};

const broken = (value: number): Error => new TypeError(`broken by ${value}`);
const brokenElsewhere = (): Error => new TypeError('broken elsewhere');

describe('lines of what is broken', () => {
  it('are logged whole, once for each kind in ten seconds, with the number left out', () => {
    const { faults, lines, later } = setUp();
    const first = broken(0);
    faults.fault(first, 'a request broke');
    for (let no = 1; no <= 1_000; no += 1) faults.fault(broken(no), 'a request broke');
    expect(lines).toEqual([{ message: 'a request broke', err: first }]);
    later(10_000);
    faults.fault(broken(1), 'a request broke');
    faults.fault(broken(2), 'a request broke');
    expect(lines.map(({ leftOut }) => leftOut)).toEqual([undefined, 1_000]);
    later(10_000);
    faults.fault(broken(3), 'a request broke');
    later(20_000);
    faults.fault(broken(4), 'a request broke');
    expect(lines.map(({ leftOut }) => leftOut)).toEqual([undefined, 1_000, 1, undefined]);
  });

  it('are of another kind with another error, place or name', () => {
    const { faults, lines } = setUp();
    const seen = [
      broken(1),
      brokenElsewhere(),
      new Error('other', { cause: broken(1) }),
      Object.assign(broken(1), { code: '22021' }),
      'no error at all',
    ];
    for (const error of [...seen, ...seen]) faults.fault(error, 'a request broke');
    faults.fault(broken(1), 'a report broke');
    expect(lines.map(({ err }) => err)).toEqual([...seen, broken(1)]);
  });
});
