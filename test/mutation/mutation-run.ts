import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Part } from './groups.js';

interface Mutant {
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
  readonly mutatorName: string;
  readonly replacement?: string;
}

export interface MutatedFile {
  readonly name: string;
  readonly mutants: number;
  /** Not noticed by any spec: `file:line what became of it`. */
  readonly survivors: readonly string[];
}

const survived = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';
/** Others were never run: they do not compile, or broke the runner. */
const judged = (mutant: Mutant): boolean =>
  survived(mutant) || mutant.status === 'Killed' || mutant.status === 'Timeout';

export const mutatedFile = (name: string, mutants: readonly Mutant[]): MutatedFile => ({
  name,
  mutants: mutants.filter(judged).length,
  survivors: mutants
    .filter(survived)
    .map(
      ({ location, mutatorName, replacement = '' }) =>
        `${name}:${location.start.line} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
    ),
});

const endAll = (group: number): void => {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Every change of one part, run against its specs. Nothing of it is left running, whatever the changed code did. */
export const runPart = async (tools: string, name: string, part: Part): Promise<readonly MutatedFile[]> => {
  const report = path.join('.cache/mutation', `${name}.json`);
  rmSync(report, { force: true });
  const stryker = path.join(tools, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const args = ['test/mutation/own-group.mjs', stryker, 'run', 'test/mutation/stryker.config.mjs'];
  const env = { ...process.env, MUTATION_PART: JSON.stringify(part), MUTATION_REPORT: report };
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [exitCode] = await once(child, 'exit');
  if (child.pid !== undefined) endAll(child.pid);
  if (exitCode !== 0) throw new Error(`Stryker ended with ${exitCode} on ${name}: ${output}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  return Object.entries(files).map(([file, { mutants }]) => mutatedFile(file, mutants));
};

/** What each file came to, then what nobody noticed. */
export const tableOf = (files: readonly MutatedFile[]): string =>
  files
    .map(({ name, mutants, survivors }) =>
      [`${mutants - survivors.length}/${mutants}`.padStart(9), name].join('  '),
    )
    .concat(files.flatMap(({ survivors }) => survivors.map((line) => `  survived: ${line}`)))
    .join('\n');

/** In percent. A group without mutants proves nothing. */
export const scoreOf = (files: readonly MutatedFile[]): number => {
  const mutants = files.reduce((sum, file) => sum + file.mutants, 0);
  const survivors = files.reduce((sum, file) => sum + file.survivors.length, 0);
  return mutants === 0 ? 0 : (100 * (mutants - survivors)) / mutants;
};
