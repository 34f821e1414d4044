import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/* What the first start prints, and how often. */

interface Announcer {
  hear(message: unknown): void;
  ready(): void;
  keyAtLeast(): void;
}

/** By a name that is not known to the compiler: the launcher is no TypeScript. */
const file: string = './announcement.mjs';

const address = 'http://127.0.0.1:7080';
const first = { firstAdministratorKey: 'xk_admin_secret', signInLink: 'token' };

describe('what is announced', () => {
  let lines: string[];
  let ready: object[];
  let announce: Announcer;
  beforeEach(async () => {
    [lines, ready] = [[], []];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    const { announcer } = (await import(file)) as {
      announcer(address: string, onReady: (registry: object) => void): Announcer;
    };
    announce = announcer(address, (registry) => ready.push(registry));
  });
  afterEach(() => jest.restoreAllMocks());

  const linesWith = (word: string): number => lines.filter((line) => line.includes(word)).length;

  it.each(['before', 'after'])('key and link once each, when they come %s readiness', (when) => {
    if (when === 'before') announce.hear(first);
    announce.ready();
    announce.hear(first);
    announce.hear({ firstAdministratorKey: 'xk_other_key', signInLink: 'other' });
    announce.keyAtLeast();
    expect([linesWith('xk_admin_secret'), linesWith(`${address}/console/sign-in#link=token`)]).toEqual([
      1, 1,
    ]);
    expect(linesWith('other')).toBe(0);
  });

  it('no link of a registry that announces only a key, and none without a first start', () => {
    announce.hear({ firstAdministratorKey: 'xk_admin_secret' });
    announce.ready();
    announce.hear({ address });
    expect([linesWith('xk_admin_secret'), linesWith('link')]).toEqual([1, 0]);
  });

  it('the whole of it to a program, with null for what there is only at a first start', () => {
    announce.ready();
    announce.hear(first);
    announce.ready();
    expect(ready).toEqual([
      { address, administratorKey: null, signIn: null },
      { address, administratorKey: 'xk_admin_secret', signIn: `${address}/console/sign-in#link=token` },
    ]);
  });
});
