import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AnswerLines } from './outcome-answers.js';

const added = (): AnswerLines => new AnswerLines(async () => undefined);

/** The pieces in which it is written. */
const piecesOf = (answer: AnswerLines): string[] => {
  const pieces: string[] = [];
  answer.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  return pieces;
};

describe('lines of an answer', () => {
  it('are written together while more are coming, and at once when none are', async () => {
    const answer = added();
    const pieces = piecesOf(answer);
    await pause(1);
    expect([answer.add('a\n', true), answer.add('b\n', true), pieces]).toEqual([undefined, undefined, []]);
    expect(answer.add('c\n', false)).toBeUndefined();
    expect(answer.add('d\n', false)).toBeUndefined();
    expect(pieces).toEqual(['a\nb\nc\n', 'd\n']);
  });

  it('wait for others a short time only', async () => {
    const answer = added();
    const came = once(answer, 'data');
    answer.add('a\n', true);
    answer.add('b\n', true);
    const [piece] = (await came) as [Buffer];
    expect(piece.toString()).toBe('a\nb\n');
  });

  it('are written without waiting once they are long', async () => {
    const answer = added();
    const line = `${'x'.repeat(1_023)}\n`;
    for (let count = 0; count < 32; count += 1) answer.add(line, true);
    answer.end();
    expect(await text(answer)).toBe(line.repeat(32));
  });

  it('are made no faster than they are read', async () => {
    const answer = added();
    const room = answer.add('a\n', false);
    expect(room).toBeInstanceOf(Promise);
    expect(await Promise.race([room, pause(50, 'waits')])).toBe('waits');
    const read = text(answer);
    await room;
    answer.add('b\n', true);
    answer.end();
    expect(await read).toBe('a\nb\n');
  });

  it('do not wait once the reader is gone', async () => {
    const answer = added();
    const room = answer.add('a\n', false);
    answer.destroy();
    await room;
    expect(answer.destroyed).toBe(true);
    expect(answer.add('b\n', false)).toBeUndefined();
  });

  it('end with the failure of their writer, once somebody reads', async () => {
    const answer = new AnswerLines(() => Promise.reject(new Error('broken')));
    await expect(text(answer)).rejects.toThrow('broken');
  });
});
