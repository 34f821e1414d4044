import { expect, it } from '@jest/globals';
import { Admission } from './admission.js';
import { workBounds } from './request-bounds.js';

it.each([
  ['singles', true],
  ['batches', true],
  ['streams', true],
  ['reads', false],
  ['changes', false],
] as const)(
  'that more %s are asked for than fit is too much to record: %s, for a second',
  (kind, isTooMuch) => {
    let now = 0;
    const admission = new Admission(workBounds, () => now);
    const ask = (): void => void admission.admit({ kind, sender: 'a', parts: 1, bytes: 1 });
    ask();
    expect(admission.isRecordingTooMuch).toBe(false);
    for (let no = 0; no <= workBounds[kind].parts; no += 1) ask();
    expect(admission.isRecordingTooMuch).toBe(isTooMuch);
    now = 1_000;
    expect(admission.isRecordingTooMuch).toBe(false);
  },
);
