import { describe, expect, it } from '@jest/globals';
import { Headroom, type HeadroomState } from './headroom.js';

const limits = { warnBelow: 256, refuseBelow: 128, resumeFrom: 192 };

const watched = () => {
  const changes: HeadroomState['level'][] = [];
  return { changes, headroom: new Headroom(limits, ({ level }) => changes.push(level)) };
};

describe('headroom that is measured', () => {
  it('stops writes below the limit, and resumes them at a higher one', () => {
    const { headroom } = watched();
    const mayWrite = (freeBytes: number): boolean => {
      headroom.noteFree(freeBytes);
      return headroom.mayWrite(0);
    };
    expect([300, 255, 128, 127].map(mayWrite)).toEqual([true, true, true, false]);
    expect([128, 191, 0, 191, 192, 191, 128, 127].map(mayWrite)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('reports each change once', () => {
    const { headroom, changes } = watched();
    for (const freeBytes of [1_000, 900, 255, 250, 100, 90, 150, 200, 199, 300, 299])
      headroom.noteFree(freeBytes);
    expect(changes).toEqual(['low', 'short', 'low', 'enough']);
  });

  it('that cannot be measured counts as enough', () => {
    const { headroom } = watched();
    headroom.noteFree(1);
    headroom.noteFree(null);
    expect(headroom.mayWrite(0)).toBe(true);
    expect(headroom.state(0)).toEqual({ level: 'enough', freeBytes: null, isDatabaseFull: false });
  });
});

describe('a database that says it is full', () => {
  it('gets no writes for ten seconds, and then one is tried', () => {
    const { headroom, changes } = watched();
    headroom.noteDatabaseFull(1_000);
    expect(headroom.state(1_000)).toEqual({ level: 'short', freeBytes: null, isDatabaseFull: true });
    expect([1_000, 10_999, 11_000].map((nowMs) => headroom.mayWrite(nowMs))).toEqual([false, false, true]);
    headroom.noteDatabaseFull(11_500);
    expect(headroom.mayWrite(12_000)).toBe(false);
    expect(changes).toEqual(['short']);
  });

  it('has room again when a write succeeded that began after the report', () => {
    const { headroom, changes } = watched();
    headroom.noteDatabaseFull(1_000);
    headroom.noteWritten(999);
    expect(headroom.state(11_000).level).toBe('short');
    headroom.noteWritten(11_001);
    expect(headroom.mayWrite(11_002)).toBe(true);
    expect(changes).toEqual(['short', 'enough']);
  });

  it('stays full although free space was measured', () => {
    const { headroom } = watched();
    headroom.noteDatabaseFull(0);
    headroom.noteFree(10_000);
    expect(headroom.state(1).level).toBe('short');
  });

  it('is no longer full when the report is not repeated for a minute', () => {
    const { headroom, changes } = watched();
    headroom.noteDatabaseFull(0);
    expect(headroom.state(59_999).level).toBe('short');
    expect(headroom.state(60_000).level).toBe('enough');
    expect(changes).toEqual(['short', 'enough']);
  });
});
