import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Tools that are no dependencies of the project, installed below .cache in exact versions, once. Answers their folder.
 */
export const installedPackages = async (
  name: string,
  versions: Readonly<Record<string, string>>,
): Promise<string> => {
  const folder = path.resolve('.cache', name);
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  const manifest = path.join(folder, 'package.json');
  // Written by npm when all is there.
  const done = path.join(folder, 'node_modules/.package-lock.json');
  if (existsSync(done) && existsSync(manifest) && readFileSync(manifest, 'utf8') === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  try {
    const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', options, { cwd: folder });
    return folder;
  } catch (error) {
    writeFileSync(manifest, '');
    throw error;
  }
};
