import { describe, expect, it } from '@jest/globals';
import { ReaderPatience } from './unread-answers.server.js';

describe('patience with a reader', () => {
  const socket = { bytesWritten: 0, writableLength: 0, readableEnded: false };
  const write = (bytes: number): void => {
    socket.bytesWritten += bytes;
    socket.writableLength += bytes;
  };

  it('does not end where no data waits to be taken', () => {
    const reader = new ReaderPatience(socket);
    expect([0, 100, 1_000].map((nowMs) => reader.isOver(100, nowMs))).toEqual([false, false, false]);
  });

  it('is over when data waits and none is taken, even where more is written meanwhile', () => {
    const reader = new ReaderPatience(socket);
    write(10);
    expect(reader.isOver(100, 0)).toBe(false);
    write(10);
    expect(reader.isOver(100, 99)).toBe(false);
    write(10);
    expect(reader.isOver(100, 100)).toBe(true);
  });

  it('begins anew whenever the reader takes something', () => {
    const reader = new ReaderPatience(socket);
    reader.isOver(100, 0);
    socket.writableLength -= 1;
    expect(reader.isOver(100, 100)).toBe(false);
    expect(reader.isOver(100, 199)).toBe(false);
    expect(reader.isOver(100, 200)).toBe(true);
  });

  it('is over when nothing is written to a client that has closed its side', () => {
    const reader = new ReaderPatience({ bytesWritten: 0, writableLength: 0, readableEnded: true });
    expect([0, 99, 100].map((nowMs) => reader.isOver(100, nowMs))).toEqual([false, false, true]);
  });
});
