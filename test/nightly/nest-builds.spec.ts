import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

/* Nest's own command builds every project of nest-cli.json, beside the build that the launcher uses. */

interface Project {
  readonly root: string;
  readonly entryFile: string;
  readonly compilerOptions: { readonly tsConfigPath: string };
}

const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as {
  readonly projects: Readonly<Record<string, Project>>;
};
const folder = path.resolve('.cache/nest-builds');

/** Into a folder of its own, since others run what stands in `dist`. */
const build = async (name: string, more: readonly string[] = []): Promise<'built' | 'failed'> => {
  const project = projects[name];
  const config = path.join(folder, `tsconfig.${name}.json`);
  const include = [path.resolve(project?.root ?? '', 'src/**/*.ts'), ...more];
  const compilerOptions = { rootDir: path.resolve('.'), outDir: path.join(folder, name) };
  const base = path.resolve(project?.compilerOptions.tsConfigPath ?? '');
  writeFileSync(
    config,
    JSON.stringify({ extends: base, compilerOptions, include, exclude: ['**/*.spec.ts'] }),
  );
  return promisify(execFile)('npx', ['nest', 'build', name, '--path', path.relative('.', config)]).then(
    () => 'built',
    () => 'failed',
  );
};

describe('nest build', () => {
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });

  it('knows every app that Node.js runs', () => {
    expect(Object.keys(projects).sort()).toEqual(['cli', 'projector', 'registry']);
  });

  it.each(Object.entries(projects))(
    'builds %s',
    async (name, { entryFile }) => {
      expect(await build(name)).toBe('built');
      expect(existsSync(path.join(folder, name, `${entryFile}.js`))).toBe(true);
    },
    300_000,
  );

  it('fails where a type is wrong', async () => {
    const planted = path.join(folder, 'planted.ts');
    writeFileSync(planted, `export const planted: number = 'no number';\n`);
    expect(await build('projector', [planted])).toBe('failed');
  }, 300_000);
});
