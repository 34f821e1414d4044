import { describe, expect, it } from '@jest/globals';
import { SurvivingOutput } from './program-log.process.js';

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};

/** An output whose writes do one after another what is told, and then all succeed. */
const outputThat = (...writes: ((bytes: Buffer) => number)[]) => {
  let written = '';
  const calls = { count: 0 };
  const output = new SurvivingOutput(1, (_descriptor, bytes) => {
    calls.count += 1;
    const count = writes.shift()?.(bytes) ?? bytes.length;
    written += bytes.subarray(0, count);
    return count;
  });
  return { output, calls, written: () => written };
};

describe('the output of a log', () => {
  it('writes each line whole, however little the descriptor takes at once', () => {
    const { output, written } = outputThat(
      () => 3,
      () => 1,
    );
    output.write('{"msg":"ä 银行"}\n');
    output.write('{}\n');
    expect(written()).toBe('{"msg":"ä 银行"}\n{}\n');
  });

  it.each(['EIO', 'EPIPE', 'EBADF'])(
    'whose reader is gone (%s) is not written to again, and nothing is thrown',
    (code) => {
      const { output, calls } = outputThat(failing(code));
      for (let no = 0; no < 5; no += 1) output.write('{}\n');
      expect(calls.count).toBe(1);
    },
  );

  it('waits for a reader that is slow', () => {
    const { output, written } = outputThat(failing('EAGAIN'), failing('EAGAIN'));
    output.write('{}\n');
    expect(written()).toBe('{}\n');
  });

  it('waits a bounded time, not again after a timeout, and reports lost lines', () => {
    const reader = { takes: false };
    let written = '';
    const output = new SurvivingOutput(1, (_descriptor, bytes) => {
      if (!reader.takes) failing('EAGAIN')();
      written += bytes;
      return bytes.length;
    });
    const startedMs = performance.now();
    for (let no = 0; no < 100; no += 1) output.write('{}\n');
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    reader.takes = true;
    output.write('{"now":1}\n');
    const lines = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({ lost: 100, msg: 'lines of this log were lost' }),
      { now: 1 },
    ]);
  });

  it('continues after a full disk, on a new line', () => {
    const { output, written } = outputThat(() => 4, failing('ENOSPC'));
    output.write('{"half":1}\n');
    output.write('{"whole":1}\n');
    expect(written()).toMatch(/^\{"ha\n\{.*"lost":1.*\}\n\{"whole":1\}\n$/);
  });
});
