import { afterAll, describe, expect, it } from '@jest/globals';
import { XudaiCommand } from '../support/xudai-command.js';

/* Which registry `xudai` asks, with which key, and how it answers. */

describe('xudai', () => {
  const command = new XudaiCommand();
  const { run: xudai } = command;
  const address = 'http://127.0.0.1:9';

  const set = (name: string, key: string, at = address) => command.setProfile(name, key, at);

  afterAll(() => command.remove());

  it.each(['http://192.0.2.1:80', 'ftp://a', 'http://127.0.0.1.example', 'https://name:word@a'])(
    'keeps no key for %s, over which it would be read by others or be of no use',
    async (at) => {
      const { code, stderr } = await set('open', `xk_other_${'a1'.repeat(16)}`, at);
      expect([code, stderr]).toEqual([2, expect.stringContaining('--address takes')]);
      expect((await xudai(['profile', 'list'])).stdout).not.toContain('open');
    },
  );

  it('takes an address on this machine, or over TLS, or one that is said to be safe', async () => {
    const kept = async (...args: readonly string[]): Promise<number> =>
      (await xudai(['profile', 'set', 'safe', '--no-key', '--address', ...args])).code;
    for (const at of ['http://localhost:1', 'http://[::1]:1', 'https://a.example'])
      expect([at, await kept(at)]).toEqual([at, 0]);
    expect(await kept('http://192.0.2.1:80', '--insecure')).toBe(0);
  });

  it('knows no profile that was not set, whatever it is called, and takes no address in which something is asked', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const none = { code: 2, stderr: expect.stringContaining(`There is no profile ${name}`) };
      expect(await xudai(['status', '--profile', name])).toMatchObject(none);
      expect(await xudai(['profile', 'remove', name])).toMatchObject(none);
    }
    for (const more of ['?key=1', '#x']) {
      const set = await xudai(['profile', 'set', 'asking', '--address', `${address}/${more}`, '--no-key']);
      expect(set).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing is asked in it') });
    }
  });

  it.each(['../x', '', '-x', 'a b', 'x'.repeat(65)])('names no profile %j', async (name) => {
    const { code } = await xudai(['profile', 'set', '--address', address, '--no-key', '--', name]);
    expect(code).toBe(2);
  });

  it.each(['keys', 'institutions', 'profile'])('has an example of %s', async (name) => {
    expect(await xudai([name, '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Example: xudai ${name} list`),
    });
  });

  it('is before and behind a command that its answer is asked for as JSON', async () => {
    for (const [at, args] of [
      ['--json', 'generate'],
      ['generate', '--json'],
    ].entries()) {
      const { code, stdout } = await xudai([...args, '--scale', '0.0001', '--out', `year-${at}`]);
      expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ out: `year-${at}` })]);
    }
  });
});
