import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/*
 * A terminal that is closed takes its programs' output away and sends SIGHUP to all of them. `script` of util-linux makes one; it is
 * on every Linux, and where it is not this file is skipped.
 */

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** What runs below a process, itself included, by pid. */
const familyOf = (pid: number): readonly number[] => {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const parents = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const each of family)
    for (const [child, parent] of parents) if (parent === each && child) family.push(child);
  return family;
};

const lives = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

(hasScript ? describe : describe.skip)('a terminal that is closed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-terminal-'));
    chmodSync(folder, 0o711);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts all of it in a terminal, and gives the processes once it is ready. */
  const started = async (level: string) => {
    const terminal = spawn(
      'script',
      ['-qfec', `${process.execPath} apps/cli/launcher/start.mjs --port 0`, '/dev/null'],
      {
        env: { ...process.env, XUDAI_DATA_DIR: path.join(folder, 'data'), XUDAI_LOG_LEVEL: level },
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    let shown = '';
    terminal.stdout.setEncoding('utf8');
    for await (const text of terminal.stdout.iterator({ destroyOnReturn: false })) {
      shown += text;
      if (/ready at http/.test(shown)) break;
    }
    terminal.stdout.resume();
    if (!/ready at http/.test(shown)) throw new Error(shown);
    const [own = 0, ...family] = familyOf(terminal.pid ?? 0);
    return { family, close: () => process.kill(own, 'SIGKILL') };
  };

  it.each(['info', 'silent'])(
    'ends all five programs in order, soon, and the database cleanly (log from %s on)',
    async (level) => {
      const { family, close } = await started(level);
      expect(family.length).toBeGreaterThanOrEqual(5);
      const closedAtMs = performance.now();
      close();
      while (family.some(lives)) await new Promise((soon) => setTimeout(soon, 20));
      // A fraction of a second on an idle machine; what is held up ends only after 20 seconds, by force.
      expect(performance.now() - closedAtMs).toBeLessThan(8_000);
      const log = readFileSync(path.join(folder, 'data/postgres.log'), 'utf8');
      expect(log.trimEnd()).toMatch(/database system is shut down$/);
    },
  );
});
