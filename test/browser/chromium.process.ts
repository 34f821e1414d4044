import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/*
 * A real browser, on any machine: the one that is named, the one of the system, or the one out of the package, unpacked once below
 * .cache. The package's own way of unpacking shares a folder between users and turns the sandbox of sites off, so it is not used.
 */

const cache = path.resolve('.cache/chromium');

const packed = (name: string): Buffer => {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const folder = main.slice(0, main.lastIndexOf('@sparticuz/chromium') + '@sparticuz/chromium'.length);
  return brotliDecompressSync(readFileSync(path.join(folder, 'bin', name)));
};

const unpackedBrowser = (): string => {
  const executable = path.join(cache, 'chromium');
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  const partial = `${executable}.${process.pid}`;
  writeFileSync(partial, packed('chromium.br'));
  chmodSync(partial, 0o755);
  renameSync(partial, executable);
  return executable;
};

/** Libraries that the system lacks come with the package. */
const librariesFor = (executable: string): string | undefined => {
  const needed = execFileSync('ldd', [executable], { encoding: 'utf8' });
  if (!needed.includes('not found')) return undefined;
  const libraries = path.join(cache, 'lib');
  if (!existsSync(libraries)) execFileSync('tar', ['-x', '-C', cache], { input: packed('al2023.tar.br') });
  return libraries;
};

export const startBrowser = (): Promise<Browser> => {
  const named = [process.env['CHROME_BIN'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
  const executablePath = named ?? unpackedBrowser();
  const libraries = named === undefined ? librariesFor(executablePath) : undefined;
  const env = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return chromium.launch({
    executablePath,
    headless: true,
    // Root has no sandbox of processes to give.
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
    env: { ...Object.fromEntries(env), ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
};
