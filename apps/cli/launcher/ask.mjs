/** A quick question to a small program. */
import { spawnSync } from 'node:child_process';

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import('./postgres-account.mjs').Account} [account] to ask as
 * @returns {{ isYes: boolean, words: string, complaint: string }}
 */
export function ask(program, args, account = {}) {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const attempt = () =>
    spawnSync(program, args, {
      ...account,
      cwd: '/',
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  // Ctrl-C reaches the small program too. Its end by a signal is no answer: it is asked again.
  let answer = attempt();
  for (let again = 0; answer.signal !== null && again < 5; again += 1) answer = attempt();

  const { status, stdout, stderr, error } = answer;
  return { isYes: status === 0, words: stdout ?? '', complaint: error?.message ?? stderr?.trim() ?? '' };
}
