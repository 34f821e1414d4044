import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from './command-line.js';

describe('the command line of a move', () => {
  it.each([
    [['--to', 'event-store'], { kind: 'move', to: 'event-store', isCheckOnly: false }],
    [['--to=postgres', '--check'], { kind: 'move', to: 'postgres', isCheckOnly: true }],
    [['--prove'], { kind: 'move', to: undefined, isCheckOnly: false }],
    [['--help', '--to', 'postgres'], { kind: 'help' }],
  ])('%j', (args, asked) => {
    expect(readCommandLine(args)).toEqual(asked);
  });

  it.each([
    [[]],
    [['--to']],
    [['--to', 'kafka']],
    [['--to', 'postgres', '--prove']],
    [['--force']],
    [['now']],
  ])('%j is wrong, and nothing of it is done', (args) => {
    expect(readCommandLine(args)).toMatchObject({ kind: 'wrong', message: expect.any(String) });
  });
});
