import { spawn } from 'node:child_process';

/** A line of a log. */
type LogLine = Readonly<Record<string, unknown>>;

export interface LoggedProgram {
  /** Throws where one is no JSON object. */
  lines(): readonly LogLine[];
  readonly stderr: () => string;
  /** The first line that says it, once it does. */
  until(message: string): Promise<LogLine>;
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** A program of the built tree, with nothing in its environment but what is given. */
export const loggedProgram = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): LoggedProgram => {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], XUDAI_DATA_DIR: process.env['TEST_DATA_DIR'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const lines = (): readonly LogLine[] =>
    out
      .slice(0, out.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        if (!line.startsWith('{')) throw new Error(`no JSON object: ${line}`);
        return JSON.parse(line) as LogLine;
      });
  return {
    lines,
    stderr: () => err,
    until: async (message) => {
      for (const deadline = Date.now() + 30_000; ; await new Promise((soon) => setTimeout(soon, 50))) {
        const found = lines().find(({ msg }) => msg === message);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`no line "${message}" in\n${out}${err}`);
      }
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
    kill: (signal) => void child.kill(signal),
  };
};
